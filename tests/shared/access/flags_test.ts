import { assertEquals } from "#assert";
import { flag } from "../../../shared/access/flags.ts";
import { createApp } from "../../../shared/http/app.ts";
import { defineRoute } from "../../../shared/http/route.ts";
import { stack } from "../../support/env.ts";
import { api } from "../../support/http.ts";
import { type App, ask, dataApiRoundTrips, useStack } from "../../support/in_process.ts";
import { createTenant } from "../../support/tenant.ts";

/** A function whose only route tells whether the flag is on. */
function telling(key: string): App {
  const app = createApp("told");
  const route = defineRoute({
    method: "get",
    path: "/",
    summary: "Tell",
    access: "authenticated",
    responses: { 200: { description: "Whether it is on" } },
  });
  return app.openapi(route, async (c) => c.json({ data: await flag(c, key) }, 200));
}

Deno.test("a function asks for a tenant's flags once in 10 seconds, and another tenant gets its own", async () => {
  useStack();
  const [named, other] = await Promise.all([createTenant(), createTenant()]);
  const key = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  await api("PUT", `/settings/v1/flags/${key}`, {
    headers: { apikey: stack.secretKey },
    json: { enabled: true, clients: [named.id], versions: ["v1"] },
  });
  const app = telling(key);
  const answers: unknown[] = [];
  const asked = await dataApiRoundTrips(async () => {
    for (const { viewer } of [named, named, other, named]) {
      answers.push((await ask<boolean>(app, "GET", "/told/v1", { as: viewer })).data);
    }
  });
  assertEquals(answers, [true, true, false, true]);
  assertEquals(asked, 2);
  assertEquals(
    (await ask<boolean>(telling("no_such_flag"), "GET", "/told/v1", { as: named.viewer })).data,
    false,
  );
});
