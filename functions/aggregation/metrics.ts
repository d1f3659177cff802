import { z } from "@hono/zod-openapi";
import { createRoutes } from "../../shared/http/app.ts";
import { unwrap } from "../../shared/data/db.ts";
import { data, json, page } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { decodeCursor, paginate } from "../../shared/http/page.ts";
import { AgentId, Compared, CompareQuery, Comparison, TeamId, Trend, TrendQuery } from "./schema.ts";

/** The routes that read metrics. */
export const metricRoutes = createRoutes();

const getAgentTrends = defineRoute({
  method: "get",
  path: "/agents/{agent}/trends",
  summary: "Get an agent's metrics by day, week or month",
  access: "metrics:read",
  request: { params: AgentId, query: TrendQuery },
  responses: { 200: json(data(Trend), "The periods") },
});

metricRoutes.openapi(getAgentTrends, async (c) => {
  const { from: first_day, to: last_day, group_by } = c.req.valid("query");
  const { agent: agent_id } = c.req.valid("param");
  const found = await c.var.db.rpc("get_agent_trends", { agent_id, first_day, last_day, group_by });
  return c.json({ data: Trend.parse(unwrap(found)) }, 200);
});

const getTeamTrends = defineRoute({
  method: "get",
  path: "/teams/{team}/trends",
  summary: "Get a team's metrics by day, week or month",
  access: "metrics:read",
  request: { params: TeamId, query: TrendQuery },
  responses: { 200: json(data(Trend), "The periods") },
});

metricRoutes.openapi(getTeamTrends, async (c) => {
  const { from: first_day, to: last_day, group_by } = c.req.valid("query");
  const { team: team_id } = c.req.valid("param");
  const found = await c.var.db.rpc("get_team_trends", { team_id, first_day, last_day, group_by });
  return c.json({ data: Trend.parse(unwrap(found)) }, 200);
});

const compare = defineRoute({
  method: "get",
  path: "/compare",
  summary: "Compare agents or teams over a range of days",
  access: "metrics:read",
  request: { query: CompareQuery },
  responses: {
    200: json(
      page(Compared).extend(Comparison.pick({ as_of: true, from: true, to: true }).shape),
      "In order",
    ),
  },
});

metricRoutes.openapi(compare, async (c) => {
  const { kind, from: first_day, to: last_day, sort, limit, cursor, count } = c.req.valid("query");
  const [after_value, after_id] = cursor === undefined ? [] : decodeCursor(cursor, comparisonKey);
  const found = await c.var.db.rpc("compare_performance", {
    kind,
    first_day,
    last_day,
    sort,
    after_value: after_value ?? undefined,
    after_id,
    page_size: limit + 1,
    with_total: count === "exact",
  });
  const { rows, total, ...days } = Comparison.parse(unwrap(found));
  const metric = Compared.keyof().parse(sort.replace("-", ""));
  const key = (row: z.output<typeof Compared>) => [row[metric], row.id];
  return c.json({ ...paginate(rows, limit, key, total), ...days }, 200);
});

/** The place of a row in the order of a metric. */
const comparisonKey = z.tuple([z.number().nullable(), z.guid()]);
