import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "../../shared/http/app.ts";
import { allow } from "../../shared/access/auth.ts";
import { unwrap } from "../../shared/data/db.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import { Delivery, DeliveryDetails, DeliveryFilters, DeliveryId } from "./schema.ts";

const listDeliveries = createRoute({
  method: "get",
  path: "/deliveries",
  summary: "The deliveries, newest first",
  middleware: [allow("webhooks:read")] as const,
  request: { query: pageQuery.extend(DeliveryFilters.shape) },
  responses: { 200: json(page(Delivery), "The deliveries"), ...problems(400, 401, 403, 422, 429, 503) },
});

const getDelivery = createRoute({
  method: "get",
  path: "/deliveries/{delivery}",
  summary: "A delivery with its attempts",
  middleware: [allow("webhooks:read")] as const,
  request: { params: DeliveryId },
  responses: { 200: json(data(DeliveryDetails), "The delivery"), ...problems(401, 403, 404, 422, 429, 503) },
});

const retryDelivery = createRoute({
  method: "post",
  path: "/deliveries/{delivery}/retry",
  summary: "Send now what failed, was parked, or waits for its next attempt",
  middleware: [allow("webhooks:write")] as const,
  request: { params: DeliveryId },
  responses: {
    202: json(data(Delivery), "The delivery, with all its attempts before it"),
    ...problems(401, 403, 404, 409, 422, 429, 503),
  },
});

/** Adds the routes of deliveries. */
export function addDeliveryRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(listDeliveries, async (c) => {
    const query = c.req.valid("query");
    const filters = { endpoint_id: query.endpoint, status: query.status, event_type: query.type };
    const found = await c.var.db.rpc("list_webhook_deliveries", { ...filters, ...pageArguments(query) });
    return c.json(readPage(unwrap(found), Delivery, query), 200);
  });

  app.openapi(getDelivery, async (c) => {
    const { delivery: delivery_id } = c.req.valid("param");
    const found = unwrap(await c.var.db.rpc("get_webhook_delivery", { delivery_id }));
    return c.json({ data: DeliveryDetails.parse(found) }, 200);
  });

  app.openapi(retryDelivery, async (c) => {
    const { delivery: delivery_id } = c.req.valid("param");
    const retried = unwrap(await c.var.db.rpc("retry_webhook_delivery", { delivery_id }));
    return c.json({ data: Delivery.parse(retried) }, 202);
  });
}
