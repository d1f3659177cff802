import { assertEquals } from "#assert";
import { z } from "@hono/zod-openapi";
import { createApp } from "../../../shared/http/app.ts";
import { json } from "../../../shared/http/openapi.ts";
import { defineRoute } from "../../../shared/http/route.ts";
import { clientId, logged, type Project, startProject } from "../../support/project.ts";

const app = createApp("crowd");
app.openapi(
  defineRoute({
    method: "get",
    path: "/",
    access: "teams:read",
    responses: { 200: json(z.object({}), "Fine") },
  }),
  (c) => c.json({}, 200),
);

/** The statuses of one request each by this many users of one tenant. */
async function crowd(project: Project, size: number, tenant: string, limit: number) {
  const answers: [status: number, policy: string | null][] = [];
  const app_metadata = { client_id: tenant, role: "member", limits: { tenant: limit } };
  for (let i = 0; i < size; i++) {
    const token = await project.token({ sub: crypto.randomUUID(), app_metadata });
    await logged(async () => {
      const answer = await app.request("/crowd/v1", { headers: { authorization: `Bearer ${token}` } });
      await answer.body?.cancel();
      answers.push([answer.status, answer.headers.get("ratelimit-policy")]);
    });
  }
  return answers;
}

Deno.test("all users of a tenant together stay within its rate, and other tenants are not affected", async () => {
  await using project = await startProject();
  const answers = await crowd(project, 12, clientId, 10);
  assertEquals(answers.slice(0, 10).map(([status]) => status), Array.from({ length: 10 }, () => 200));
  assertEquals(answers.slice(10), [[429, '"tenant";q=10;w=60'], [429, '"tenant";q=10;w=60']]);
  assertEquals((await crowd(project, 1, crypto.randomUUID(), 10)).map(([status]) => status), [200]);
});
