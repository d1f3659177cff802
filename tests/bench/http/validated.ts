/**
 * A function with one route that checks all that a route can check without asking anybody: path, query, JSON body.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { createApp } from "../../../shared/http/app.ts";
import { data, json } from "../../../shared/http/openapi.ts";
import { defineRoute } from "../../../shared/http/route.ts";
import { pageQuery } from "../../../shared/http/page.ts";

const Order = z.object({
  name: z.string().min(1).max(200),
  amount: z.string().regex(/^\d{1,12}(\.\d{1,2})?$/),
  currency: z.enum(["EUR", "USD"]),
  expected_close_date: z.iso.date(),
  tags: z.array(z.string().max(50)).max(10),
}).strict();

const app = createApp("validated");

const putOrder = defineRoute({
  method: "put",
  path: "/orders/{order}",
  summary: "Check an order",
  access: "open",
  request: { params: z.object({ order: z.guid() }), query: pageQuery, body: json(Order) },
  responses: { 200: json(data(Order.extend({ id: z.guid() })), "The order") },
});

app.openapi(putOrder, (c) => {
  return c.json({ data: { id: c.req.valid("param").order, ...c.req.valid("json") } }, 200);
});

export default app;
