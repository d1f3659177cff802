/** A paused endpoint costs its tenant no rows, and an event is never lost between pausing and resuming. */
import { assertEquals } from "#assert";
import { eventually } from "../support/eventually.ts";
import { receive, register } from "../fixtures/receivers.ts";
import { api } from "../support/http.ts";
import { connect, withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

const span = () => ({
  from: new Date(Date.now() - 600_000).toISOString(),
  to: new Date(Date.now() + 60_000).toISOString(),
});

Deno.test("1,000 events for 100 disabled endpoints add no row to the queue", async () => {
  const tenant = await createTenant();
  await withDatabase(async (sql) => {
    await sql`insert into public.webhook_endpoints (client_id, url)
      select ${tenant.id}, 'https://example.com/' || i from generate_series(1, 100) i`;
    const rows = async () => {
      const [counted] = await sql`
        select (select count(*)::int from public.job_queue where client_id = ${tenant.id}) as jobs,
          (select count(*)::int from private.parked_spans where client_id = ${tenant.id}) as spans,
          (select count(*)::int from private.outbox where client_id = ${tenant.id}) as events`;
      return counted;
    };
    const before = await rows();
    await sql`select private.emit_events('call.completed', array_fill(${tenant.id}::uuid, array[1000]),
      array_fill('{"id": 1}'::jsonb, array[1000]))`;
    const after = await rows();
    assertEquals(after, { jobs: before?.jobs, spans: before?.spans, events: before?.events + 1000 });
  });
  const parked = await api<unknown[]>("GET", "/webhooks/v1/deliveries?status=parked&limit=100", {
    as: tenant.viewer,
  });
  assertEquals([parked.data.length, parked.pagination.has_more], [100, true]);
});

Deno.test("pages of parked deliveries have no gaps", async () => {
  const tenant = await createTenant();
  const endpoint = await register(tenant.manager, "http://127.0.0.1:9/hook", { enabled: false });
  await withDatabase((sql) =>
    sql`select private.emit_events('team.updated', array_fill(${tenant.id}::uuid, array[25]),
      array_fill('{"id": 1}'::jsonb, array[25]))`
  );
  const seen: string[] = [];
  let cursor = "";
  do {
    const path = `/webhooks/v1/deliveries?endpoint=${endpoint.id}&limit=10${cursor && `&cursor=${cursor}`}`;
    const { data, pagination } = await api<{ id: string }[]>("GET", path, { as: tenant.viewer });
    seen.push(...data.map(({ id }) => id));
    cursor = pagination.next_cursor ?? "";
  } while (cursor);
  assertEquals([seen.length, new Set(seen).size], [25, 25]);
});

Deno.test("every event written while an endpoint is paused and resumed arrives, live or by replay", async () => {
  const tenant = await createTenant();
  await using receiver = receive();
  const endpoint = await register(tenant.manager, receiver, { event_types: ["team.updated"] });
  const sql = connect(undefined, { max: 12 });
  const path = `/webhooks/v1/endpoints/${endpoint.id}`;
  try {
    const sent = new Set<string>();
    const work = { left: true };
    const writer = async () => {
      while (work.left) {
        // The time of the event is its transaction's, which is older than the moment at which the event is written.
        const id = await sql.begin(async (tx) => {
          await tx`select pg_sleep(random() * 0.05)`;
          const [row] = await tx`select private.emit_event(${tenant.id}, 'team.updated', '{"id": 1}') as id`;
          await tx`select pg_sleep(random() * 0.05)`;
          return row?.id;
        });
        sent.add(id);
      }
    };
    const writers = Promise.all(Array.from({ length: 8 }, writer));
    for (let i = 0; i < 10; i++) {
      for (const enabled of [false, true]) {
        const json = { url: receiver.url, event_types: ["team.updated"], enabled };
        assertEquals((await api("PUT", path, { as: tenant.manager, json })).status, 200);
      }
    }
    work.left = false;
    await writers;
    await eventually("what is not parked arrives", async () => {
      const [waiting] = await sql`select from public.job_queue
        where client_id = ${tenant.id} and queue = 'webhooks' and phase in ('active', 'scheduled')`;
      return waiting === undefined;
    });
    const parked = (await api<{ parked: number }>("GET", path, { as: tenant.manager })).data.parked;
    const live = new Set(receiver.messages.map(({ id }) => id));
    assertEquals(live.size + parked, sent.size, "each event is either sent or parked");
    const json = { ...span(), only_failed: true };
    const replay = await api<{ replayed: number }>("POST", `${path}/replay`, { as: tenant.manager, json });
    assertEquals(replay.data.replayed, parked);
    await eventually("all arrive", () => {
      return new Set(receiver.messages.map(({ id }) => id)).size === sent.size;
    });
    assertEquals(receiver.messages.length, sent.size, "none arrives twice");
  } finally {
    await sql.end();
  }
});

Deno.test("a suspended tenant's events wait parked, and a replay sends them when it is active again", async () => {
  const tenant = await createTenant();
  await using receiver = receive();
  const endpoint = await register(tenant.manager, receiver);
  await withDatabase(async (sql) => {
    await sql`update private.endpoint_health set open_until = now() + interval '1 hour' where endpoint_id = ${endpoint.id}`;
    await sql`select private.emit_event(${tenant.id}, 'team.updated', '{"id": 1}')`;
    await sql`update private.endpoint_health set open_until = null where endpoint_id = ${endpoint.id}`;
    await sql`update public.clients set status = 'suspended' where id = ${tenant.id}`;
    await sql`select private.emit_event(${tenant.id}, 'team.created', '{"id": 1}')`;
    await sql`update public.job_queue set scheduled_for = now() where lane = ${endpoint.id}`;
    await sql`update public.clients set status = 'active' where id = ${tenant.id}`;
  });
  const parked = await api<{ event_type: string }[]>(
    "GET",
    `/webhooks/v1/deliveries?endpoint=${endpoint.id}&status=parked`,
    { as: tenant.viewer },
  );
  assertEquals(parked.data.map(({ event_type }) => event_type).sort(), ["team.created", "team.updated"]);
  assertEquals(receiver.requests, 0);
  const replayed = await api("POST", `/webhooks/v1/endpoints/${endpoint.id}/replay`, {
    as: tenant.manager,
    json: span(),
  });
  assertEquals(replayed.status, 202);
  await eventually("both arrive", () => receiver.messages.length === 2);
});
