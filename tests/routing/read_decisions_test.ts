import { assertEquals } from "#assert";
import { dataOf, type Query } from "../../client/mod.ts";
import { complete, decide, hire, teamOf } from "../fixtures/routing.ts";
import { nowhere } from "../fixtures/teams.ts";
import { answerOf, clientOf } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

Deno.test("decisions are listed in pages, newest first, filtered by agent, team and time", async () => {
  const tenant = await createTenant();
  const [first] = await hire(tenant, "sales", [{ priority: 9, max_load: 2 }, { priority: 1 }]);
  const team_id = await teamOf(tenant, "sales", [first!]);
  const made: string[] = [];
  for (const to of [{ team_id }, { sector: "sales" }, { sector: "sales" }]) {
    made.unshift((await decide(tenant.member, to)).data.decision_id);
  }
  const list = async (query: Query<"/routing/v1/decisions"> = {}) => {
    const answer = await answerOf(
      clientOf(tenant.viewer).GET("/routing/v1/decisions", { params: { query } }),
    );
    return { ids: answer.data.map(({ decision_id }) => decision_id), ...answer.pagination };
  };
  assertEquals((await list()).ids, made);
  assertEquals((await list({ agent_id: first })).ids, made.slice(1));
  assertEquals((await list({ team_id })).ids, made.slice(2));
  const today = new Date().toISOString().slice(0, 10);
  assertEquals((await list({ from: today, to: today, count: "exact" })).total, 3);
  assertEquals((await list({ to: "2026-01-01" })).ids, []);
  const page = await list({ limit: 2, count: "exact" });
  assertEquals([page.ids, page.total, page.has_more], [made.slice(0, 2), 3, true]);
  const next = await list({ limit: 2, cursor: page.next_cursor ?? "" });
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
  const params = { path: { id: decision_id } };
  const data = dataOf(await clientOf(tenant.viewer).GET("/routing/v1/decisions/{id}", { params }));
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
  const client = clientOf(tenant.viewer);
  const load = (query: Query<"/routing/v1/load">) =>
    answerOf(client.GET("/routing/v1/load", { params: { query } }));
  assertEquals((await load({ sector: "sales" })).data, [
    { agent_id: only, sector: "sales", load: 1, max_load: 1, available: true },
  ]);
  assertEquals((await load({ team_id })).data.map(({ agent_id }) => agent_id), [helper]);
  assertEquals((await load({ team_id: nowhere })).data, []);
  const page = await load({ limit: 2, count: "exact" });
  const rest = await load({ limit: 2, cursor: page.pagination.next_cursor ?? "" });
  assertEquals([page.pagination.total, page.data.length, rest.data.length], [3, 2, 1]);
  assertEquals(dataOf(await client.GET("/routing/v1/health")), {
    sectors: [
      { sector: "sales", with_slot: 0, without_slot: 1 },
      { sector: "support", with_slot: 2, without_slot: 0 },
    ],
    last_hour: { decisions: 1, no_agent_available: 1 },
  });
});
