import { assert, assertEquals } from "#assert";
import { base, type Metrics, newCall, november, record, run } from "../fixtures/aggregation.ts";
import { staffedTeam } from "../fixtures/teams.ts";
import { api } from "../support/http.ts";
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
