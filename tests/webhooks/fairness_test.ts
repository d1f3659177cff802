/** What one tenant's endpoints do to another's deliveries, and the order of a tenant's own. */
import { assert, assertEquals } from "#assert";
import { delay, eventually } from "../support/eventually.ts";
import { receive, register } from "../fixtures/receivers.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

const emit = (tenant: string, count: number) =>
  withDatabase((sql) =>
    sql`select private.emit_events('team.updated', array_fill(${tenant}::uuid, array[${count}::int]),
      array_fill('{"id": 1}'::jsonb, array[${count}::int]))`
  );

Deno.test("60 endpoints of a tenant that hang do not hold up another tenant's delivery", async () => {
  const [hostile, quiet] = await Promise.all([createTenant(), createTenant()]);
  await using hanging = receive();
  await using prompt = receive();
  const released = Promise.withResolvers<Response>();
  hanging.answer = () => released.promise.then((answer) => answer.clone());
  for (let i = 0; i < 60; i++) await register(hostile.manager, `${hanging.url}/${i}`);
  await register(quiet.manager, prompt);
  hanging.secret = undefined;
  await emit(hostile.id, 8);
  await eventually(
    "the hostile tenant has all places it can get",
    () => hanging.requests >= 100,
  );
  await delay(300); // whatever more it may get
  await emit(quiet.id, 1);
  await eventually("the other's event arrives before an attempt times out", () => prompt.messages[0], 10_000);
  assertEquals(hanging.messages.length, 0, "the others still hang");
  await withDatabase((sql) => sql`delete from public.webhook_endpoints where client_id = ${hostile.id}`);
  released.resolve(new Response(null, { status: 204 }));
});

Deno.test("ten slow answers in a row leave an endpoint one attempt at a time, a quick one ends that", async () => {
  const tenant = await createTenant();
  const endpoint = await register(tenant.manager, "http://127.0.0.1:9/hook");
  await withDatabase(async (sql) => {
    const follow = (ms: number, times: number) =>
      sql`select private.follow_slowness(array_agg((gen_random_uuid(), ${tenant.id}, 'webhook.deliver',
        jsonb_build_object('endpoint_id', ${endpoint.id}::text), 1, 'completed',
        jsonb_build_object('duration_ms', ${ms}::int), null, now(), now(), null, null)::private.ended_job))
        from generate_series(1, ${times}::int)`;
    const isSlow = async () =>
      (await sql`select from private.slow_lanes where lane = ${endpoint.id}`).length === 1;
    await follow(6_000, 9);
    assertEquals(await isSlow(), false);
    await follow(6_000, 1);
    assertEquals(await isSlow(), true);
    await follow(20, 1);
    assertEquals(await isSlow(), false);
  });
});

Deno.test("an endpoint's priority applies to what waits and what comes, and must be 0–10", async () => {
  const tenant = await createTenant();
  const fields = { priority: 10, event_types: ["team.updated"] };
  const endpoint = await register(tenant.manager, "http://127.0.0.1:9/hook", fields);
  const path = `/webhooks/v1/endpoints/${endpoint.id}`;
  const priorities = () =>
    withDatabase(async (sql) =>
      (await sql`select distinct priority from public.job_queue where lane = ${endpoint.id} order by 1`)
        .map((row) => row.priority)
    );
  await withDatabase((sql) =>
    sql`update private.endpoint_health set open_until = now() + interval '1 hour' where endpoint_id = ${endpoint.id}`
  );
  await emit(tenant.id, 2);
  assertEquals(await priorities(), [10]);
  const json = { url: endpoint.url, ...fields, priority: 0 };
  const put = await api<{ priority: number }>("PUT", path, { as: tenant.manager, json });
  assertEquals(put.data.priority, 0);
  await emit(tenant.id, 1);
  assertEquals(await priorities(), [0]);
  for (const priority of [-1, 11, 1.5]) {
    const refused = await api("PUT", path, { as: tenant.manager, json: { ...json, priority } });
    assert(refused.status === 422, `${priority}: ${refused}`);
  }
});
