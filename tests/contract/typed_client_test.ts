/**
 * A client that openapi-typescript makes from the document knows the API's types, and works.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import { command, root, toolsDeno } from "../../tools/command.ts";
import { createTenant } from "../support/tenant.ts";
import { stack } from "../support/env.ts";

/** An app's code; each `@ts-expect-error` is an error of the type check should the types allow the mistake. */
const program = `
import createClient from "openapi-fetch";
import type { components, paths } from "./api.ts";

const [baseUrl, token] = Deno.args;
const client = createClient<paths>({ baseUrl, headers: { Authorization: \`Bearer \${token}\` } });

const made = await client.POST("/teams/v1", {
  params: { header: { "idempotency-key": crypto.randomUUID() } },
  body: { name: "Renewals", sector: "insurance" },
});
if (made.error) throw new Error(made.error.error.code);
const team: components["schemas"]["Team"] = made.data.data;

const read = await client.GET("/teams/v1/{team}", { params: { path: { team: team.id } } });
const members: number | undefined = read.data?.data.members.length;
const listed = await client.GET("/teams/v1", { params: { query: { limit: 1, count: "exact" } } });
const total: number | undefined = listed.data?.pagination.total;
const refused = await client.POST("/teams/v1", { body: { name: "", sector: "insurance" } });
const gone = await client.DELETE("/teams/v1/{team}", { params: { path: { team: team.id } } });
const imported = await client.POST("/batch-import/v1/batches", {
  body: { opportunities: [{ name: "Refit", organization: "Initech" }], options: { create_missing: ["organizations"] } },
});

function mistakes() {
  // @ts-expect-error a sector is required
  void client.POST("/teams/v1", { body: { name: "Renewals" } });
  // @ts-expect-error there is no such status
  void client.GET("/teams/v1", { params: { query: { status: "gone" } } });
  // @ts-expect-error there is no such path
  void client.GET("/team/v1", {});
  // @ts-expect-error a team has no such field
  void team.client_id;
}
void mistakes;

console.log(JSON.stringify({
  name: team.name,
  members,
  total,
  refused: refused.error?.error.code,
  gone: gone.response.status,
  imported: imported.response.status,
}));
`;

Deno.test("a generated client is typed by the document and works against the running functions", async (t) => {
  const tenant = await createTenant();
  // Inside the project, whose packages it uses.
  const folder = await Deno.makeTempDir({ dir: `${root}/tests/contract`, prefix: ".typed-client-" });
  try {
    await Deno.writeTextFile(`${folder}/program.ts`, program);
    await t.step("openapi-typescript reads the document", async () => {
      const arguments_ = [
        "functions/docs/openapi.json",
        "-o",
        `${folder}/api.ts`,
        "--default-non-nullable=false",
      ];
      const made = await command(toolsDeno, ["run", "-A", "npm:openapi-typescript@7.13.0", ...arguments_]);
      assert(made.success, made.text);
    });
    await t.step("an app's code type-checks, and its mistakes do not", async () => {
      const checked = await command(toolsDeno, ["check", "--quiet", `${folder}/program.ts`]);
      assert(checked.success, checked.text);
    });
    await t.step("it runs", async () => {
      const args = [
        "run",
        "-A",
        "--no-check",
        `${folder}/program.ts`,
        stack.functionsUrl,
        tenant.owner.token,
      ];
      const { success, stdout, text } = await command(toolsDeno, args);
      assert(success, text);
      assertEquals(JSON.parse(stdout), {
        name: "Renewals",
        members: 0,
        total: 1,
        refused: "VALIDATION_ERROR",
        gone: 204,
        imported: 201,
      });
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
