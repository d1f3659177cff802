import { assertEquals } from "#assert";
import { hire } from "../fixtures/routing.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

Deno.test("a channel that a decision names cannot be deleted: 409", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", [{}]);
  const channel = await api<{ id: string }>("POST", "/channels/v1", {
    as: tenant.admin,
    json: { type: "voice", name: "Line", config: {}, credentials: { auth_token: "hunter2" } },
  });
  const decision = await api("POST", "/routing/v1/decisions", {
    as: tenant.member,
    json: { sector: "sales", channel_id: channel.data.id },
  });
  assertEquals(decision.status, 201);
  const path = `/channels/v1/${channel.data.id}`;
  const refused = await api("DELETE", path, { as: tenant.admin });
  assertEquals([refused.status, refused.error.code], [409, "CONFLICT"]);
  assertEquals((await api("GET", path, { as: tenant.admin })).status, 200);
});
