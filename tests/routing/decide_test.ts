import { assert, assertEquals, assertGreater } from "#assert";
import { complete, decide, hire, loads, release, teamOf, wrongLoads } from "../fixtures/routing.ts";
import { nowhere } from "../fixtures/teams.ts";
import { answerOf, api, clientOf } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

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
  const params = { path: { agent: gone! } };
  const deleted = await answerOf(clientOf(tenant.manager).DELETE("/agents/v1/{agent}", { params }));
  assertEquals(deleted.status, 204);
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
    const { status, error } = await api("POST", "/routing/v1/decisions", { as: tenant.member, json });
    assertEquals([status, error.code], [422, "VALIDATION_ERROR"], JSON.stringify(json));
    assert(
      JSON.stringify(error.details).includes(path),
      `${JSON.stringify(json)}: ${JSON.stringify(error.details)}`,
    );
  }
  assertEquals((await loads(tenant)).map(({ load }) => load), [0]);
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
    answerOf(
      clientOf(tenant.admin).PUT("/settings/v1/{key}", { params: { path: { key } }, body: { value } }),
    );
  assertEquals((await put("routing.weight_capability", 30)).status, 200);
  assertEquals(await next(), good);
  assertEquals((await put("routing.weight_priority", 100)).status, 200);
  assertEquals(await next(), urgent);
  const demoted = await answerOf(
    clientOf(tenant.manager).PUT("/agents/v1/{agent}/sectors/{sector}", {
      params: { path: { agent: urgent!, sector: "sales" } },
      body: { priority: 0, max_load: 5, available: true },
    }),
  );
  assertEquals(demoted.status, 200);
  assertEquals(await next(), good);
});
