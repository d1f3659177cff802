import fc from "fast-check";
import { assertEquals } from "#assert";
import { parseItem } from "structured-headers";
import { Trend, TrendV2 } from "../../functions/aggregation/schema.ts";
import { trendV1 } from "../../functions/aggregation/trends.ts";
import app from "../../functions/aggregation/index.ts";
import { newCall, record, run } from "../fixtures/aggregation.ts";
import { staffedTeam } from "../fixtures/teams.ts";
import { api } from "../support/http.ts";
import { ask, useStack } from "../support/in_process.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

Deno.test("every answer of v1 is the transform of v2's, for any calls and any question", async () => {
  const tenant = await createTenant();
  const { team, agent } = await staffedTeam(tenant);
  const moments = fc.sample(fc.integer({ min: 0, max: 26 * 86_400 }), { numRuns: 60, seed: 7 });
  await record(
    tenant.member,
    moments.map((second) =>
      newCall({
        team_id: team.id,
        started_at: new Date(Date.UTC(2026, 9, 30) + second * 1_000).toISOString(),
      })
    ),
  );
  await run(tenant);
  const day = fc.integer({ min: 1, max: 24 }).map((n) => `2026-11-${String(n).padStart(2, "0")}`);
  const question = fc.record({
    of: fc.constantFrom(`agents/${agent.id}`, `teams/${team.id}`, `teams/${crypto.randomUUID()}`),
    group_by: fc.constantFrom("day", "week", "month", "year"),
    from: day,
    to: day,
  });
  let seen = 0;
  for (const { of, ...query } of fc.sample(question, { numRuns: 40, seed: 11 })) {
    const path = `${of}/trends?${new URLSearchParams(query)}`;
    const [v1, v2] = await Promise.all(
      ["v1", "v2"].map((version) => api("GET", `/aggregation/${version}/${path}`, { as: tenant.viewer })),
    );
    assertEquals(v1?.status, v2?.status, path);
    if (v1?.status !== 200) continue;
    const second = TrendV2.parse(JSON.parse(v2?.text ?? ""));
    const first = Trend.parse(v1.data);
    // The run of the next minute may come between the two.
    assertEquals({ ...first, as_of: null }, { ...trendV1(second).data, as_of: null }, path);
    seen += second.data.length;
  }
  assertEquals(seen > 20, true, `${seen} periods`);
});

const trends = (id: string, version = "v1") => `/aggregation/${version}/agents/${id}/trends`;

Deno.test("a deprecated route says when it was deprecated, when it ends and where to read on", async () => {
  const tenant = await createTenant();
  const { agent } = await staffedTeam(tenant);
  const { headers } = await api("GET", trends(agent.id), { as: tenant.viewer });
  const [deprecation] = parseItem(headers.get("deprecation") ?? "");
  assertEquals(deprecation, new Date("2026-12-01T00:00:00Z"));
  assertEquals(headers.get("sunset"), "Tue, 01 Jun 2027 00:00:00 GMT");
  assertEquals(
    headers.get("link"),
    '</functions/v1/docs/v1>; rel="deprecation", </functions/v1/aggregation/v2>; rel="successor-version"',
  );
  const later = await api("GET", trends(agent.id, "v2"), { as: tenant.viewer });
  assertEquals([later.headers.get("deprecation"), later.headers.get("sunset")], [null, null]);
});

Deno.test("a route answers 410 once its sunset has begun, and not by its date alone", async () => {
  const tenant = await createTenant();
  const { agent } = await staffedTeam(tenant);
  useStack();
  const { now } = Date;
  const statusIn = async (year: number) => {
    Date.now = () => Date.UTC(year, 0);
    const answer = await ask(app, "GET", trends(agent.id), { as: tenant.viewer }).finally(() =>
      Date.now = now
    );
    return [
      answer.status === 410,
      answer.headers.get("sunset") !== null,
      answer.status === 410 && answer.error.code,
    ];
  };
  const begin = (at: string | null) =>
    withDatabase((sql) =>
      sql`update private.deprecations set began_at = ${at} where deprecation = 'aggregation-v1-trends'`
    );
  assertEquals(await statusIn(2028), [false, true, false]);
  await begin("2026-01-01");
  try {
    assertEquals(await statusIn(2029), [true, true, "VERSION_SUNSET"]);
    assertEquals(await statusIn(2027), [false, true, false]);
  } finally {
    await begin(null);
  }
});
