import { assert, assertEquals, assertMatch, assertNotMatch } from "#assert";
import { createHmac } from "node:crypto";
import Stripe from "stripe";
import { eventually } from "../support/eventually.ts";
import { receive, register } from "../fixtures/receivers.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

interface Source extends Record<string, unknown> {
  id: string;
  secret?: string;
  version: number;
}

const tenant = await createTenant();
const secret = "issued by the sender";

const create = (fields: Record<string, unknown>, as: Tenant = tenant) =>
  api<Source>("POST", "/webhooks/v1/sources", { as: as.manager, json: { name: "Shop", ...fields } });

const sourceOf = async (fields: Record<string, unknown>) => (await create({ secret, ...fields })).data;

const sign = (body: string, encoding: "hex" | "base64" = "hex", key = secret) =>
  createHmac("sha256", key).update(body).digest(encoding);

const send = (source: Source, body: string, headers: Record<string, string>) =>
  api<{ received: boolean }>("POST", `/webhooks/v1/in/${source.id}`, {
    body,
    headers: { "content-type": "application/json", ...headers },
  });

const stored = (source: Source) =>
  withDatabase((sql) =>
    sql<{ event_id: string; type: string; payload: string }[]>`
      select event_id, type, payload::text from public.inbound_events where source = ${source.id} order by event_id`
  );

const typesOf = async (source: Source) => (await stored(source)).map(({ type }) => type).sort();

Deno.test("a secret that the sender issued is never returned", async () => {
  const created = await create({ preset: "github", secret });
  assertEquals(created.status, 201);
  const { id } = created.data;
  const answers = [
    created,
    await api("GET", "/webhooks/v1/sources", { as: tenant.manager }),
    await api("GET", `/webhooks/v1/sources/${id}`, { as: tenant.manager }),
    await api("PUT", `/webhooks/v1/sources/${id}`, {
      as: tenant.manager,
      json: { name: "Shop", preset: "github", secret: "another issued by the sender" },
    }),
    await api("POST", `/webhooks/v1/sources/${id}/rotate-secret`, {
      as: tenant.manager,
      json: { secret: "a third issued by the sender", overlap_hours: 0 },
    }),
  ];
  for (const answer of answers) assertNotMatch(answer.text, /issued by|ciphertext|fingerprint/, `${answer}`);
  const audit = await withDatabase((sql) =>
    sql`select after::text from public.audit_log where record_id = ${id}`
  );
  assertNotMatch(JSON.stringify(audit), /issued by|ciphertext/);
});

Deno.test("without a secret we make one and show it once", async () => {
  const { data } = await create({ preset: "generic" });
  assertMatch(data.secret ?? "", /^whsec_/);
  const body = '{"type":"order.paid"}';
  assertEquals(
    (await send(data, body, { "x-signature": sign(body, "hex", data.secret) })).data.received,
    true,
  );
});

Deno.test("GitHub: the event and its action are the type, the delivery is the id", async () => {
  const source = await sourceOf({ preset: "github" });
  const deliver = (event: string, delivery: string, body: string) =>
    send(source, body, {
      "x-github-event": event,
      "x-github-delivery": delivery,
      "x-hub-signature-256": `sha256=${sign(body)}`,
    });
  const opened = '{"action":"opened","number":7}';
  assertEquals((await deliver("pull_request", "d-1", opened)).data.received, true);
  assertEquals((await deliver("pull_request", "d-1", opened)).data.received, false);
  assertEquals((await deliver("issues", "d-2", opened)).data.received, true);
  assertEquals((await deliver("push", "d-3", '{"ref":"refs/heads/main"}')).data.received, true);
  assertEquals(await typesOf(source), ["issues.opened", "pull_request.opened", "push"]);
});

Deno.test("GitHub: a form with the event in payload and its signature are accepted", async () => {
  const source = await sourceOf({ preset: "github" });
  const body = new URLSearchParams({ payload: '{"action":"opened","id":12345678901234567890}' }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded", "x-github-event": "issues" };
  await send(source, body, { ...headers, "x-hub-signature-256": `sha256=${sign(body)}` });
  const [row] = await stored(source);
  assertEquals([row?.type, row?.payload], [
    "issues.opened",
    '{"id": 12345678901234567890, "action": "opened"}',
  ]);
});

Deno.test("Stripe: what its package signs is accepted, with the event's own id and type", async () => {
  const source = await sourceOf({ preset: "stripe" });
  const payload = JSON.stringify({ id: "evt_1", type: "invoice.paid", data: { object: { amount: 1 } } });
  const header = await new Stripe("sk_test_none").webhooks.generateTestHeaderStringAsync({ payload, secret });
  assertEquals((await send(source, payload, { "stripe-signature": header })).data.received, true);
  const late = Math.floor(Date.now() / 1000) - 400;
  const old = await new Stripe("sk_test_none").webhooks.generateTestHeaderStringAsync({
    payload,
    secret,
    timestamp: late,
  });
  assertEquals((await send(source, payload, { "stripe-signature": old })).status, 401);
  assertEquals((await stored(source)).map(({ event_id, type }) => [event_id, type]), [[
    "evt_1",
    "invoice.paid",
  ]]);
});

Deno.test("Shopify and WooCommerce: the topic is the type, the delivery is the id", async () => {
  const senders = {
    shopify: ["x-shopify-hmac-sha256", "x-shopify-topic", "x-shopify-webhook-id"],
    woocommerce: ["x-wc-webhook-signature", "x-wc-webhook-topic", "x-wc-webhook-delivery-id"],
  } as const;
  for (const [preset, [signature, topic, delivery]] of Object.entries(senders)) {
    const source = await sourceOf({ preset });
    const body = '{"id":820982911946154508,"total":"1.10"}';
    for (
      const [name, id] of [["orders/delete", "1"], ["products/delete", "2"], ["orders/delete", "1"]] as const
    ) {
      const answer = await send(source, body, {
        [signature]: sign(body, "base64"),
        [topic]: name,
        [delivery]: id,
      });
      assertEquals(answer.status, 200, preset);
    }
    assertEquals((await stored(source)).map(({ event_id, type }) => [event_id, type]), [
      ["1", "orders/delete"],
      ["2", "products/delete"],
    ], preset);
  }
});

Deno.test("WooCommerce: the unsigned ping of a new webhook answers 200 and is not an event", async () => {
  const source = await sourceOf({ preset: "woocommerce" });
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const ping = await send(source, "webhook_id=12", form);
  assertEquals([ping.status, ping.data.received], [200, false]);
  assertEquals((await send(source, "webhook_id=12&status=paid", form)).status, 401);
  assertEquals(await typesOf(source), []);
});

Deno.test("Slack: the challenge is answered, and an event, a command and an interaction are accepted", async () => {
  const source = await sourceOf({ preset: "slack" });
  const deliver = (body: string, type = "application/json", time = Math.floor(Date.now() / 1000)) =>
    send(source, body, {
      "content-type": type,
      "x-slack-request-timestamp": String(time),
      "x-slack-signature": `v0=${sign(`v0:${time}:${body}`)}`,
    });
  const form = "application/x-www-form-urlencoded";
  const challenge = await deliver('{"type":"url_verification","challenge":"3eZbrw1aB"}');
  assertEquals([challenge.status, challenge.text], [200, '{"challenge":"3eZbrw1aB"}']);
  await deliver(
    '{"type":"event_callback","event_id":"Ev1","event":{"type":"message","subtype":"channel_join"}}',
  );
  await deliver('{"type":"event_callback","event_id":"Ev2","event":{"type":"app_mention"}}');
  await deliver("command=%2Fweather&text=94070", form);
  await deliver(`payload=${encodeURIComponent('{"type":"block_actions"}')}`, form);
  assertEquals(await typesOf(source), ["/weather", "app_mention", "block_actions", "message.channel_join"]);
  assertEquals((await deliver("{}", "application/json", Math.floor(Date.now() / 1000) - 400)).status, 401);
});

Deno.test("any other sender can be connected by header, prefix, encoding, timestamp, id and type", async () => {
  const source = await sourceOf({
    scheme: "hmac-sha256",
    header: "X-Acme-Signature",
    prefix: "v1=",
    encoding: "base64",
    timestamp_header: "X-Acme-Time",
    id_from: "body:/meta/id",
    type_from: "header:X-Acme-Topic",
  });
  const time = String(Date.now());
  const body = '{"meta":{"id":12345678901234567890},"price":1.10}';
  const headers = {
    "x-acme-signature": `v1=${sign(`${time}.${body}`, "base64")}`,
    "x-acme-time": time,
    "x-acme-topic": "Order.Paid",
  };
  assertEquals((await send(source, body, headers)).data.received, true);
  assertEquals(await stored(source).then((rows) => rows.map((row) => ({ ...row }))), [{
    event_id: "12345678901234567890",
    type: "order.paid",
    payload: '{"meta": {"id": 12345678901234567890}, "price": 1.10}',
  }]);
});

Deno.test("events with one id and another content are both kept, equal ones once", async () => {
  const source = await sourceOf({ scheme: "hmac-sha256" });
  const received = async (body: string) =>
    (await send(source, body, { "x-signature": sign(body) })).data.received;
  assertEquals(await received('{"id":"order-1","status":"paid"}'), true);
  assertEquals(await received('{"id":"order-1","status":"sent"}'), true);
  assertEquals(await received('{"id":"order-1","status":"sent"}'), false);
});

Deno.test("each element of an array is one event, and the same array again none", async () => {
  const source = await sourceOf({ scheme: "hmac-sha256", id_from: "body:/id" });
  const post = (body: string) => send(source, body, { "x-signature": sign(body) });
  const body = '[{"type":"a","n":1.10},{"id":"e2","type":"b"},{"type":"a","n":1.10}]';
  assertEquals((await post(body)).data.received, true);
  assertEquals((await post(body)).data.received, false);
  assertEquals(await typesOf(source), ["a", "a", "b"]);
  assertEquals((await post("[]")).data.received, false);
  assertEquals((await post("[{},1]")).status, 422);
  assertEquals((await post(JSON.stringify(Array(1001).fill({})))).status, 413);
});

Deno.test("CloudEvents are the same event in the structured and in the binary mode", async () => {
  const source = await sourceOf({ scheme: "hmac-sha256", id_from: "body:/id" });
  const event =
    '{"specversion":"1.0","id":"A1","source":"/shop","type":"com.example.paid","data":{"n":1.10}}';
  const structured = { "content-type": "application/cloudevents+json", "x-signature": sign(event) };
  assertEquals((await send(source, event, structured)).data.received, true);
  const data = '{"n":1.10}';
  const binary = (id: string) => ({
    "ce-specversion": "1.0",
    "ce-id": id,
    "ce-source": "/shop",
    "ce-type": "com.example.paid",
    "ce-subject": "caf%C3%A9",
    "x-signature": sign(data),
  });
  assertEquals((await send(source, data, binary("A1"))).data.received, false);
  assertEquals((await send(source, data, binary("A2"))).data.received, true);
  const [, second] = await stored(source);
  assertEquals(JSON.parse(second?.payload ?? ""), {
    specversion: "1.0",
    id: "A2",
    source: "/shop",
    type: "com.example.paid",
    subject: "café",
    datacontenttype: "application/json",
    data: { n: 1.1 },
  });
  assertMatch(second?.payload ?? "", /1\.10/);
});

Deno.test("plain text is an event, and JSON that is called plain text is JSON", async () => {
  const source = await sourceOf({ scheme: "hmac-sha256" });
  for (const body of ["Disk is full", '{"type":"alert.fired"}']) {
    await send(source, body, { "content-type": "text/plain; charset=utf-8", "x-signature": sign(body) });
  }
  assertEquals((await stored(source)).map(({ payload }) => payload).sort(), [
    '{"text": "Disk is full"}',
    '{"type": "alert.fired"}',
  ]);
});

Deno.test("a number arrives at the tenant's endpoint digit by digit", async () => {
  const owner = await createTenant();
  await using receiver = receive();
  await register(owner.manager, receiver, { event_types: ["inbound.Sms.V1"] });
  const source = (await create({ scheme: "hmac-sha256", secret }, owner)).data;
  const body = '{"type":"sms.v1","id":12345678901234567890,"price":1.10}';
  await send(source, body, { "x-signature": sign(body) });
  const message = await eventually("it is handed on", () => receiver.messages[0]);
  assertEquals(message.type, "inbound.sms.v1");
  assertMatch(message.body, /"payload": \{"id": 12345678901234567890, "type": "sms.v1", "price": 1.10\}/);
});

Deno.test("a body longer than the source's limit answers 413", async () => {
  const [small, large] = [
    await sourceOf({ preset: "generic", max_bytes: 1024 }),
    await sourceOf({
      preset: "generic",
      max_bytes: 1_048_576,
    }),
  ];
  const body = JSON.stringify({ text: "x".repeat(900_000) });
  const refused = await send(small, body, { "x-signature": sign(body) });
  assertEquals([refused.status, refused.error.code], [413, "PAYLOAD_TOO_LARGE"]);
  assertMatch(refused.error.message, /at most 1,024 bytes/);
  assertEquals((await send(large, body, { "x-signature": sign(body) })).data.received, true);
  const huge = JSON.stringify({ text: "x".repeat(1_048_576) });
  assertEquals((await send(large, huge, { "x-signature": sign(huge) })).status, 413);
});

Deno.test("the operator's setting bounds max_bytes, even of existing sources", async () => {
  const owner = await createTenant();
  const source = (await create({ preset: "generic", secret }, owner)).data;
  await withDatabase((sql) =>
    sql`insert into public.settings (client_id, key, value) values (${owner.id}, 'limits.inbound_bytes', '2048')`
  );
  const refused = await create({ preset: "generic", max_bytes: 4096 }, owner);
  assertEquals([refused.status, refused.error.details?.[0]?.path], [422, "max_bytes"]);
  const body = JSON.stringify({ text: "x".repeat(3000) });
  assertEquals((await send(source, body, { "x-signature": sign(body) })).status, 413);
});

Deno.test("a rotation can end the old secret at once, and a sixth one in a day works", async () => {
  const source = await sourceOf({ preset: "generic" });
  const path = `/webhooks/v1/sources/${source.id}/rotate-secret`;
  const rotate = async (json: unknown) =>
    (await api<Source>("POST", path, { as: tenant.manager, json })).data;
  const accepts = async (key: string) => {
    const body = JSON.stringify({ n: crypto.randomUUID() });
    return (await send(source, body, { "x-signature": sign(body, "hex", key) })).status === 200;
  };
  for (const n of [1, 2, 3, 4, 5]) await rotate({ secret: `secret ${n}` });
  assertEquals(
    await Promise.all([secret, ...[1, 2, 3, 4, 5].map((n) => `secret ${n}`)].map(accepts)),
    [false, true, true, true, true, true],
  );
  const { secret: made = "" } = await rotate({ overlap_hours: 0 });
  assertEquals(await Promise.all(["secret 4", "secret 5", made].map(accepts)), [false, false, true]);
  const wrong = await api("POST", path, { as: tenant.manager, json: { overlap_hours: 169 } });
  assertEquals([wrong.status, wrong.error.details?.[0]?.path], [422, "overlap_hours"]);
});

Deno.test("an endpoint's rotation may end the old secret at once", async () => {
  const endpoint = await register(tenant.manager, "http://127.0.0.1:9/hook", { enabled: false });
  const path = `/webhooks/v1/endpoints/${endpoint.id}/rotate-secret`;
  const valid = () =>
    withDatabase(async (sql) =>
      (await sql`select from private.secrets where owner_id = ${endpoint.id} and (expires_at is null or expires_at > now())`)
        .length
    );
  for (const _ of [1, 2, 3, 4, 5]) {
    assertEquals((await api("POST", path, { as: tenant.manager })).status, 200);
  }
  assertEquals(await valid(), 5);
  assertEquals((await api("POST", path, { as: tenant.manager, json: { overlap_hours: 0 } })).status, 200);
  assertEquals(await valid(), 1);
});

Deno.test("a PUT of a source as it was read changes nothing", async () => {
  const source = await sourceOf({ preset: "slack", max_bytes: 2048, type_from: "body:/type" });
  const path = `/webhooks/v1/sources/${source.id}`;
  const { id: _, version, created_by: _by, created_at: _at, updated_at: _up, ...read } =
    (await api<Source>("GET", path, { as: tenant.manager })).data;
  const put = async (json: unknown) =>
    (await api<Source>("PUT", path, { as: tenant.manager, json })).data.version;
  assertEquals(await put(read), version);
  assertEquals(await put({ ...read, secret }), version);
  assertEquals(await put({ ...read, secret: "new" }), version + 1);
  assertEquals(await put({ ...read, name: "Chat" }), version + 2);
});

Deno.test("a source that contradicts its preset or scheme is refused, field by field", async () => {
  const wrong: [Record<string, unknown>, string][] = [
    [{}, "scheme"],
    [{ preset: "paypal" }, "preset"],
    [{ preset: "github", scheme: "standard" }, "scheme"],
    [{ preset: "github", header: "x-other" }, "header"],
    [{ preset: "slack", prefix: "v1=" }, "prefix"],
    [{ scheme: "standard", encoding: "hex" }, "encoding"],
    [{ scheme: "standard", timestamp_header: "x-time" }, "timestamp_header"],
    [{ scheme: "standard", secret: "no base64!" }, "secret"],
    [{ preset: "generic", secret: " " }, "secret"],
    [{ preset: "generic", secret: "ü".repeat(251) }, "secret"],
    [{ preset: "generic", id_from: "id" }, "id_from"],
    [{ preset: "generic", id_from: "body:id" }, "id_from"],
    [{ preset: "generic", type_from: "hash" }, "type_from"],
    [{ preset: "generic", max_bytes: 1_048_577 }, "max_bytes"],
  ];
  for (const [fields, path] of wrong) {
    const answer = await create(fields);
    assertEquals([answer.status, answer.error.details?.[0]?.path], [422, path], `${answer}`);
  }
  assertMatch(
    (await create({ preset: "github", header: "x-other" })).error.message,
    /set by the preset github/,
  );
});

Deno.test("the same Idempotency-Key with another issued secret is refused", async () => {
  const key = crypto.randomUUID();
  const post = (issued: string) =>
    api<Source>("POST", "/webhooks/v1/sources", {
      as: tenant.manager,
      key,
      json: { name: "Once", preset: "generic", secret: issued },
    });
  const [first, again] = [await post("one"), await post("one")];
  assertEquals([again.data.id, again.headers.get("idempotency-replayed")], [first.data.id, "true"]);
  assertEquals((await post("two")).error.code, "IDEMPOTENCY_KEY_REUSED");
  assert(!("secret" in first.data));
});
