import { assertEquals } from "#assert";
import { eventually } from "../faults/parts.ts";
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
