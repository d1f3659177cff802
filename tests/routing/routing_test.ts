import { assert, assertEquals, assertGreater, assertStringIncludes } from "#assert";
import {
  complete,
  decide,
  type Decision,
  type ExplainedDecision,
  hire,
  loads,
  release,
  wrongLoads,
} from "../fixtures/routing.ts";
import { nowhere } from "../fixtures/teams.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

const decisions = "/routing/v1/decisions";

/** A team of the sector with these agents. */
async function teamOf(tenant: Tenant, sector: string, agents: string[]): Promise<string> {
  const [team, member] = [crypto.randomUUID(), crypto.randomUUID()];
  await withDatabase(async (sql) => {
    await sql`insert into public.teams (client_id, id, name, sector) values (${tenant.id}, ${team}, ${team}, ${sector})`;
    await sql`insert into public.team_members (client_id, id, team_id, user_id)
      values (${tenant.id}, ${member}, ${team}, ${tenant.member.id})`;
    for (const agent_id of agents) {
      await sql`insert into public.team_agent_assignments (client_id, team_member_id, agent_id)
        values (${tenant.id}, ${member}, ${agent_id})`;
    }
  });
  return team;
}

Deno.test("the best agent gets the call and a slot is taken, and the answer says why", async () => {
  const tenant = await createTenant();
  const [, best] = await hire(tenant, "sales", [{ priority: 2 }, { priority: 8 }]);
  const answer = await decide(tenant.member, { sector: "sales", reference: "call 7" });
  assertEquals(answer.status, 201);
  const { agent, score, terms, considered, fallback, reference, expires_at, status } = answer.data;
  assertEquals({ agent: agent.id, score, considered, fallback, reference, status }, {
    agent: best!,
    score: 67.5,
    considered: 2,
    fallback: false,
    reference: "call 7",
    status: "open",
  });
  assertEquals(terms, { success_rate: 20, priority: 20, load: 20, handling_time: 7.5, capabilities: 0 });
  const lease = Date.parse(expires_at!) - Date.parse(answer.data.created_at);
  assertEquals(lease, 60 * 60_000);
  assertEquals((await loads(tenant)).find(({ agent_id }) => agent_id === best)?.load, 1);
});

Deno.test("capabilities raise the score, and an agent without them can still win", async () => {
  const tenant = await createTenant();
  const [plain, skilled] = await hire(tenant, "sales", [
    { priority: 10 },
    { priority: 7, capabilities: ["spanish", "claims"] },
  ]);
  const one = await decide(tenant.member, { sector: "sales", capabilities: ["spanish"] });
  assertEquals(one.data.agent.id, plain);
  const two = await decide(tenant.member, { sector: "sales", capabilities: ["spanish", "claims"] });
  assertEquals([two.data.agent.id, two.data.terms.capabilities], [skilled, 10]);
});

Deno.test("a decision by team considers only agents assigned in it, in the team's sector", async () => {
  const tenant = await createTenant();
  const [first] = await hire(tenant, "sales", [{ priority: 1 }, { priority: 10 }]);
  const [elsewhere] = await hire(tenant, "support", [{ priority: 10 }]);
  const team_id = await teamOf(tenant, "sales", [first!, elsewhere!]);
  const { data } = await decide(tenant.member, { team_id });
  assertEquals([data.agent.id, data.sector, data.team_id, data.considered], [first, "sales", team_id, 1]);
});

Deno.test("an unavailable, inactive or full agent is never chosen", async () => {
  const tenant = await createTenant();
  const [gone, ...others] = await hire(tenant, "sales", [
    { priority: 10 },
    { priority: 10, available: false },
    { priority: 1, max_load: 1 },
  ]);
  assertEquals((await api("DELETE", `/agents/v1/${gone}`, { as: tenant.manager })).status, 204);
  assertEquals((await decide(tenant.member, { sector: "sales" })).data.agent.id, others[1]);
  const { status, error, headers } = await decide(tenant.member, { sector: "sales" });
  assertEquals([status, error.code], [409, "NO_AGENT_AVAILABLE"]);
  assertGreater(Number(headers.get("retry-after")), 0);
});

Deno.test("a decision in a sector without agents answers 409", async () => {
  const tenant = await createTenant();
  const { status, error } = await decide(tenant.member, { sector: "nobody works here" });
  assertEquals([status, error.code], [409, "NO_AGENT_AVAILABLE"]);
});

Deno.test("with the fallback setting, a call without a free slot goes to the highest priority", async () => {
  const tenant = await createTenant({ settings: { "routing.fallback": true } });
  const [, second] = await hire(tenant, "sales", [
    { priority: 3, max_load: 1 },
    { priority: 9, max_load: 1 },
    { priority: 10, available: false },
  ]);
  for (let i = 0; i < 2; i++) await decide(tenant.member, { sector: "sales" });
  const { data } = await decide(tenant.member, { sector: "sales" });
  assertEquals([data.agent.id, data.fallback, data.expires_at], [second, true, null]);
  assertEquals(await wrongLoads(tenant), []);
  assertEquals((await complete(tenant.member, data.decision_id)).status, 200);
  assertEquals(await wrongLoads(tenant), [], "a fallback gives nothing back");
});

Deno.test("completing a decision frees the slot and records the call once, whatever a second request says", async () => {
  const tenant = await createTenant();
  const [agent] = await hire(tenant, "sales", [{}]);
  const { decision_id } = (await decide(tenant.member, { sector: "sales" })).data;
  const first = await complete(tenant.member, decision_id, { satisfaction: 5 });
  const second = await complete(tenant.member, decision_id, { outcome: "failed", satisfaction: 1 });
  assertEquals([first.status, second.status], [200, 200]);
  assertEquals(second.data, first.data);
  assertEquals([first.data.status, first.data.outcome, first.data.satisfaction], [
    "completed",
    "successful",
    5,
  ]);
  assertEquals((await loads(tenant)).map(({ load }) => load), [0]);
  const calls = await withDatabase((sql) =>
    sql`select agent_id, outcome, satisfaction, handling_seconds from public.calls where client_id = ${tenant.id}`
  );
  assertEquals([...calls], [{
    agent_id: agent,
    outcome: "successful",
    satisfaction: 5,
    handling_seconds: 60,
  }]);
  assertEquals((await release(tenant.member, decision_id)).error.code, "DECISION_COMPLETED");
});

Deno.test("a hundred concurrent completions have one effect", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", [{}]);
  const { decision_id } = (await decide(tenant.member, { sector: "sales" })).data;
  await decide(tenant.member, { sector: "sales" });
  const answers = await Promise.all(
    Array.from(
      { length: 100 },
      (_, i) => complete(tenant.member, decision_id, { outcome: i % 2 ? "failed" : "successful" }),
    ),
  );
  assertEquals(new Set(answers.map(({ text }) => text)).size, 1);
  assertEquals((await loads(tenant)).map(({ load }) => load), [1]);
});

Deno.test("releasing a decision frees the slot without a call, and it cannot be completed afterwards", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", [{}]);
  const { decision_id } = (await decide(tenant.member, { sector: "sales" })).data;
  for (let i = 0; i < 2; i++) {
    assertEquals((await release(tenant.member, decision_id)).data.status, "released");
    assertEquals((await loads(tenant)).map(({ load }) => load), [0]);
  }
  assertEquals((await complete(tenant.member, decision_id)).error.code, "DECISION_RELEASED");
});

Deno.test("an expired slot is freed, and its call can still be completed without changing the load", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", [{}]);
  const { decision_id } = (await decide(tenant.member, { sector: "sales" })).data;
  await decide(tenant.member, { sector: "sales" });
  // The lease itself never changes: the decision is one of two hours ago.
  await withDatabase(async (sql) => {
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`update public.routing_decisions set expires_at = now() - interval '1 hour'
        where client_id = ${tenant.id} and id = ${decision_id}`;
    });
    await sql`select private.release_expired_leases()`;
  }, "superuser");
  assertEquals((await loads(tenant)).map(({ load }) => load), [1]);
  assertEquals((await release(tenant.member, decision_id)).data.status, "expired");
  assertEquals((await complete(tenant.member, decision_id)).data.status, "completed");
  assertEquals((await loads(tenant)).map(({ load }) => load), [1]);
  const [calls] = await withDatabase((sql) =>
    sql<{ count: number }[]>`select count(*)::integer from public.calls where client_id = ${tenant.id}`
  );
  assertEquals(calls?.count, 1);
});

Deno.test("a hundred concurrent requests with one Idempotency-Key take one slot", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", [{ max_load: 100 }]);
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => decide(tenant.member, { sector: "sales" }, "one")),
  );
  assertEquals(new Set(answers.map(({ data }) => data.decision_id)).size, 1);
  assertEquals((await loads(tenant)).map(({ load }) => load), [1]);
  const other = await decide(tenant.member, { sector: "support" }, "one");
  assertEquals(other.error.code, "IDEMPOTENCY_KEY_REUSED");
});

Deno.test("a refusal is not replayed, so a retry with the same key finds a slot freed since", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", [{ max_load: 1 }]);
  const { decision_id } = (await decide(tenant.member, { sector: "sales" })).data;
  assertEquals((await decide(tenant.member, { sector: "sales" }, "again")).status, 409);
  await release(tenant.member, decision_id);
  assertEquals((await decide(tenant.member, { sector: "sales" }, "again")).status, 201);
});

Deno.test("a batch decides one call after the other, and one without an agent does not undo the others", async () => {
  const tenant = await createTenant();
  const [first, second] = await hire(tenant, "sales", [{ priority: 6, max_load: 1 }, {
    priority: 5,
    max_load: 1,
  }]);
  const sector = "sales";
  const requests = [{ sector }, { sector, reference: "b" }, { sector }];
  const { status, data } = await api<{ status: number; decision?: Decision; error?: { code: string } }[]>(
    "POST",
    `${decisions}/batch`,
    { as: tenant.member, json: { decisions: requests }, key: "batch" },
  );
  assertEquals(status, 201);
  assertEquals(data.map((one) => [one.status, one.decision?.agent.id, one.error?.code]), [
    [201, first, undefined],
    [201, second, undefined],
    [409, undefined, "NO_AGENT_AVAILABLE"],
  ]);
  assertEquals(data[1]?.decision?.reference, "b");
});

Deno.test("a batch with one invalid request takes no slot and says which request it is", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", [{}]);
  for (const wrong of [{ team_id: nowhere }, { sector: "sales", channel_id: nowhere }, {}]) {
    const json = { decisions: [{ sector: "sales" }, wrong] };
    const { status, error } = await api("POST", `${decisions}/batch`, { as: tenant.member, json });
    assertEquals([status, error.code], [422, "VALIDATION_ERROR"]);
    assertStringIncludes(error.details?.[0]?.path ?? "", "decisions.1.");
  }
  const many = Array.from({ length: 101 }, () => ({ sector: "sales" }));
  const tooMany = await api("POST", `${decisions}/batch`, { as: tenant.member, json: { decisions: many } });
  assertEquals(tooMany.status, 422);
  assertEquals((await loads(tenant)).map(({ load }) => load), [0]);
});

Deno.test("invalid requests are refused with the field named, and take no slot", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", [{}]);
  const eleven = Array.from({ length: 11 }, (_, i) => `capability ${i}`);
  const cases: [Record<string, unknown>, string][] = [
    [{}, "sector"],
    [{ sector: "sales", team_id: nowhere }, "sector"],
    [{ sector: " " }, "sector"],
    [{ sector: "x".repeat(101) }, "sector"],
    [{ sector: "a\0b" }, "sector"],
    [{ team_id: nowhere }, "team_id"],
    [{ team_id: "team" }, "team_id"],
    [{ sector: "sales", channel_id: nowhere }, "channel_id"],
    [{ sector: "sales", capabilities: eleven }, "capabilities"],
    [{ sector: "sales", capabilities: ["a", "a"] }, "capabilities"],
    [{ sector: "sales", capabilities: [""] }, "capabilities.0"],
    [{ sector: "sales", capabilities: "spanish" }, "capabilities"],
    [{ sector: "sales", reference: "x".repeat(201) }, "reference"],
    [{ sector: "sales", agent_id: nowhere }, "agent_id"],
    [{ sector: "sales", client_id: nowhere }, "client_id"],
  ];
  for (const [json, path] of cases) {
    const { status, error } = await decide(tenant.member, json);
    assertEquals([status, error.code], [422, "VALIDATION_ERROR"], JSON.stringify(json));
    assert(
      JSON.stringify(error.details).includes(path),
      `${JSON.stringify(json)}: ${JSON.stringify(error.details)}`,
    );
  }
  assertEquals((await loads(tenant)).map(({ load }) => load), [0]);
});

Deno.test("invalid completions are refused with the field named, and free no slot", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", [{}]);
  const { decision_id } = (await decide(tenant.member, { sector: "sales" })).data;
  const cases: [Record<string, unknown>, string][] = [
    [{ satisfaction: 6 }, "satisfaction"],
    [{ satisfaction: 0 }, "satisfaction"],
    [{ satisfaction: 4.5 }, "satisfaction"],
    [{ handling_seconds: -1 }, "handling_seconds"],
    [{ handling_seconds: 86_401 }, "handling_seconds"],
    [{ handling_seconds: null }, "handling_seconds"],
    [{ outcome: "won" }, "outcome"],
    [{ resolved: "yes" }, "resolved"],
    [{ started_at: "2030-01-01T00:00:00Z" }, "started_at"],
  ];
  for (const [change, path] of cases) {
    const { status, error } = await complete(tenant.member, decision_id, change);
    assertEquals([status, error.code], [422, "VALIDATION_ERROR"], JSON.stringify(change));
    assert(JSON.stringify(error.details).includes(path), JSON.stringify(error.details));
  }
  assertEquals((await loads(tenant)).map(({ load }) => load), [1]);
});

Deno.test("decisions are listed in pages, newest first, filtered by agent, team and time", async () => {
  const tenant = await createTenant();
  const [first] = await hire(tenant, "sales", [{ priority: 9, max_load: 2 }, { priority: 1 }]);
  const team_id = await teamOf(tenant, "sales", [first!]);
  const made: string[] = [];
  for (const to of [{ team_id }, { sector: "sales" }, { sector: "sales" }]) {
    made.unshift((await decide(tenant.member, to)).data.decision_id);
  }
  const list = async (query: string) => {
    const answer = await api<Decision[]>("GET", `${decisions}?${query}`, { as: tenant.viewer });
    return { ids: answer.data.map(({ decision_id }) => decision_id), ...answer.pagination };
  };
  assertEquals((await list("")).ids, made);
  assertEquals((await list(`agent_id=${first}`)).ids, made.slice(1));
  assertEquals((await list(`team_id=${team_id}`)).ids, made.slice(2));
  const today = new Date().toISOString().slice(0, 10);
  assertEquals((await list(`from=${today}&to=${today}&count=exact`)).total, 3);
  assertEquals((await list("to=2026-01-01")).ids, []);
  const page = await list("limit=2&count=exact");
  assertEquals([page.ids, page.total, page.has_more], [made.slice(0, 2), 3, true]);
  const next = await list(`limit=2&cursor=${page.next_cursor}`);
  assertEquals([next.ids, next.has_more], [made.slice(2), false]);
});

Deno.test("a decision's explanation has its ten best candidates of that moment", async () => {
  const tenant = await createTenant();
  const ids = await hire(
    tenant,
    "sales",
    Array.from({ length: 11 }, (_, i) => ({ priority: 10 - Math.min(i, 10) })),
  );
  const { decision_id } = (await decide(tenant.member, { sector: "sales" })).data;
  await complete(tenant.member, decision_id);
  const { data } = await api<ExplainedDecision>("GET", `${decisions}/${decision_id}`, { as: tenant.viewer });
  assertEquals(data.candidates.map(({ agent }) => agent.id), ids.slice(0, 10));
  const [best] = data.candidates;
  assertEquals([best?.agent, best?.score, best?.terms, best?.load], [data.agent, data.score, data.terms, 0]);
});

Deno.test("load and health show which agents have room", async () => {
  const tenant = await createTenant();
  const [only] = await hire(tenant, "sales", [{ max_load: 1 }]);
  const [helper] = await hire(tenant, "support", [{ max_load: 2 }, {}]);
  const team_id = await teamOf(tenant, "support", [helper!, only!]);
  await decide(tenant.member, { sector: "sales" });
  await decide(tenant.member, { sector: "sales" });
  const load = (query: string) =>
    api<Record<string, unknown>[]>("GET", `/routing/v1/load?${query}`, { as: tenant.viewer });
  assertEquals((await load("sector=sales")).data, [
    { agent_id: only, sector: "sales", load: 1, max_load: 1, available: true },
  ]);
  assertEquals((await load(`team_id=${team_id}`)).data.map(({ agent_id }) => agent_id), [helper]);
  assertEquals((await load(`team_id=${nowhere}`)).data, []);
  const page = await load("limit=2&count=exact");
  const rest = await load(`limit=2&cursor=${page.pagination.next_cursor}`);
  assertEquals([page.pagination.total, page.data.length, rest.data.length], [3, 2, 1]);
  const health = await api("GET", "/routing/v1/health", { as: tenant.viewer });
  assertEquals(health.data, {
    sectors: [
      { sector: "sales", with_slot: 0, without_slot: 1 },
      { sector: "support", with_slot: 2, without_slot: 0 },
    ],
    last_hour: { decisions: 1, no_agent_available: 1 },
  });
});

Deno.test("each decision emits an event that shows it as the API does, a refusal emits none", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", [{ max_load: 1 }]);
  const { data } = await decide(tenant.member, { sector: "sales" });
  await decide(tenant.member, { sector: "sales" });
  const events = await withDatabase((sql) =>
    sql<
      { data: unknown }[]
    >`select data from private.outbox where client_id = ${tenant.id} and type = 'call.routed'`
  );
  assertEquals(events.map((event) => event.data), [data]);
});

Deno.test("a changed weight, priority or availability applies from the next decision on", async () => {
  const tenant = await createTenant();
  const [urgent, good] = await hire(tenant, "sales", [{ priority: 10 }, {
    priority: 0,
    capabilities: ["claims"],
  }]);
  const next = async () => {
    const { data } = await decide(tenant.member, { sector: "sales", capabilities: ["claims"] });
    await release(tenant.member, data.decision_id);
    return data.agent.id;
  };
  assertEquals(await next(), urgent);
  const put = (key: string, value: number) =>
    api("PUT", `/settings/v1/${key}`, { as: tenant.admin, json: { value } });
  assertEquals((await put("routing.weight_capability", 30)).status, 200);
  assertEquals(await next(), good);
  assertEquals((await put("routing.weight_priority", 100)).status, 200);
  assertEquals(await next(), urgent);
  const sector = { priority: 0, max_load: 5, available: true };
  const put2 = await api("PUT", `/agents/v1/${urgent}/sectors/sales`, { as: tenant.manager, json: sector });
  assertEquals(put2.status, 200);
  assertEquals(await next(), good);
});
