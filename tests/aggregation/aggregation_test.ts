import { assert, assertEquals, assertStringIncludes } from "#assert";
import { nowhere, staffedTeam } from "../fixtures/teams.ts";
import { type Answer, api } from "../support/http.ts";
import { asUser, withDatabase } from "../support/sql.ts";
import { createTenant, type Person, type Tenant } from "../support/tenant.ts";

interface Recorded {
  received: number;
  created: number;
  updated: number;
  unchanged: number;
}

interface Metrics {
  calls_handled: number;
  calls_successful: number;
  calls_failed: number;
  calls_abandoned: number;
  success_rate: number | null;
  resolution_rate: number | null;
  avg_satisfaction: number | null;
  avg_handling_seconds: number | null;
  avg_wait_seconds: number | null;
}

interface Trend {
  as_of: string | null;
  from: string;
  to: string;
  group_by: string;
  periods: (Metrics & { period: string })[];
}

interface Status {
  as_of: string | null;
  last_run: { started_at: string; finished_at: string; duration_ms: number } | null;
  buckets_waiting: number;
  lag_seconds: number;
}

const base = "/aggregation/v1";

function newCall(values: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    external_id: crypto.randomUUID(),
    agent: "Ada",
    outcome: "successful",
    resolved: true,
    handling_seconds: 120,
    started_at: "2026-11-02T10:00:00Z",
    ...values,
  };
}

function record(as: Person, calls: unknown[], key?: string): Promise<Answer<Recorded>> {
  return api<Recorded>("POST", `${base}/calls`, { as, json: { calls }, key });
}

async function run(tenant: Tenant): Promise<{ as_of: string; buckets: number }> {
  return (await api<{ as_of: string; buckets: number }>("POST", `${base}/runs`, { as: tenant.manager })).data;
}

const november = "from=2026-11-01&to=2026-11-30";

Deno.test("calls become metrics of their agent and their team", async () => {
  const tenant = await createTenant();
  const { team, agent } = await staffedTeam(tenant);
  const recorded = await record(tenant.member, [
    newCall({ team_id: team.id, satisfaction: 5, wait_seconds: 10 }),
    newCall({ team_id: team.id, outcome: "failed", resolved: false, satisfaction: 2, handling_seconds: 60 }),
    newCall({
      outcome: "abandoned",
      resolved: false,
      handling_seconds: 3,
      started_at: "2026-11-09T10:00:00Z",
    }),
  ]);
  assertEquals(recorded.status, 201, `${recorded}`);
  assertEquals(recorded.data, { received: 3, created: 3, updated: 0, unchanged: 0 });

  const waiting = (await api<Status>("GET", `${base}/status`, { as: tenant.viewer })).data;
  const { as_of } = await run(tenant);
  const status = (await api<Status>("GET", `${base}/status`, { as: tenant.viewer })).data;
  assert(waiting.buckets_waiting <= 2 && waiting.lag_seconds >= 0, JSON.stringify(waiting)); // cron may have been quicker
  assertEquals([status.buckets_waiting, status.lag_seconds], [0, 0]);
  assert(status.as_of !== null && status.as_of >= as_of, `${status.as_of} is before ${as_of}`);

  const path = `${base}/agents/${agent.id}/trends?${november}`;
  const weeks = (await api<Trend>("GET", `${path}&group_by=week`, { as: tenant.viewer })).data;
  assertEquals(weeks.periods.map(({ period, calls_handled }) => [period, calls_handled]), [
    ["2026-11-02", 2],
    [
      "2026-11-09",
      1,
    ],
  ]);
  const [month] = (await api<Trend>("GET", `${path}&group_by=month`, { as: tenant.viewer })).data.periods;
  assertEquals(month, {
    period: "2026-11-01",
    calls_handled: 3,
    calls_successful: 1,
    calls_failed: 1,
    calls_abandoned: 1,
    success_rate: 0.333333,
    resolution_rate: 0.333333,
    avg_satisfaction: 3.5,
    avg_handling_seconds: 90,
    avg_wait_seconds: 10,
  });

  const ofTeam =
    (await api<Trend>("GET", `${base}/teams/${team.id}/trends?${november}`, { as: tenant.viewer })).data;
  assertEquals(ofTeam.periods.map(({ period, calls_handled }) => [period, calls_handled]), [[
    "2026-11-02",
    2,
  ]]);
  const performance = await api<Trend>("GET", `/teams/v1/${team.id}/performance?${november}`, {
    as: tenant.viewer,
  });
  assertEquals(performance.data.periods, ofTeam.periods);
});

Deno.test("a changed call is counted with its new values only", async () => {
  const tenant = await createTenant();
  const { agent } = await staffedTeam(tenant);
  const call = newCall();
  await record(tenant.member, [call]);
  await run(tenant);
  const changed = await record(tenant.member, [{
    ...call,
    outcome: "failed",
    started_at: "2026-11-03T10:00:00Z",
  }]);
  assertEquals([changed.status, changed.data.updated], [200, 1], `${changed}`);
  await run(tenant);
  const { periods } =
    (await api<Trend>("GET", `${base}/agents/${agent.id}/trends?${november}`, { as: tenant.viewer })).data;
  assertEquals(periods.map((p) => [p.period, p.calls_successful, p.calls_failed]), [["2026-11-03", 0, 1]]);
});

Deno.test("days are counted in the tenant's time zone", async () => {
  const tenant = await createTenant({ timeZone: "Asia/Tokyo" });
  const { agent } = await staffedTeam(tenant);
  await record(tenant.member, [
    newCall({ started_at: "2026-11-02T14:59:59Z" }),
    newCall({ started_at: "2026-11-02T15:00:00Z" }),
  ]);
  await run(tenant);
  const path = `${base}/agents/${agent.id}/trends?${november}`;
  const periods = async () =>
    (await api<Trend>("GET", path, { as: tenant.viewer })).data.periods.map((p) => p.period);
  assertEquals(await periods(), ["2026-11-02", "2026-11-03"]);
  await withDatabase((sql) =>
    sql`update public.clients set time_zone = 'America/New_York' where id = ${tenant.id}`
  );
  await run(tenant);
  assertEquals(await periods(), ["2026-11-02"]);
});

Deno.test("CSV with empty cells, other header spellings and semicolons records the same calls as JSON", async () => {
  const tenant = await createTenant();
  const { team } = await staffedTeam(tenant);
  const csv =
    "\uFEFFExternal ID;Agent;team_id;topic;Outcome;Resolved;satisfaction;handling seconds;wait-seconds;started_at\r\n" +
    `1;ada;${team.id};"claims; late";successful;TRUE;5;90;;2026-11-02T10:00:00+01:00\r\n` +
    "2;Ada;;;abandoned;false;;0;4;2026-11-02 10:00:00Z\r\n";
  const answer = await api<Recorded>("POST", `${base}/calls`, { as: tenant.member, csv });
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

Deno.test("a comparison is sorted by any metric, paged, and shows only agents or teams with calls", async () => {
  const tenant = await createTenant();
  const { team } = await staffedTeam(tenant);
  const agents = await withDatabase((sql) =>
    sql`insert into public.agents (client_id, name, kind) select ${tenant.id}, 'Agent ' || n, 'ai' from generate_series(1, 5) n returning id, name`
  );
  await record(tenant.member, [
    ...agents.flatMap(({ id: agent_id }, n) =>
      Array.from(
        { length: n + 1 },
        () => newCall({ agent: undefined, agent_id, satisfaction: n === 4 ? null : 1 + n, team_id: team.id }),
      )
    ),
  ]);
  await run(tenant);
  interface Compared extends Metrics {
    id: string;
    name: string;
  }
  const compare = (query: string) =>
    api<Compared[]>("GET", `${base}/compare?${november}&${query}`, { as: tenant.viewer });
  const first = await compare("kind=agents&limit=2&count=exact&sort=-avg_satisfaction");
  assertEquals(
    first.data.map((row) => [row.name, row.avg_satisfaction]),
    [["Agent 4", 4], ["Agent 3", 3]],
    `${first}`,
  );
  assertEquals([first.pagination.total, first.pagination.has_more], [5, true]);
  const second = await compare(
    `kind=agents&limit=2&sort=-avg_satisfaction&cursor=${first.pagination.next_cursor}`,
  );
  assertEquals(second.data.map((row) => row.name), ["Agent 2", "Agent 1"]);
  const third = await compare(
    `kind=agents&limit=2&sort=-avg_satisfaction&cursor=${second.pagination.next_cursor}`,
  );
  assertEquals(third.data.map((row) => [row.name, row.avg_satisfaction]), [["Agent 5", null]]);
  assertEquals(third.pagination.next_cursor, null);
  assertEquals((await compare("kind=agents")).data.map((row) => row.calls_handled), [5, 4, 3, 2, 1]);
  const teams = await compare("kind=teams&sort=calls_handled");
  assertEquals(teams.data.map((row) => [row.id, row.calls_handled]), [[team.id, 15]]);
  assert("as_of" in teams.body, `${teams}`);
  const empty = await api<Compared[]>("GET", `${base}/compare?kind=teams&from=2025-01-01&to=2025-01-31`, {
    as: tenant.viewer,
  });
  assertEquals(empty.data, []);
  for (
    const bad of [
      "kind=calls",
      "kind=agents&sort=id",
      "kind=agents&limit=0",
      "kind=agents&from=2026-12-01",
      "kind=agents&to=2026-13-01",
    ]
  ) {
    assertEquals((await compare(bad)).status, 422, bad);
  }
  assertEquals((await compare("kind=agents&cursor=nonsense")).status, 400);
});

Deno.test("a run emits one event for the tenant", async () => {
  const tenant = await createTenant();
  await staffedTeam(tenant);
  await record(tenant.member, [newCall(), newCall({ started_at: "2026-11-04T10:00:00Z" })]);
  await run(tenant);
  await run(tenant);
  await withDatabase(async (sql) => {
    const events =
      await sql`select data from private.outbox where client_id = ${tenant.id} and type = 'metrics.updated'`;
    assertEquals(events.map(({ data }) => [data.buckets, data.from, data.to]), [[
      2,
      "2026-11-02",
      "2026-11-04",
    ]]);
  });
});

Deno.test("who may do what", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  const { team, agent } = await staffedTeam(tenant);
  const routes = [
    { method: "POST", path: "/calls", json: { calls: [newCall()] }, refused: [tenant.viewer] },
    { method: "POST", path: "/runs", refused: [tenant.viewer, tenant.member] },
    { method: "GET", path: "/status", refused: [] },
    { method: "GET", path: "/compare?kind=agents", refused: [] },
    { method: "GET", path: `/agents/${agent.id}/trends`, refused: [] },
    { method: "GET", path: `/teams/${team.id}/trends`, refused: [] },
  ];
  for (const { method, path, json, refused } of routes) {
    const call = (as?: Person | string) => api(method, base + path, { as, json });
    assertEquals((await call()).status, 401, path);
    assertEquals((await call("nonsense")).status, 401, path);
    for (const person of refused) assertEquals((await call(person)).error.code, "FORBIDDEN", path);
    assert((await call(tenant.manager)).status < 300, path);
    assertEquals((await api("PATCH", base + path, { as: tenant.owner })).status, 405, path);
  }
  for (
    const path of [`/agents/${agent.id}/trends`, `/teams/${team.id}/trends`, `/agents/${nowhere}/trends`]
  ) {
    assertEquals((await api("GET", base + path, { as: other.owner })).status, 404, path);
  }
  assertEquals((await api("GET", `${base}/agents/x/trends`, { as: tenant.owner })).status, 422);
  const agentPath = `${base}/agents/${agent.id}/trends`;
  for (
    const bad of [
      "group_by=year",
      "from=2026-02-30",
      "from=2026-11-02&to=2026-11-01",
      "from=2020-01-01&to=2026-01-01",
    ]
  ) {
    assertEquals((await api("GET", `${agentPath}?${bad}`, { as: tenant.owner })).status, 422, bad);
  }
  const theirs = await record(other.member, [
    newCall({ agent: undefined, agent_id: agent.id, team_id: team.id }),
  ]);
  assertEquals(theirs.error.details?.map(({ field }) => field), ["agent_id", "team_id"], `${theirs}`);
});
