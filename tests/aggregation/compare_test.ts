import { assert, assertEquals } from "#assert";
import type { Query } from "../../client/mod.ts";
import { base, newCall, november, record, run } from "../fixtures/aggregation.ts";
import { staffedTeam } from "../fixtures/teams.ts";
import { answerOf, api, clientOf } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

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
  const client = clientOf(tenant.viewer);
  const compare = (query: Query<"/aggregation/v1/compare">) =>
    answerOf(client.GET("/aggregation/v1/compare", { params: { query: { ...november, ...query } } }));
  const best = { kind: "agents", limit: 2, sort: "-avg_satisfaction" } as const;
  const first = await compare({ ...best, count: "exact" });
  assertEquals(
    first.data.map((row) => [row.name, row.avg_satisfaction]),
    [["Agent 4", 4], ["Agent 3", 3]],
    `${first}`,
  );
  assertEquals([first.pagination.total, first.pagination.has_more], [5, true]);
  const second = await compare({ ...best, cursor: first.pagination.next_cursor ?? "" });
  assertEquals(second.data.map((row) => row.name), ["Agent 2", "Agent 1"]);
  const third = await compare({ ...best, cursor: second.pagination.next_cursor ?? "" });
  assertEquals(third.data.map((row) => [row.name, row.avg_satisfaction]), [["Agent 5", null]]);
  assertEquals(third.pagination.next_cursor, null);
  assertEquals((await compare({ kind: "agents" })).data.map((row) => row.calls_handled), [5, 4, 3, 2, 1]);
  const teams = await compare({ kind: "teams", sort: "calls_handled" });
  assertEquals(teams.data.map((row) => [row.id, row.calls_handled]), [[team.id, 15]]);
  assert("as_of" in teams.body, `${teams}`);
  assertEquals((await compare({ kind: "teams", from: "2025-01-01", to: "2025-01-31" })).data, []);
  const raw = (query: string) =>
    api("GET", `${base}/compare?from=2026-11-01&to=2026-11-30&${query}`, { as: tenant.viewer });
  for (
    const bad of [
      "kind=calls",
      "kind=agents&sort=id",
      "kind=agents&limit=0",
      "kind=agents&from=2026-12-01",
      "kind=agents&to=2026-13-01",
    ]
  ) {
    assertEquals((await raw(bad)).status, 422, bad);
  }
  assertEquals((await raw("kind=agents&cursor=nonsense")).status, 400);
});
