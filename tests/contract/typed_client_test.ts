/**
 * The generated client knows the API's types, and works.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "#assert";
import { createClient, dataOf, RequestError } from "../../client/mod.ts";
import { command, toolsDeno } from "../../tools/command.ts";
import { createKey } from "../fixtures/api_keys.ts";
import { stack } from "../support/env.ts";
import { createTenant } from "../support/tenant.ts";

const app = "tests/contract/typed_client.ts";

Deno.test("an app's use of the typed client type-checks, and its mistakes do not", async () => {
  const checked = await command(toolsDeno, ["check", "--quiet", app]);
  assert(checked.success, checked.text);
});

Deno.test("the typed client works against the running functions", async () => {
  const { owner } = await createTenant();
  const args = ["run", "-A", "--no-check", app, stack.functionsUrl, owner.token];
  const { success, stdout, text } = await command(toolsDeno, args);
  assert(success, text);
  assertEquals(JSON.parse(stdout), {
    name: "Renewals",
    members: 0,
    total: 1,
    refused: "VALIDATION_ERROR",
    gone: 204,
    imported: 201,
    thrown: [404, "NOT_FOUND"],
  });
});

Deno.test("the typed client signs in with an API key; without one, a protected route throws 401", async () => {
  const { owner } = await createTenant();
  const { key } = await createKey(owner, ["teams:read"]);
  const url = stack.functionsUrl;
  assertEquals(dataOf(await createClient({ url, key }).GET("/teams/v1")), []);
  const error = await assertRejects(
    async () => dataOf(await createClient({ url }).GET("/teams/v1")),
    RequestError,
  );
  assertEquals([error.status, error.code], [401, "UNAUTHORIZED"]);
});
