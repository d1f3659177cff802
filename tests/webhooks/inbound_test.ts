import { assert, assertEquals } from "#assert";
import { Webhook } from "standardwebhooks";
import Stripe from "stripe";
import { eventually } from "../support/eventually.ts";
import { receive, register } from "../fixtures/receivers.ts";
import { api, type Call } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

interface Source {
  id: string;
  secret: string;
}

const createSource = async (tenant: Tenant, fields: Record<string, unknown> = {}): Promise<Source> =>
  (await api<Source>("POST", "/webhooks/v1/sources", {
    as: tenant.manager,
    json: { name: "Shop", scheme: "standard", ...fields },
  })).data;

const event = (fields: Record<string, unknown> = {}) =>
  JSON.stringify({ type: "order.paid", data: { n: 1 }, ...fields });

/** The signature headers that the published package makes for a body. */
function signed(secret: string, body: string, id: string, secondsOff = 0): Record<string, string> {
  const at = new Date(Date.now() + secondsOff * 1000);
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(id, at, body),
  };
}

const send = (source: string, body: string, headers: Record<string, string>) =>
  api<{ received: boolean }>("POST", `/webhooks/v1/in/${source}`, { body, headers } satisfies Call);

const stored = (source: string) =>
  withDatabase((sql) =>
    sql`select * from public.inbound_events where source = ${source} order by received_at`
  );

async function hmac(secret: string, body: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const digest = new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(body)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

Deno.test("a verified inbound event is stored and emits inbound.<type> for its tenant", async () => {
  const tenant = await createTenant();
  await using receiver = receive();
  await register(tenant.manager, receiver, { event_types: ["inbound.*"] });
  const source = await createSource(tenant);
  const answer = await send(source.id, event(), signed(source.secret, event(), "msg_1"));
  assertEquals([answer.status, answer.data.received], [200, true]);
  const [message] = await eventually("it is handed on", () => receiver.messages[0] && receiver.messages);
  assertEquals([message?.type, message?.data.event_id, message?.data.source], [
    "inbound.order.paid",
    "msg_1",
    source.id,
  ]);
  const [row] = await stored(source.id);
  assertEquals([row?.client_id, row?.type, row?.applied_at !== null], [tenant.id, "order.paid", true]);
});

Deno.test("the same event sent 1,000 times, 50 at once, is stored once and has one effect", async () => {
  const tenant = await createTenant();
  await using receiver = receive();
  await register(tenant.manager, receiver, { event_types: ["inbound.*"] });
  const source = await createSource(tenant);
  let left = 1_000;
  const statuses: number[] = [];
  const received: boolean[] = [];
  await Promise.all(Array.from({ length: 50 }, async () => {
    while (left-- > 0) {
      const answer = await send(source.id, event(), signed(source.secret, event(), "msg_same"));
      statuses.push(answer.status);
      received.push(answer.data.received);
    }
  }));
  assertEquals([statuses.length, new Set(statuses)], [1_000, new Set([200])]);
  assertEquals(received.filter(Boolean).length, 1);
  await eventually("it is handed on", () => receiver.messages[0]);
  assertEquals((await stored(source.id)).length, 1);
  await withDatabase(async (sql) => {
    const [count] = await sql`
      select (select count(*)::int from private.outbox where client_id = ${tenant.id} and type = 'inbound.order.paid') as events,
        (select count(*)::int from public.job_queue where client_id = ${tenant.id} and type = 'inbound.apply') as jobs`;
    assertEquals([count?.events, count?.jobs], [1, 1]);
  });
  assertEquals(receiver.requests, 1);
});

Deno.test("an event that its source did not sign answers 4xx and is not stored", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  const [source, theirs] = await Promise.all([createSource(tenant), createSource(other)]);
  const body = event();
  const good = signed(source.secret, body, "msg_2");
  const refused: [string, string, Record<string, string>, number][] = [
    [source.id, body, signed(theirs.secret, body, "msg_2"), 401],
    [source.id, event({ data: { n: 2 } }), good, 401],
    [source.id, body, { ...good, "webhook-id": "msg_3" }, 401],
    [source.id, body, signed(source.secret, body, "msg_2", -301 - 1), 401],
    [source.id, body, signed(source.secret, body, "msg_2", 301 + 1), 401],
    [source.id, body, { "content-type": "application/json" }, 401],
    [source.id, body, { ...good, "webhook-signature": "v1,AAAA" }, 401],
    [theirs.id, body, good, 401],
    [crypto.randomUUID(), body, good, 404],
    ["paypal", body, good, 404],
    ["stripe", body, good, 401],
    ["resend", body, good, 401],
    [source.id, body, { ...good, "content-type": "image/png" }, 415],
  ];
  for (const [to, sent, headers, status] of refused) {
    assertEquals((await send(to, sent, headers)).status, status, `${to} ${JSON.stringify(headers)}`);
  }
  const odd = ["[1]", '"x"', '{"type":"a","text":"\\u0000"}', "{", ""];
  for (const sent of odd) {
    const answer = await send(source.id, sent, signed(source.secret, sent, "msg_4"));
    assert([400, 422].includes(answer.status), `${answer}`);
  }
  const large = event({ text: "x".repeat(300_000) });
  assertEquals((await send(source.id, large, signed(source.secret, large, "msg_5"))).status, 413);
  assertEquals([...await stored(source.id), ...await stored(theirs.id)], []);
  // 299 s off is recent enough.
  assertEquals((await send(source.id, body, signed(source.secret, body, "msg_2", -299))).status, 200);
});

Deno.test("after a rotation both secrets are valid, and a deleted source is rejected", async () => {
  const tenant = await createTenant();
  const source = await createSource(tenant);
  const path = `/webhooks/v1/sources/${source.id}`;
  const rotated = (await api<Source>("POST", `${path}/rotate-secret`, { as: tenant.manager })).data;
  for (const [id, secret] of [["old", source.secret], ["new", rotated.secret]] as const) {
    assertEquals((await send(source.id, event(), signed(secret, event(), id))).data.received, true);
  }
  await withDatabase((sql) =>
    sql`update private.secrets set expires_at = now()
      where kind = 'webhook_source' and owner_id = ${source.id} and expires_at is not null`
  );
  assertEquals((await send(source.id, event(), signed(source.secret, event(), "late"))).status, 401);
  assertEquals((await api("DELETE", path, { as: tenant.manager })).status, 204);
  assertEquals((await send(source.id, event(), signed(rotated.secret, event(), "gone"))).status, 404);
});

Deno.test("a plain HMAC is read from the source's header, and the same body counts once whatever its other headers", async () => {
  const tenant = await createTenant();
  const source = await createSource(tenant, { scheme: "hmac-sha256", header: "X-Hub-Signature-256" });
  const body = event();
  const headers = async (sent: string, extra = {}) => ({
    "content-type": "application/json",
    "x-hub-signature-256": `sha256=${await hmac(source.secret, sent)}`,
    ...extra,
  });
  assertEquals((await send(source.id, body, await headers(body))).data.received, true);
  const again = await send(source.id, body, await headers(body, { "webhook-id": "another" }));
  assertEquals(again.data.received, false);
  const named = event({ id: "evt_1" });
  assertEquals((await send(source.id, named, await headers(named))).data.received, true);
  assertEquals((await send(source.id, event({ data: {} }), await headers(body))).status, 401);
  assertEquals((await stored(source.id)).map(({ event_id }) => event_id.length), [64, 64]);
});

Deno.test("an event whose id or type is not text is accepted, and long ids stay distinct", async () => {
  const tenant = await createTenant();
  const source = await createSource(tenant, { scheme: "hmac-sha256", id_from: "body:/id" });
  const received = async (fields: Record<string, unknown>) => {
    const body = event(fields);
    const headers = { "content-type": "application/json", "x-signature": await hmac(source.secret, body) };
    return (await send(source.id, body, headers)).data.received;
  };
  const long = "x".repeat(254);
  const ids = [12345, null, { a: 1 }, `${long}\u{1f600}1`, `${long}\u{1f600}2`];
  for (const id of ids) assertEquals([await received({ id }), await received({ id })], [true, false]);
  assertEquals(await received({ type: 5 }), true);
  assertEquals((await stored(source.id)).map(({ type }) => type), [...ids.map(() => "order.paid"), "event"]);
});

Deno.test("events from Stripe and Resend are stored once, applied, and visible to no tenant", async () => {
  const tenant = await createTenant();
  const id = `evt_${crypto.randomUUID()}`;
  const body = JSON.stringify({ id, type: "invoice.paid", data: {} });
  const stripe = new Stripe("sk_test_none");
  for (const secret of ["whsec_stripe_old", "whsec_stripe_new"]) {
    const header = await stripe.webhooks.generateTestHeaderStringAsync({ payload: body, secret });
    const headers = { "content-type": "application/json", "stripe-signature": header };
    assertEquals((await send("stripe", body, headers)).status, 200);
  }
  const sent = await send("resend", event(), signed("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", event(), id));
  assertEquals(sent.data.received, true);
  await eventually("both are applied", () =>
    withDatabase(async (sql) => {
      const rows = await sql`
        select source, client_id from public.inbound_events where event_id = ${id} and applied_at is not null order by source`;
      return rows.length === 2 && rows.every(({ client_id }) => client_id === null);
    }));
  const seen = await api<unknown[]>("GET", "/webhooks/v1/deliveries", { as: tenant.owner });
  assertEquals(seen.data, []);
});

Deno.test("a tenant's inbound rate limits its sources, and requests to unknown sources are limited by address", async () => {
  const tenant = await createTenant({ settings: { "limits.inbound": 2 } });
  const source = await createSource(tenant);
  const answers = [];
  for (const id of ["msg_1", "msg_2", "msg_3"]) {
    answers.push(await send(source.id, event(), signed(source.secret, event(), id)));
  }
  assertEquals(answers.map(({ status }) => status), [200, 200, 429]);
  assertEquals(answers[0]?.headers.get("ratelimit-policy"), '"inbound";q=2;w=60');
  const unknown = await send(crypto.randomUUID(), event(), signed(source.secret, event(), "msg_1"));
  assertEquals([unknown.status, unknown.headers.get("ratelimit")?.startsWith('"anonymous"')], [404, true]);
});
