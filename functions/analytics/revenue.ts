import { cached } from "../../shared/cache/cached.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { ifNoneMatchHeader } from "../../shared/http/etag.ts";
import { data, json } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { Dashboard, Revenue, RevenueQuery } from "./revenue_schema.ts";
import { OpenWindowQuery } from "./schema.ts";
import { askTotals, ofTotals } from "./totals.ts";

/** The routes that answer with revenue. */
export const revenueRoutes = createRoutes();

const getRevenue = defineRoute({
  method: "get",
  path: "/revenue",
  summary: "Get revenue by day, week or month",
  access: "analytics:read",
  request: { headers: ifNoneMatchHeader, query: RevenueQuery },
  responses: { 200: json(data(Revenue), "The periods") },
});

revenueRoutes.openapi(getRevenue, async (c) => {
  const query = c.req.valid("query");
  const { from: first_day, to: last_day, group_by, currency } = query;
  const { answer, headers } = await cached(c, {
    ...ofTotals,
    route: "analytics/revenue",
    query,
    schema: Revenue,
    load: async () =>
      Revenue.parse(
        await askTotals(c.var.db, () =>
          c.var.db.rpc("get_revenue", { first_day, last_day, group_by, currency })),
      ),
  });
  return c.json({ data: answer }, 200, headers);
});

const getDashboard = defineRoute({
  method: "get",
  path: "/dashboard",
  summary: "Get totals, the best products and the last 30 days",
  access: "analytics:read",
  request: { headers: ifNoneMatchHeader, query: OpenWindowQuery },
  responses: { 200: json(data(Dashboard), "The dashboard") },
});

revenueRoutes.openapi(getDashboard, async (c) => {
  const query = c.req.valid("query");
  const { from: first_day, to: last_day, currency } = query;
  const { answer, headers } = await cached(c, {
    ...ofTotals,
    route: "analytics/dashboard",
    query,
    schema: Dashboard,
    load: async () =>
      Dashboard.parse(
        await askTotals(c.var.db, () => c.var.db.rpc("get_dashboard", { first_day, last_day, currency })),
      ),
  });
  return c.json({ data: answer }, 200, headers);
});
