import { z } from "@hono/zod-openapi";
import { createRoutes } from "../../shared/http/app.ts";
import { unwrap } from "../../shared/data/db.ts";
import { json, page } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { decodeCursor, pageSize, paginate } from "../../shared/http/page.ts";
import { Compared, CompareQuery, Comparison } from "./schema.ts";

/** The route that compares metrics. */
export const metricRoutes = createRoutes();

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
    ...pageSize({ limit, count }),
  });
  const { rows, total, ...days } = Comparison.parse(unwrap(found));
  const metric = Compared.keyof().parse(sort.replace("-", ""));
  const key = (row: z.output<typeof Compared>) => [row[metric], row.id];
  return c.json({ ...paginate(rows, limit, key, total), ...days }, 200);
});

/** The place of a row in the order of a metric. */
const comparisonKey = z.tuple([z.number().nullable(), z.guid()]);
