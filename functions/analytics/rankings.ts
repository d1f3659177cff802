import { z } from "@hono/zod-openapi";
import { cached } from "../../shared/cache/cached.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { ifNoneMatchHeader } from "../../shared/http/etag.ts";
import { data, json, page } from "../../shared/http/openapi.ts";
import { decodeCursor, pageQuery, pageSize, paginate } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { Customer, CustomerDetails, CustomerId, CustomerQuery, ProductRevenue } from "./ranking_schema.ts";
import { CurrencyQuery, OpenWindowQuery, Totals } from "./schema.ts";
import { askTotals, ofTotals } from "./totals.ts";

/** The routes of customers and products. */
export const rankingRoutes = createRoutes();

const customerKey = z.tuple([z.string(), z.guid()]);
const productKey = z.tuple([z.string(), z.string()]);

const listOf = <T extends z.ZodRawShape>(row: z.ZodObject<T>) =>
  Totals.extend({
    rows: z.array(row.extend({ key: z.string() })),
    total: z.int().nullable(),
  });

const customerPage = page(Customer).extend(Totals.shape);
const productPage = page(ProductRevenue).extend(Totals.shape);

const listCustomers = defineRoute({
  method: "get",
  path: "/customers",
  summary: "List customers by what they spent",
  access: "analytics:read",
  request: { headers: ifNoneMatchHeader, query: pageQuery.extend(CustomerQuery.shape) },
  responses: { 200: json(customerPage, "The customers") },
});

rankingRoutes.openapi(listCustomers, async (c) => {
  const query = c.req.valid("query");
  const { limit, cursor, count, ...question } = query;
  const { db } = c.var;
  const [after_value, after_id] = cursor === undefined ? [] : decodeCursor(cursor, customerKey);
  const place = { after_value, after_id, ...pageSize({ limit, count }) };
  const { answer, headers } = await cached(c, {
    ...ofTotals,
    route: "analytics/customers",
    query,
    schema: customerPage,
    load: async () => {
      const found = await askTotals(db, () => db.rpc("list_customers", { ...question, ...place }));
      const { rows, total, ...totals } = listOf(Customer).parse(found);
      return { ...ranked(rows, limit, ({ key, id }) => [key, id], total), ...totals };
    },
  });
  return c.json(answer, 200, headers);
});

const getCustomer = defineRoute({
  method: "get",
  path: "/customers/{customer}",
  summary: "Get a customer with revenue by month",
  access: "analytics:read",
  request: { headers: ifNoneMatchHeader, params: CustomerId, query: CurrencyQuery },
  responses: { 200: json(data(CustomerDetails), "The customer") },
});

rankingRoutes.openapi(getCustomer, async (c) => {
  const { customer: customer_id } = c.req.valid("param");
  const { currency } = c.req.valid("query");
  const { db } = c.var;
  const { answer, headers } = await cached(c, {
    ...ofTotals,
    route: "analytics/customer",
    query: { customer_id, currency },
    schema: CustomerDetails,
    load: async () =>
      CustomerDetails.parse(await askTotals(db, () => db.rpc("get_customer", { customer_id, currency }))),
  });
  return c.json({ data: answer }, 200, headers);
});

const listProducts = defineRoute({
  method: "get",
  path: "/products",
  summary: "List products by revenue",
  access: "analytics:read",
  request: { headers: ifNoneMatchHeader, query: pageQuery.extend(OpenWindowQuery.shape) },
  responses: { 200: json(productPage, "The products") },
});

rankingRoutes.openapi(listProducts, async (c) => {
  const query = c.req.valid("query");
  const { limit, cursor, count, from: first_day, to: last_day, currency } = query;
  const { db } = c.var;
  const [value, after_product] = cursor === undefined ? [] : decodeCursor(cursor, productKey);
  const place = { after_value: value, after_product, ...pageSize({ limit, count }) };
  const { answer, headers } = await cached(c, {
    ...ofTotals,
    route: "analytics/products",
    query,
    schema: productPage,
    load: async () => {
      const window = { first_day, last_day, currency };
      const found = await askTotals(db, () => db.rpc("list_product_revenue", { ...window, ...place }));
      const { rows, total, ...totals } = listOf(ProductRevenue).parse(found);
      return { ...ranked(rows, limit, ({ key, product }) => [key, product], total), ...totals };
    },
  });
  return c.json(answer, 200, headers);
});

/** A page without the sort values of its rows, which are for the cursor only. */
function ranked<Row extends { key: string }>(
  rows: Row[],
  limit: number,
  key: (row: Row) => readonly string[],
  total: number | null,
) {
  const { data, pagination } = paginate(rows, limit, key, total);
  return { data: data.map(({ key: _, ...row }) => row), pagination };
}
