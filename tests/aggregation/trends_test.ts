import { assert, assertEquals } from "#assert";
import { dataOf } from "../../client/mod.ts";
import { newCall, november, record, run, trendOf } from "../fixtures/aggregation.ts";
import { staffedTeam } from "../fixtures/teams.ts";
import { clientOf } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

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

  const viewer = clientOf(tenant.viewer);
  const waiting = dataOf(await viewer.GET("/aggregation/v1/status"));
  const { as_of } = await run(tenant);
  const status = dataOf(await viewer.GET("/aggregation/v1/status"));
  assert(waiting.buckets_waiting <= 2 && waiting.lag_seconds >= 0, JSON.stringify(waiting)); // cron may have been quicker
  assertEquals([status.buckets_waiting, status.lag_seconds], [0, 0]);
  assert(status.as_of !== null && status.as_of >= as_of, `${status.as_of} is before ${as_of}`);

  const weeks = await trendOf(tenant.viewer, agent.id, "week");
  assertEquals(weeks.periods.map(({ period, calls_handled }) => [period, calls_handled]), [
    ["2026-11-02", 2],
    [
      "2026-11-09",
      1,
    ],
  ]);
  const [month] = (await trendOf(tenant.viewer, agent.id, "month")).periods;
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

  const params = { path: { team: team.id }, query: november };
  const ofTeam = dataOf(await viewer.GET("/aggregation/v1/teams/{team}/trends", { params }));
  assertEquals(ofTeam.periods.map(({ period, calls_handled }) => [period, calls_handled]), [[
    "2026-11-02",
    2,
  ]]);
  const performance = dataOf(await viewer.GET("/teams/v1/{team}/performance", { params }));
  assertEquals(performance.periods, ofTeam.periods);
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
  const { periods } = await trendOf(tenant.viewer, agent.id);
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
  const periods = async () => (await trendOf(tenant.viewer, agent.id)).periods.map((p) => p.period);
  assertEquals(await periods(), ["2026-11-02", "2026-11-03"]);
  await withDatabase((sql) =>
    sql`update public.clients set time_zone = 'America/New_York' where id = ${tenant.id}`
  );
  await run(tenant);
  assertEquals(await periods(), ["2026-11-02"]);
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
