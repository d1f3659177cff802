import { assert, assertEquals, assertMatch } from "#assert";
import { ask, useStack } from "../support/in_process.ts";
import { logged } from "../support/project.ts";
import { createTenant } from "../support/tenant.ts";

Deno.test("a wrong STRIPE_API_URL fails health's checks and no other function", async () => {
  useStack({ STRIPE_API_URL: "not a URL" });
  const { default: health } = await import("../../functions/health/index.ts");
  const { default: teams } = await import("../../functions/teams/index.ts");
  const { default: webhooks } = await import("../../functions/webhooks/index.ts");
  const tenant = await createTenant();

  assertEquals((await ask(teams, "GET", "/teams/v1", { as: tenant.owner })).status, 200);
  assertEquals((await ask(webhooks, "GET", "/webhooks/v1/endpoints", { as: tenant.owner })).status, 200);
  assertEquals((await ask(health, "GET", "/health/v1/live", { as: tenant.owner })).status, 200);
  const lines = await logged(async () => {
    assertEquals((await ask(health, "GET", "/health/v1/ready", { as: tenant.owner })).status, 500);
  });
  assertMatch(JSON.stringify(lines), /STRIPE_API_URL must be an http\(s\) URL/);
  assert(!JSON.stringify(lines).includes("not a URL"), "the value is not in the log");
});

Deno.test("a wrong CREDENTIAL_KEYS fails what encrypts and nothing else", async () => {
  useStack({ CREDENTIAL_KEYS: "hunter2" });
  const { default: agents } = await import("../../functions/agents/index.ts");
  const { default: channels } = await import("../../functions/channels/index.ts");
  const tenant = await createTenant();

  assertEquals((await ask(agents, "GET", "/agents/v1", { as: tenant.owner })).status, 200);
  assertEquals((await ask(channels, "GET", "/channels/v1", { as: tenant.owner })).status, 200);
  const json = { type: "email", name: "Mail", credentials: { api_key: "k" }, config: {} };
  await logged(async () => {
    const { status } = await ask(channels, "POST", "/channels/v1", { as: tenant.owner, json });
    assertEquals(status, 500);
  });
});
