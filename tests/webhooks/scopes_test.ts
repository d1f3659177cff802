/** An endpoint gets only what its author may read, checked at set-up and when an event is sent. */
import { assertEquals, assertMatch } from "#assert";
import { eventually } from "../support/eventually.ts";
import { exchangedToken, insertKey } from "../fixtures/api_keys.ts";
import { type Endpoint, receive, register } from "../fixtures/receivers.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { client, createTenant, type Tenant } from "../support/tenant.ts";

interface Delivery {
  id: string;
  event_type: string;
  status: string;
  error: string | null;
}

const emit = (tenant: Tenant, ...types: string[]) =>
  withDatabase((sql) =>
    sql`select private.emit_event(${tenant.id}, t, '{"id": 1}') from unnest(${types}::text[]) t`
  );

const deliveries = async (as: { token: string }, endpoint: Endpoint) =>
  (await api<Delivery[]>("GET", `/webhooks/v1/deliveries?endpoint=${endpoint.id}`, { as })).data;

async function keyWith(tenant: Tenant, ...scopes: string[]) {
  const key = await insertKey(tenant, scopes);
  return { ...key, token: key.key, direct: await exchangedToken(tenant.owner, key, scopes) };
}

const span = () => ({
  from: new Date(Date.now() - 60_000).toISOString(),
  to: new Date(Date.now() + 60_000).toISOString(),
});

Deno.test("a key that only writes webhooks gets no event, live or replayed, but its test", async () => {
  const tenant = await createTenant();
  await using receiver = receive();
  const as = await keyWith(tenant, "webhooks:write");
  const json = { url: receiver.url, event_types: ["*"] };
  const made =
    (await api<Endpoint & { scopes: string[] }>("POST", "/webhooks/v1/endpoints", { as, json })).data;
  assertEquals(made.scopes, []);
  await emit(tenant, "team.created", "batch.completed", "call.routed", "call.completed");
  const path = `/webhooks/v1/endpoints/${made.id}`;
  const replay = await api<{ replayed: number }>("POST", `${path}/replay`, { as, json: span() });
  assertEquals(replay.data.replayed, 0);
  assertEquals((await api("POST", `${path}/test`, { as })).status, 202);
  await eventually("the test arrives", () => receiver.messages[0]);
  assertEquals(receiver.messages.map(({ type }) => type), ["endpoint.test"]);
});

Deno.test("subscribing to a type needs its scope, by route and by Data API", async () => {
  const tenant = await createTenant();
  const as = await keyWith(tenant, "webhooks:write", "webhooks:read", "teams:read");
  const json = { url: "http://127.0.0.1:9/hook", event_types: ["team.created"], enabled: false };
  const made = await register(as, json.url, json);
  const wider = { ...json, event_types: ["team.created", "batch.completed"] };
  for (const [method, path] of [["POST", "endpoints"], ["PUT", `endpoints/${made.id}`]] as const) {
    const { status, error } = await api(method, `/webhooks/v1/${path}`, { as, json: wider });
    assertEquals([status, error.code], [403, "FORBIDDEN"]);
    assertMatch(error.message, /opportunities:read.*batch\.completed/);
  }
  const direct = client({ token: as.direct }).from("webhook_endpoints");
  const { error } = await direct.update({ event_types: ["call.completed"] }).eq("id", made.id);
  assertEquals([error?.code, error?.hint], ["PT403", "FORBIDDEN"]);
});

Deno.test("a key that changes the URL of another's endpoint gets only what it may read", async () => {
  const tenant = await createTenant();
  await using receiver = receive();
  const endpoint = await register(tenant.owner, "http://127.0.0.1:9/hook");
  receiver.secret = endpoint.secret;
  const as = await keyWith(tenant, "webhooks:write", "webhooks:read", "teams:read");
  const direct = client({ token: as.direct }).from("webhook_endpoints");
  assertEquals((await direct.update({ url: receiver.url }).eq("id", endpoint.id)).error, null);
  await emit(tenant, "batch.completed", "team.created");
  await eventually("the team's event arrives", () => receiver.messages[0]);
  assertEquals((await deliveries(tenant.viewer, endpoint)).map(({ event_type }) => event_type), [
    "team.created",
  ]);
});

Deno.test("an event is held back from an endpoint whose author may no longer read it", async () => {
  const tenant = await createTenant();
  await using receiver = receive();
  const key = await keyWith(tenant, "webhooks:write", "webhooks:read", "teams:read", "routing:read");
  const [byKey, byMember] = [
    await register(key, receiver),
    await register(tenant.manager, receiver),
  ];
  receiver.secret = undefined;
  await withDatabase(async (sql) => {
    // The events wait for the breaker, so that the rights change between the event and its attempt.
    await sql`update private.endpoint_health set open_until = now() + interval '1 hour' where client_id = ${tenant.id}`;
    await emit(tenant, "team.created", "call.routed");
    await sql`update public.api_keys set scopes = '{routing:read}' where id = ${key.id}`;
    await sql`delete from public.client_members where user_id = ${tenant.manager.id}`;
    await sql`update private.endpoint_health set open_until = null where client_id = ${tenant.id}`;
    await sql`update public.job_queue set scheduled_for = now() where client_id = ${tenant.id} and queue = 'webhooks'`;
    await sql`select private.ring('webhooks')`;
  });
  await eventually("every delivery has ended", async () => {
    const all = [...await deliveries(tenant.viewer, byKey), ...await deliveries(tenant.viewer, byMember)];
    return all.length === 4 && all.every(({ status }) => ["delivered", "failed"].includes(status)) ||
      undefined;
  });
  assertEquals(receiver.messages.map(({ type }) => type), ["call.routed"]);
  const refused = (await deliveries(tenant.viewer, byKey)).find(({ status }) => status === "failed");
  assertEquals(refused?.error, "The endpoint's author may not read team.created events");
  await emit(tenant, "team.created");
  assertEquals((await deliveries(tenant.viewer, byMember)).length, 2);
});

Deno.test("deliveries of an event that the caller may not read are hidden, by route and by Data API", async () => {
  const tenant = await createTenant();
  await using receiver = receive();
  const endpoint = await register(tenant.owner, receiver);
  await emit(tenant, "team.created", "batch.completed");
  const ours = await eventually("both are delivered", async () => {
    const all = await deliveries(tenant.viewer, endpoint);
    return all.filter(({ status }) => status === "delivered").length === 2 ? all : undefined;
  });
  const hidden = ours.find(({ event_type }) => event_type === "batch.completed");
  const as = await keyWith(
    tenant,
    "webhooks:write",
    "webhooks:read",
    "teams:read",
    "jobs:read",
    "jobs:write",
  );
  assertEquals((await deliveries(as, endpoint)).map(({ event_type }) => event_type), ["team.created"]);
  assertEquals((await api("GET", `/webhooks/v1/deliveries/${hidden?.id}`, { as })).status, 404);
  assertEquals((await api("POST", `/webhooks/v1/deliveries/${hidden?.id}/retry`, { as })).status, 404);
  assertEquals((await api("GET", `/jobs/v1/${hidden?.id}`, { as })).status, 404);
  assertEquals((await api("POST", `/jobs/v1/${hidden?.id}/retry`, { as })).status, 404);
  const refused = await api("POST", `/webhooks/v1/endpoints/${endpoint.id}/replay`, {
    as,
    json: { ...span(), event_types: ["batch.completed"] },
  });
  assertEquals(refused.status, 403);
  const all = { as, json: span() };
  const replay = await api<{ replayed: number }>("POST", `/webhooks/v1/endpoints/${endpoint.id}/replay`, all);
  assertEquals(replay.data.replayed, 1);
  const direct = client({ token: as.direct });
  for (const table of ["webhook_deliveries", "webhook_attempts"]) {
    const { data } = await direct.from(table).select("event_type");
    assertEquals([...new Set(data?.map((row) => row.event_type))], ["team.created"], table);
  }
});
