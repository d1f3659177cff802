import { assert, assertEquals, assertGreater, assertGreaterOrEqual, assertMatch } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { eventually } from "../support/eventually.ts";
import { type Endpoint, receive, register } from "../fixtures/receivers.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Person } from "../support/tenant.ts";

type Delivery = Schemas["DeliveryDetails"];

const createTeam = (as: Person, name = crypto.randomUUID()) =>
  api<{ id: string }>("POST", "/teams/v1", { as, json: { name, sector: "insurance" } });

const deliveries = async (as: Person, query = "") =>
  (await api<Delivery[]>("GET", `/webhooks/v1/deliveries?${query}`, { as })).data;

const details = async (as: Person, id: string) =>
  (await api<Delivery>("GET", `/webhooks/v1/deliveries/${id}`, { as })).data;

/** The endpoint's only delivery once it has the status. */
const settled = (as: Person, endpoint: Endpoint, status: string) =>
  eventually(`a delivery that is ${status}`, async () => {
    const [found] = await deliveries(as, `endpoint=${endpoint.id}&status=${status}`);
    return found && await details(as, found.id);
  });

Deno.test("a committed change reaches the endpoints that subscribe to it, signed, once each", async () => {
  const { manager, viewer } = await createTenant();
  await using all = receive();
  await using some = receive();
  await using other = receive();
  const endpoint = await register(manager, all);
  await register(manager, some, { event_types: ["team.created", "batch.completed"] });
  await register(manager, other, { event_types: ["team.deleted"] });
  const team = (await createTeam(manager)).data;

  const delivery = await settled(viewer, endpoint, "delivered");
  await eventually("both have it", () => some.messages.length === 1);
  const [message] = all.messages;
  assertEquals([message?.type, message?.data.id, message?.id], ["team.created", team.id, delivery.event_id]);
  assertEquals([some.messages[0]?.id, some.messages[0]?.body], [message?.id, message?.body]);
  assertEquals([all.refused, some.refused, all.requests, some.requests, other.requests], [0, 0, 1, 1, 0]);
  assertEquals(Object.keys(JSON.parse(message?.body ?? "")).sort(), ["data", "timestamp", "type"]);
  const [attempt] = delivery.attempts;
  assertEquals([attempt?.attempt, attempt?.succeeded, attempt?.status_code], [1, true, 204]);
  assertEquals(delivery.attempts.length, 1);
});

Deno.test("another tenant neither receives nor sees an event", async () => {
  const [ours, theirs] = await Promise.all([createTenant(), createTenant()]);
  await using receiver = receive();
  await using stranger = receive();
  const endpoint = await register(ours.manager, receiver);
  await register(theirs.manager, stranger);
  await createTeam(ours.manager);
  const delivery = await settled(ours.viewer, endpoint, "delivered");
  assertEquals(stranger.requests, 0);
  for (
    const [method, path] of [
      ["GET", `/webhooks/v1/deliveries/${delivery.id}`],
      ["POST", `/webhooks/v1/deliveries/${delivery.id}/retry`],
      ["GET", `/webhooks/v1/endpoints/${endpoint.id}`],
      ["DELETE", `/webhooks/v1/endpoints/${endpoint.id}`],
      ["POST", `/webhooks/v1/endpoints/${endpoint.id}/test`],
      ["POST", `/webhooks/v1/endpoints/${endpoint.id}/rotate-secret`],
    ] as const
  ) assertEquals((await api(method, path, { as: theirs.manager })).status, 404, `${method} ${path}`);
  assertEquals((await deliveries(theirs.viewer)).filter((one) => one.endpoint_id === endpoint.id), []);
});

Deno.test("a failed delivery is retried after 5 s, and its answer is stored", async () => {
  const { manager } = await createTenant();
  await using receiver = receive();
  receiver.answer = () => new Response("x".repeat(5_000), { status: 500 });
  const endpoint = await register(manager, receiver);
  await createTeam(manager);
  const waiting = await settled(manager, endpoint, "scheduled");
  const seconds = (Date.parse(waiting.next_attempt_at ?? "") - Date.now()) / 1000;
  assert(seconds > 3 && seconds < 5.6, `next attempt in ${seconds} s`);
  const [attempt] = waiting.attempts;
  assertEquals([attempt?.status_code, attempt?.response?.length, attempt?.succeeded], [500, 1024, false]);
  assertEquals(waiting.error, "The endpoint answered 500");

  receiver.answer = () => new Response("thanks");
  const delivered = await settled(manager, endpoint, "delivered");
  assertEquals(delivered.attempts.map((one) => [one.attempt, one.status_code]), [[1, 500], [2, 200]]);
  assertEquals(receiver.requests, 2);
});

Deno.test("Retry-After is honoured even beyond the retry schedule", async () => {
  const { manager } = await createTenant();
  await using receiver = receive();
  receiver.answer = () => new Response(null, { status: 503, headers: { "retry-after": "600" } });
  const endpoint = await register(manager, receiver);
  await createTeam(manager);
  const waiting = await settled(manager, endpoint, "scheduled");
  const seconds = (Date.parse(waiting.next_attempt_at ?? "") - Date.now()) / 1000;
  assert(seconds > 590 && seconds < 601, `next attempt in ${seconds} s`);
});

Deno.test("a 410 answer disables an endpoint at once, and another endpoint gets the event", async () => {
  const { manager } = await createTenant();
  await using receiver = receive();
  await using watcher = receive();
  receiver.answer = () => new Response(null, { status: 410 });
  const endpoint = await register(manager, receiver, { event_types: ["team.created"] });
  await register(manager, watcher, { event_types: ["endpoint.disabled"] });
  await createTeam(manager);
  await eventually("the watcher is told", () => watcher.messages[0]);
  assertEquals([watcher.messages[0]?.data.id, watcher.messages[0]?.data.disabled_reason], [
    endpoint.id,
    "gone",
  ]);
  const path = `/webhooks/v1/endpoints/${endpoint.id}`;
  const { enabled, disabled_reason } = (await api<Endpoint>("GET", path, { as: manager })).data;
  assertEquals([enabled, disabled_reason], [false, "gone"]);
  assertEquals((await settled(manager, endpoint, "failed")).attempts.length, 1);
});

Deno.test("a redirect is not followed", async () => {
  const { manager } = await createTenant();
  await using receiver = receive();
  await using canary = receive();
  receiver.answer = () => new Response(null, { status: 307, headers: { location: canary.url } });
  const endpoint = await register(manager, receiver);
  await createTeam(manager);
  const waiting = await settled(manager, endpoint, "scheduled");
  assertEquals([waiting.error, canary.requests], ["The endpoint answered 307", 0]);
});

Deno.test("events of a disabled endpoint are parked, enabling it sends none, and a replay sends all", async () => {
  const { manager } = await createTenant();
  await using receiver = receive();
  const endpoint = await register(manager, receiver, { enabled: false });
  const from = new Date(Date.now() - 60_000).toISOString();
  for (let i = 0; i < 3; i++) await createTeam(manager);
  assertEquals((await deliveries(manager, `endpoint=${endpoint.id}&status=parked`)).length, 3);
  const path = `/webhooks/v1/endpoints/${endpoint.id}`;
  const json = { from, to: new Date(Date.now() + 60_000).toISOString() };
  const refused = await api("POST", `${path}/replay`, { as: manager, json });
  assertEquals([refused.status, refused.error.code], [409, "ENDPOINT_DISABLED"]);

  const put = { url: receiver.url, event_types: ["*"], enabled: true };
  assertEquals((await api<Endpoint>("PUT", path, { as: manager, json: put })).data.enabled, true);
  await createTeam(manager);
  await eventually("what comes after is sent", () => receiver.messages[0]);
  assertEquals((await deliveries(manager, `endpoint=${endpoint.id}&status=parked`)).length, 3);

  const key = crypto.randomUUID();
  const replays = await Promise.all(
    [1, 2, 3].map(() =>
      api<{ replayed: number }>("POST", `${path}/replay`, {
        as: manager,
        json: { ...json, only_failed: true },
        key,
      })
    ),
  );
  assertEquals(replays.map(({ data }) => data.replayed), [3, 3, 3]);
  await eventually("all four are there", () => receiver.messages.length >= 4);
  assertEquals(new Set(receiver.messages.map(({ id }) => id)).size, 4);
  await eventually(
    "and done",
    async () => (await deliveries(manager, `endpoint=${endpoint.id}&status=delivered`)).length === 4,
  );

  const again = await api<{ replayed: number }>("POST", `${path}/replay`, { as: manager, json });
  assertEquals([again.status, again.data.replayed], [202, 4]);
  await eventually("all are there twice", () => receiver.messages.length >= 8);
  assertEquals(new Set(receiver.messages.map(({ id, body }) => `${id} ${body}`)).size, 4);
  const none = await api<{ replayed: number }>("POST", `${path}/replay`, {
    as: manager,
    json: { ...json, only_failed: true },
  });
  assertEquals(none.data.replayed, 0);
});

Deno.test("after a rotation, the new and the old secret both sign", async () => {
  const { manager } = await createTenant();
  await using receiver = receive();
  const endpoint = await register(manager, receiver);
  const path = `/webhooks/v1/endpoints/${endpoint.id}`;
  const rotated = (await api<Endpoint>("POST", `${path}/rotate-secret`, { as: manager })).data;
  assertMatch(rotated.secret ?? "", /^whsec_[A-Za-z0-9+/]{43}=$/);
  assert(rotated.secret !== endpoint.secret);
  for (const secret of [endpoint.secret, rotated.secret]) {
    receiver.secret = secret;
    const before = receiver.messages.length;
    assertEquals((await api("POST", `${path}/test`, { as: manager })).status, 202);
    await eventually("the test arrives", () => receiver.messages[before]);
  }
  assertEquals([receiver.refused, receiver.messages[0]?.type], [0, "endpoint.test"]);
});

Deno.test("a test event reaches only its endpoint, whatever it subscribes to", async () => {
  const { manager } = await createTenant();
  await using receiver = receive();
  await using other = receive();
  const endpoint = await register(manager, receiver, { event_types: ["team.deleted"] });
  await register(manager, other);
  const sent = await api<Delivery>("POST", `/webhooks/v1/endpoints/${endpoint.id}/test`, { as: manager });
  assertEquals([sent.status, sent.data.event_type], [202, "endpoint.test"]);
  await settled(manager, endpoint, "delivered");
  assertEquals([receiver.messages[0]?.id, other.requests], [sent.data.event_id, 0]);
});

Deno.test("a test event requested twice with the same key is sent once", async () => {
  const { manager } = await createTenant();
  await using receiver = receive();
  const endpoint = await register(manager, receiver);
  const test = (id: string) =>
    api<Delivery>("POST", `/webhooks/v1/endpoints/${id}/test`, { as: manager, key: "once" });
  const [first, again] = [await test(endpoint.id), await test(endpoint.id)];
  assertEquals([again.data.id, again.headers.get("idempotency-replayed")], [first.data.id, "true"]);
  await settled(manager, endpoint, "delivered");
  assertEquals(receiver.messages.map(({ id }) => id), [first.data.event_id]);
  const other = await register(manager, receiver);
  assertEquals((await test(other.id)).error.code, "IDEMPOTENCY_KEY_REUSED");
});

Deno.test("ten failures in a row open the breaker, and later deliveries wait without an attempt", async () => {
  const { manager } = await createTenant();
  await using receiver = receive();
  receiver.answer = () => new Response(null, { status: 500 });
  const endpoint = await register(manager, receiver);
  for (let i = 0; i < 12; i++) await createTeam(manager);
  await eventually("ten attempts", () => receiver.requests >= 10);
  await eventually("the breaker is open", () =>
    withDatabase(async (sql) => {
      const [health] = await sql`
        select from private.endpoint_health where endpoint_id = ${endpoint.id} and open_until > now() + interval '50 s'`;
      return health;
    }));
  const sent = receiver.requests;
  await createTeam(manager);
  const [newest] = await deliveries(manager, `endpoint=${endpoint.id}`);
  const seconds = (Date.parse(newest?.next_attempt_at ?? "") - Date.now()) / 1000;
  assertEquals([newest?.status, newest?.attempt_count], ["scheduled", 0]);
  assertGreater(seconds, 45);

  // The minute is over: one attempt goes out, and if it succeeds the others follow.
  receiver.answer = () => new Response(null, { status: 204 });
  await withDatabase(async (sql) => {
    await sql`update private.endpoint_health set open_until = now() where endpoint_id = ${endpoint.id}`;
    await sql`update public.job_queue set scheduled_for = now() where lane = ${endpoint.id} and status = 'scheduled'`;
    await sql`select private.ring('webhooks')`;
  });
  await eventually("the first is there", () => receiver.messages[0]);
  await withDatabase(async (sql) => {
    const [health] = await eventually("the breaker is closed", async () => {
      const found = await sql`
        select failures from private.endpoint_health where endpoint_id = ${endpoint.id} and open_until is null`;
      return found.length > 0 ? found : undefined;
    });
    assertEquals(health?.failures, 0);
    // A worker may only now return jobs that it claimed while the breaker was open.
    await eventually("all are there", async () => {
      if (receiver.messages.length >= 13) return true;
      const { count } = await sql`
        update public.job_queue set scheduled_for = now()
        where lane = ${endpoint.id} and status = 'scheduled' and scheduled_for > now()`;
      if (count > 0) await sql`select private.ring('webhooks')`;
    });
  });
  assertGreaterOrEqual(receiver.requests, sent + 13);
});

Deno.test("a failed delivery can be retried, a delivered one cannot", async () => {
  const { manager } = await createTenant();
  await using receiver = receive();
  receiver.answer = () => new Response(null, { status: 400 });
  const endpoint = await register(manager, receiver);
  await createTeam(manager);
  const waiting = await settled(manager, endpoint, "scheduled");
  receiver.answer = () => new Response(null, { status: 200 });
  const path = `/webhooks/v1/deliveries/${waiting.id}/retry`;
  assertEquals((await api("POST", path, { as: manager })).status, 202);
  await settled(manager, endpoint, "delivered");
  const again = await api("POST", path, { as: manager });
  assertEquals([again.status, again.error.code], [409, "CONFLICT"]);
});

Deno.test("metrics count the deliveries that were sent", async () => {
  const { manager, viewer } = await createTenant();
  await using receiver = receive();
  const endpoint = await register(manager, receiver);
  await createTeam(manager);
  await settled(viewer, endpoint, "delivered");
  const metrics = await api<Record<string, unknown>[]>("GET", "/webhooks/v1/metrics", { as: viewer });
  const [one] = metrics.data;
  assertEquals([one?.endpoint_id, one?.attempts, one?.delivered, one?.failed, one?.success_rate], [
    endpoint.id,
    1,
    1,
    0,
    1,
  ]);
});
