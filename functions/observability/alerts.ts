import { z } from "@hono/zod-openapi";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { etag, ifMatch, ifMatchHeader, ifNoneMatchHeader } from "../../shared/http/etag.ts";
import { data, json, page } from "../../shared/http/openapi.ts";
import {
  decodeCursor,
  pageArguments,
  pageQuery,
  pageSize,
  paginate,
  readPage,
} from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { Alert, AlertChange, AlertId, NewAlert } from "./alert_schema.ts";

const Changes = z.object({ rows: z.array(AlertChange), total: z.int().nullable() });

/** The routes of alerts. */
export const alerts = createRoutes();

const listAlerts = defineRoute({
  method: "get",
  path: "/alerts",
  summary: "List alerts with their state, newest first",
  description:
    "The secret key sees its own, about all tenants together, or those of the tenant in x-client-id.",
  access: "observability:read",
  request: { query: pageQuery },
  responses: { 200: json(page(Alert), "The alerts") },
});

alerts.openapi(listAlerts, async (c) => {
  const query = c.req.valid("query");
  const found = unwrap(await c.var.db.rpc("list_alerts", pageArguments(query)));
  return c.json(readPage(found, Alert, query), 200);
});

const createAlert = defineRoute({
  method: "post",
  path: "/alerts",
  summary: "Create an alert",
  description:
    "Each minute the alert looks at the minute before. It fires after `for_minutes` bad minutes in a row, and is over after as many good ones, at least five. Sends `alert.firing` and `alert.resolved`.",
  access: "alerts:write",
  request: { headers: idempotencyHeader, body: json(NewAlert) },
  responses: { 201: json(data(Alert), "The alert") },
});

alerts.openapi(createAlert, async (c) => {
  const definition = c.req.valid("json");
  const { body, replayed } = settle(await c.var.db.rpc("put_alert", { definition }), Alert);
  return c.json({ data: body }, 201, { ...etag(body), ...replayHeaders({ replayed }) });
});

const getAlert = defineRoute({
  method: "get",
  path: "/alerts/{alert}",
  summary: "Get an alert with its state",
  access: "observability:read",
  request: { headers: ifNoneMatchHeader, params: AlertId },
  responses: { 200: json(data(Alert), "The alert, with ETag") },
});

alerts.openapi(getAlert, async (c) => {
  const { alert: alert_id } = c.req.valid("param");
  const alert = Alert.parse(unwrap(await c.var.db.rpc("get_alert", { alert_id })));
  return c.json({ data: alert }, 200, etag(alert));
});

const replaceAlert = defineRoute({
  method: "put",
  path: "/alerts/{alert}",
  summary: "Replace an alert; its state begins anew",
  access: "alerts:write",
  request: { headers: ifMatchHeader, params: AlertId, body: json(NewAlert) },
  responses: { 200: json(data(Alert), "The alert, with its new ETag") },
});

alerts.openapi(replaceAlert, async (c) => {
  const { alert: alert_id } = c.req.valid("param");
  const if_match = ifMatch(c.req.raw.headers);
  const changed = await c.var.db.rpc("put_alert", { alert_id, definition: c.req.valid("json"), if_match });
  const { body } = settle(changed, Alert);
  return c.json({ data: body }, 200, etag(body));
});

const deleteAlert = defineRoute({
  method: "delete",
  path: "/alerts/{alert}",
  summary: "Delete an alert with its history",
  access: "alerts:write",
  request: { headers: ifMatchHeader, params: AlertId },
  responses: { 204: { description: "It is gone" } },
});

alerts.openapi(deleteAlert, async (c) => {
  const { alert: alert_id } = c.req.valid("param");
  unwrap(await c.var.db.rpc("delete_alert", { alert_id, if_match: ifMatch(c.req.raw.headers) }));
  return c.body(null, 204);
});

const listHistory = defineRoute({
  method: "get",
  path: "/alerts/{alert}/history",
  summary: "List the changes of an alert's state, newest first",
  access: "observability:read",
  request: { params: AlertId, query: pageQuery },
  responses: { 200: json(page(AlertChange), "The changes") },
});

alerts.openapi(listHistory, async (c) => {
  const { alert: alert_id } = c.req.valid("param");
  const { limit, cursor, count } = c.req.valid("query");
  const [after_id] = cursor ? decodeCursor(cursor, z.tuple([z.int().min(1)])) : [];
  const page = { after_id, ...pageSize({ limit, count }) };
  const found = Changes.parse(unwrap(await c.var.db.rpc("list_alert_history", { alert_id, ...page })));
  return c.json(paginate(found.rows, limit, ({ id }) => [id], found.total), 200);
});
