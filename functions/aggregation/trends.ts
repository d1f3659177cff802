import type { z } from "@hono/zod-openapi";
import type { PostgrestSingleResponse } from "@supabase/supabase-js";
import type { Db } from "../../shared/context.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { unwrap } from "../../shared/data/db.ts";
import { data, json } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { AgentId, TeamId, Trend, TrendQuery, TrendV2 } from "./schema.ts";

type Query = z.output<typeof TrendQuery>;
type Answer = z.output<typeof TrendV2>;

/** The answer of v1, made from that of v2: nothing else differs between the two. */
export function trendV1({ data: periods, ...rest }: Answer): { data: z.output<typeof Trend> } {
  return { data: { ...rest, periods } };
}

function answer(found: PostgrestSingleResponse<unknown>): Answer {
  const { periods, ...rest } = Trend.parse(unwrap(found));
  return { data: periods, ...rest };
}

async function agentTrends(db: Db, agent_id: string, { from, to, group_by }: Query): Promise<Answer> {
  return answer(await db.rpc("get_agent_trends", { agent_id, first_day: from, last_day: to, group_by }));
}

async function teamTrends(db: Db, team_id: string, { from, to, group_by }: Query): Promise<Answer> {
  return answer(await db.rpc("get_team_trends", { team_id, first_day: from, last_day: to, group_by }));
}

const ofAgent = {
  method: "get",
  path: "/agents/{agent}/trends",
  summary: "Get an agent's metrics by day, week or month",
  access: "metrics:read",
  request: { params: AgentId, query: TrendQuery },
} as const;

const ofTeam = {
  method: "get",
  path: "/teams/{team}/trends",
  summary: "Get a team's metrics by day, week or month",
  access: "metrics:read",
  request: { params: TeamId, query: TrendQuery },
} as const;

const inV1 = { responses: { 200: json(data(Trend), "The periods") } };
const inV2 = { responses: { 200: json(TrendV2, "The periods") } };

/** The routes that read metrics over time, as they were in v1. */
export const trends = createRoutes();

trends.openapi(defineRoute({ ...ofAgent, ...inV1 }), async (c) => {
  const found = await agentTrends(c.var.db, c.req.valid("param").agent, c.req.valid("query"));
  return c.json(trendV1(found), 200);
});

trends.openapi(defineRoute({ ...ofTeam, ...inV1 }), async (c) => {
  const found = await teamTrends(c.var.db, c.req.valid("param").team, c.req.valid("query"));
  return c.json(trendV1(found), 200);
});

/** The same routes in v2. */
export const trendsV2 = createRoutes();

trendsV2.openapi(defineRoute({ ...ofAgent, ...inV2 }), async (c) => {
  return c.json(await agentTrends(c.var.db, c.req.valid("param").agent, c.req.valid("query")), 200);
});

trendsV2.openapi(defineRoute({ ...ofTeam, ...inV2 }), async (c) => {
  return c.json(await teamTrends(c.var.db, c.req.valid("param").team, c.req.valid("query")), 200);
});
