import { assertEquals, assertStringIncludes } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { base, newCall, record } from "../fixtures/aggregation.ts";
import { nowhere, staffedTeam } from "../fixtures/teams.ts";
import { api } from "../support/http.ts";
import { asUser, withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

Deno.test("CSV with empty cells, other header spellings and semicolons records the same calls as JSON", async () => {
  const tenant = await createTenant();
  const { team } = await staffedTeam(tenant);
  const csv =
    "\uFEFFExternal ID;Agent;team_id;topic;Outcome;Resolved;satisfaction;handling seconds;wait-seconds;started_at\r\n" +
    `1;ada;${team.id};"claims; late";successful;TRUE;5;90;;2026-11-02T10:00:00+01:00\r\n` +
    "2;Ada;;;abandoned;false;;0;4;2026-11-02 10:00:00Z\r\n";
  const answer = await api<Schemas["Recorded"]>("POST", `${base}/calls`, { as: tenant.member, csv });
  assertEquals([answer.status, answer.data.created], [201, 2], `${answer}`);
  const stored = await withDatabase((sql) =>
    sql`select external_id, team_id, topic, satisfaction, wait_seconds, started_at from public.calls
      where client_id = ${tenant.id} order by external_id`
  );
  assertEquals(
    stored.map((
      c,
    ) => [c.external_id, c.team_id, c.topic, c.satisfaction, c.wait_seconds, c.started_at.toISOString()]),
    [
      ["1", team.id, "claims; late", 5, null, "2026-11-02T09:00:00.000Z"],
      ["2", null, null, null, 4, "2026-11-02T10:00:00.000Z"],
    ],
  );
});

Deno.test("each bad row is reported, and the request records no call", async () => {
  const tenant = await createTenant();
  await staffedTeam(tenant);
  const refused = await record(tenant.member, [
    newCall(),
    newCall({ satisfaction: 6 }),
    newCall({ handling_seconds: -1, wait_seconds: -1 }),
    newCall({ started_at: new Date(Date.now() + 3_600_000).toISOString() }),
    newCall({ agent: "Nobody", client_id: tenant.id }),
    newCall({ topic: "a\u0000b" }),
    newCall({ team_id: nowhere }),
    "a call",
  ]);
  assertEquals(refused.status, 422, `${refused}`);
  assertEquals(refused.error.details?.map(({ row, field, code }) => [row, field, code]), [
    [2, "satisfaction", "range"],
    [3, "handling_seconds", "range"],
    [3, "wait_seconds", "range"],
    [4, "started_at", "range"],
    [5, "client_id", "unknown_field"],
    [5, "agent", "unknown_reference"],
    [6, "topic", "characters"],
    [7, "team_id", "unknown_reference"],
    [8, null, "type"],
  ]);
  assertStringIncludes(refused.error.message, "row 2: satisfaction is 6, must be a whole number 1–5");
  const count = await asUser(tenant.viewer.token, (tx) => tx`select from public.calls`);
  assertEquals(count.length, 0);
});

Deno.test("each bad row of a CSV file is reported", async () => {
  const tenant = await createTenant();
  await staffedTeam(tenant);
  const header = "external_id,agent,outcome,resolved,handling_seconds,started_at\n";
  const good = "1,Ada,successful,true,5,2026-11-02T10:00:00Z\n";
  const post = (csv: string | Uint8Array<ArrayBuffer>) =>
    api("POST", `${base}/calls`, { as: tenant.member, csv });
  const rows = await post(
    `${header}${good}2,Ada,successful\n3,Ada,won,maybe,x,yesterday\n4,\0,failed,true,5,2026-11-02T10:00:00Z\n`,
  );
  assertEquals(rows.error.details?.map(({ row, field, code }) => [row, field, code]), [
    [2, null, "ragged_row"],
    [3, "outcome", "unknown_value"],
    [3, "resolved", "unknown_value"],
    [3, "handling_seconds", "range"],
    [3, "started_at", "format"],
    [4, "agent", "characters"],
  ], `${rows}`);
  const columns = await post(`external_id,who,who\n1,2,3\n`);
  assertEquals([columns.status, columns.error.details?.[0]?.message.slice(0, 20)], [
    422,
    'column "who" is none',
  ]);
  const latin = await post(
    new TextEncoder().encode(header + good.replace("Ada", "Ad\u00e4")).filter((byte) => byte !== 0xc3),
  );
  assertEquals(latin.error.details?.map(({ row, field, code }) => [row, field, code]), [[
    1,
    "agent",
    "characters",
  ]], `${latin}`);
  assertEquals((await post(header)).status, 422);
  assertEquals((await post('a,"b\n1')).status, 400);
});

Deno.test("a body that is not a list of calls is refused", async () => {
  const tenant = await createTenant();
  const post = (call: Parameters<typeof api>[2]) =>
    api("POST", `${base}/calls`, { as: tenant.member, ...call });
  assertEquals((await post({ json: {} })).status, 422);
  assertEquals((await post({ json: { calls: [] } })).status, 422);
  assertEquals((await post({ json: { calls: {} } })).status, 422);
  const extra = await post({ json: { calls: [newCall()], client_id: tenant.id } });
  assertEquals([extra.status, extra.error.code], [422, "VALIDATION_ERROR"]);
  const many = await post({ json: { calls: Array.from({ length: 1001 }, () => ({})) } });
  assertEquals([many.status, many.error.code], [413, "BATCH_TOO_LARGE"], `${many}`);
  const long = await post({ csv: "external_id\n" + "1\n".repeat(1001) });
  assertEquals([long.status, long.error.code], [413, "BATCH_TOO_LARGE"], `${long}`);
  assertEquals(
    (await post({ body: "x".repeat(6_000_000), headers: { "content-type": "text/csv" } })).status,
    413,
  );
  assertEquals((await post({ body: "{", headers: { "content-type": "application/json" } })).status, 400);
  assertEquals((await post({ body: "x", headers: { "content-type": "text/plain" } })).status, 415);
  assertEquals(
    (await post({ body: "x", headers: { "content-type": "text/csv; charset=latin1" } })).status,
    415,
  );
});

Deno.test("1,000 calls fit in one request, and the same idempotency key records them once", async () => {
  const tenant = await createTenant();
  await staffedTeam(tenant);
  const calls = Array.from({ length: 1000 }, (_, n) => newCall({ external_id: `call ${n}` }));
  const answers = await Promise.all([1, 2, 3].map(() => record(tenant.member, calls, "once")));
  assertEquals(answers.map((a) => [a.status, a.data.created]), [[201, 1000], [201, 1000], [201, 1000]]);
  assertEquals(answers.filter((a) => a.headers.get("idempotency-replayed") === "true").length, 2);
  assertEquals((await record(tenant.member, calls.slice(1), "once")).error.code, "IDEMPOTENCY_KEY_REUSED");
  assertEquals((await record(tenant.member, calls)).data, {
    received: 1000,
    created: 0,
    updated: 0,
    unchanged: 1000,
  });
  await withDatabase(async (sql) => {
    const [events] = await sql`select count(*)::integer as n from private.outbox
      where client_id = ${tenant.id} and type = 'call.completed'`;
    assertEquals(events?.n, 1000);
  });
});
