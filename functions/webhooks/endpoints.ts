import { createRoutes } from "../../shared/http/app.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { etag, ifMatch, ifMatchHeader, ifNoneMatchHeader } from "../../shared/http/etag.ts";
import { UrlNotAllowed } from "../../shared/outbound/addresses.ts";
import { createGuard } from "../../shared/outbound/ssrf.ts";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import {
  Delivery,
  Endpoint,
  EndpointId,
  EndpointWithSecret,
  NewEndpoint,
  Replay,
  Replayed,
} from "./schema.ts";
import { makeSecret, ownerOf, tenantOf } from "./secrets.ts";
import { EndpointRotation } from "./source_schema.ts";

/** One SSRF check for registrations and deliveries. */
export const guard = createGuard();

/** The routes of endpoints. */
export const endpoints = createRoutes();

const listEndpoints = defineRoute({
  method: "get",
  path: "/endpoints",
  summary: "List endpoints, newest first",
  access: "webhooks:read",
  request: { query: pageQuery },
  responses: { 200: json(page(Endpoint), "The endpoints") },
});

endpoints.openapi(listEndpoints, async (c) => {
  const query = c.req.valid("query");
  const found = unwrap(await c.var.db.rpc("list_webhook_endpoints", pageArguments(query)));
  return c.json(readPage(found, Endpoint, query), 200);
});

const createEndpoint = defineRoute({
  method: "post",
  path: "/endpoints",
  summary: "Create an endpoint that receives events",
  access: "webhooks:write",
  request: { headers: idempotencyHeader, body: json(NewEndpoint) },
  responses: {
    201: json(data(EndpointWithSecret), "The endpoint with its secret, which is shown this once"),
  },
});

endpoints.openapi(createEndpoint, async (c) => {
  const { description, ...endpoint } = c.req.valid("json");
  await requireAllowed(endpoint.url);
  const id = crypto.randomUUID();
  const { secret, sealed } = await makeSecret(ownerOf("webhook_endpoint", tenantOf(c.var.caller), id));
  const created = { id, ...endpoint, description: description ?? undefined, secret: sealed };
  const { body, replayed } = settle(await c.var.db.rpc("create_webhook_endpoint", created), Endpoint);
  const shown = replayed ? body : { ...body, secret };
  return c.json({ data: shown }, 201, { ...etag(body), ...replayHeaders({ replayed }) });
});

const getEndpoint = defineRoute({
  method: "get",
  path: "/endpoints/{endpoint}",
  summary: "Get an endpoint",
  access: "webhooks:read",
  request: { headers: ifNoneMatchHeader, params: EndpointId },
  responses: { 200: json(data(Endpoint), "The endpoint, with ETag") },
});

endpoints.openapi(getEndpoint, async (c) => {
  const { endpoint: endpoint_id } = c.req.valid("param");
  const endpoint = Endpoint.parse(unwrap(await c.var.db.rpc("get_webhook_endpoint", { endpoint_id })));
  return c.json({ data: endpoint }, 200, etag(endpoint));
});

const putEndpoint = defineRoute({
  method: "put",
  path: "/endpoints/{endpoint}",
  summary: "Replace an endpoint, except for its secret",
  access: "webhooks:write",
  request: { headers: ifMatchHeader, params: EndpointId, body: json(NewEndpoint) },
  responses: {
    200: json(data(Endpoint), "The endpoint, with its new ETag"),
    ...problems(409),
  },
});

endpoints.openapi(putEndpoint, async (c) => {
  const { endpoint: endpoint_id } = c.req.valid("param");
  const { description, ...change } = c.req.valid("json");
  await requireAllowed(change.url);
  const if_match = ifMatch(c.req.raw.headers);
  const put = { endpoint_id, ...change, description: description ?? undefined, if_match };
  const endpoint = Endpoint.parse(unwrap(await c.var.db.rpc("put_webhook_endpoint", put)));
  return c.json({ data: endpoint }, 200, etag(endpoint));
});

const deleteEndpoint = defineRoute({
  method: "delete",
  path: "/endpoints/{endpoint}",
  summary: "Delete an endpoint and cancel its waiting deliveries",
  access: "webhooks:write",
  request: { headers: ifMatchHeader, params: EndpointId },
  responses: { 204: { description: "It is gone" } },
});

endpoints.openapi(deleteEndpoint, async (c) => {
  const { endpoint: endpoint_id } = c.req.valid("param");
  const if_match = ifMatch(c.req.raw.headers);
  unwrap(await c.var.db.rpc("delete_webhook_endpoint", { endpoint_id, if_match }));
  return c.body(null, 204);
});

const rotateSecret = defineRoute({
  method: "post",
  path: "/endpoints/{endpoint}/rotate-secret",
  summary: "Rotate an endpoint's secret",
  description: "Former secrets also sign for `overlap_hours`, 24 if left out.",
  access: "webhooks:write",
  request: { params: EndpointId, body: { ...json(EndpointRotation), required: false } },
  responses: {
    200: json(data(EndpointWithSecret), "The endpoint with its new secret, which is shown this once"),
  },
});

endpoints.openapi(rotateSecret, async (c) => {
  const { endpoint: endpoint_id } = c.req.valid("param");
  const owner = ownerOf("webhook_endpoint", tenantOf(c.var.caller), endpoint_id);
  const { secret, sealed } = await makeSecret(owner);
  const { overlap_hours } = c.req.valid("json");
  const rotated = await c.var.db.rpc("rotate_endpoint_secret", {
    endpoint_id,
    secret: sealed,
    overlap_hours,
  });
  const endpoint = Endpoint.parse(unwrap(rotated));
  return c.json({ data: { ...endpoint, secret } }, 200, etag(endpoint));
});

const testEndpoint = defineRoute({
  method: "post",
  path: "/endpoints/{endpoint}/test",
  summary: "Send a test event",
  access: "webhooks:write",
  request: { headers: idempotencyHeader, params: EndpointId },
  responses: { 202: json(data(Delivery), "The delivery, which begins at once") },
});

endpoints.openapi(testEndpoint, async (c) => {
  const { endpoint: endpoint_id } = c.req.valid("param");
  const result = await c.var.db.rpc("test_webhook_endpoint", { endpoint_id });
  const { body, replayed } = settle(result, Delivery);
  return c.json({ data: body }, 202, replayHeaders({ replayed }));
});

const replayEndpoint = defineRoute({
  method: "post",
  path: "/endpoints/{endpoint}/replay",
  summary: "Replay past events, including parked ones",
  description: "Sends events that the endpoint subscribes to, except those still waiting to be sent to it.",
  access: "webhooks:write",
  request: { headers: idempotencyHeader, params: EndpointId, body: json(Replay) },
  responses: { 202: json(data(Replayed), "How many will be sent") },
});

endpoints.openapi(replayEndpoint, async (c) => {
  const { endpoint: endpoint_id } = c.req.valid("param");
  const { from: from_time, to: to_time, ...which } = c.req.valid("json");
  const result = await c.var.db.rpc("replay_webhook_endpoint", {
    endpoint_id,
    from_time,
    to_time,
    ...which,
  });
  const { body, replayed } = settle(result, Replayed);
  return c.json({ data: body }, 202, replayHeaders({ replayed }));
});

/** Throws 422 URL_NOT_ALLOWED for a URL that no delivery would be sent to either. */
async function requireAllowed(url: string): Promise<void> {
  try {
    await guard.check(url);
  } catch (error) {
    if (!(error instanceof UrlNotAllowed)) throw error;
    const { message } = error;
    const details = [{ path: "url", code: "not_allowed", message }];
    throw new ApiError(422, "URL_NOT_ALLOWED", `The URL cannot be used: ${message}`, { details });
  }
}
