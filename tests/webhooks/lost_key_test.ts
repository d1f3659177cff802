import { assertEquals } from "#assert";
import { Webhook } from "standardwebhooks";
import { eventually } from "../support/eventually.ts";
import { receive, register } from "../fixtures/receivers.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

interface Delivery {
  status: string;
  attempt_count: number;
  error: string | null;
}

Deno.test("a delivery whose secret cannot be opened waits without an attempt until the key is back", async () => {
  const tenant = await createTenant();
  await using receiver = receive();
  const endpoint = await register(tenant.manager, receiver);
  const only = async () =>
    (await api<Delivery[]>("GET", `/webhooks/v1/deliveries?endpoint=${endpoint.id}`, { as: tenant.viewer }))
      .data[0];
  await withDatabase(async (sql) => {
    const [kept] = await sql`select key_id from private.secrets where owner_id = ${endpoint.id}`;
    await sql`update private.secrets set key_id = 'lost' where owner_id = ${endpoint.id}`;
    await sql`select private.emit_event(${tenant.id}, 'team.updated', '{"id": 1}')`;
    const waiting = await eventually("it was postponed", async () => {
      const delivery = await only();
      return delivery?.error ? delivery : undefined;
    });
    assertEquals([waiting.status, waiting.attempt_count, receiver.requests], ["scheduled", 0, 0]);
    await sql`update private.secrets set key_id = ${kept?.key_id} where owner_id = ${endpoint.id}`;
    await sql`update public.job_queue set scheduled_for = now() where lane = ${endpoint.id}`;
    await sql`select private.ring('webhooks')`;
  });
  await eventually("it arrives", () => receiver.messages[0]);
});

Deno.test("an inbound event whose source's secret cannot be opened is taken when the key is back", async () => {
  const tenant = await createTenant();
  const json = { name: "Shop", scheme: "standard" };
  const source = (await api<{ id: string; secret: string }>("POST", "/webhooks/v1/sources", {
    as: tenant.manager,
    json,
  })).data;
  const body = JSON.stringify({ type: "order.paid", data: {} });
  const at = new Date();
  const headers = {
    "content-type": "application/json",
    "webhook-id": "msg_1",
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(source.secret).sign("msg_1", at, body),
  };
  const send = () => api<{ received: boolean }>("POST", `/webhooks/v1/in/${source.id}`, { body, headers });
  await withDatabase(async (sql) => {
    const [kept] = await sql`select key_id from private.secrets where owner_id = ${source.id}`;
    await sql`update private.secrets set key_id = 'lost' where owner_id = ${source.id}`;
    const refused = await send();
    assertEquals([refused.status, refused.error.code], [503, "SERVICE_UNAVAILABLE"]);
    assertEquals(Number(refused.headers.get("retry-after")) > 0, true);
    await sql`update private.secrets set key_id = ${kept?.key_id} where owner_id = ${source.id}`;
  });
  assertEquals((await send()).data, { received: true });
});
