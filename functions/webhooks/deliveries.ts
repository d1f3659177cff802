import { createRoutes } from "../../shared/http/app.ts";
import { unwrap } from "../../shared/data/db.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import { Delivery, DeliveryDetails, DeliveryFilters, DeliveryId } from "./schema.ts";

/** The routes of deliveries. */
export const deliveries = createRoutes();

const listDeliveries = defineRoute({
  method: "get",
  path: "/deliveries",
  summary: "List deliveries, newest first",
  access: "webhooks:read",
  request: { query: pageQuery.extend(DeliveryFilters.shape) },
  responses: { 200: json(page(Delivery), "The deliveries") },
});

deliveries.openapi(listDeliveries, async (c) => {
  const query = c.req.valid("query");
  const filters = { endpoint_id: query.endpoint, status: query.status, event_type: query.type };
  const found = await c.var.db.rpc("list_webhook_deliveries", { ...filters, ...pageArguments(query) });
  return c.json(readPage(unwrap(found), Delivery, query), 200);
});

const getDelivery = defineRoute({
  method: "get",
  path: "/deliveries/{delivery}",
  summary: "Get a delivery with its attempts",
  access: "webhooks:read",
  request: { params: DeliveryId },
  responses: { 200: json(data(DeliveryDetails), "The delivery") },
});

deliveries.openapi(getDelivery, async (c) => {
  const { delivery: delivery_id } = c.req.valid("param");
  const found = unwrap(await c.var.db.rpc("get_webhook_delivery", { delivery_id }));
  return c.json({ data: DeliveryDetails.parse(found) }, 200);
});

const retryDelivery = defineRoute({
  method: "post",
  path: "/deliveries/{delivery}/retry",
  summary: "Retry a failed, parked or waiting delivery now",
  access: "webhooks:write",
  request: { params: DeliveryId },
  responses: {
    202: json(data(Delivery), "The delivery, with all its attempts before it"),
    ...problems(409),
  },
});

deliveries.openapi(retryDelivery, async (c) => {
  const { delivery: delivery_id } = c.req.valid("param");
  const retried = unwrap(await c.var.db.rpc("retry_webhook_delivery", { delivery_id }));
  return c.json({ data: Delivery.parse(retried) }, 202);
});
