import { createRoutes } from "../../shared/http/app.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { etag, ifMatch, ifMatchHeader, ifNoneMatchHeader } from "../../shared/http/etag.ts";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { data, json, page } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import { keepSecret, tenantOf } from "./secrets.ts";
import { NewSource, Source, SourceId, SourceRotation, SourceWithSecret } from "./source_schema.ts";

/** The routes of a tenant's own sources. */
export const sources = createRoutes();

const listSources = defineRoute({
  method: "get",
  path: "/sources",
  summary: "List sources of inbound events, newest first",
  access: "webhooks:read",
  request: { query: pageQuery },
  responses: { 200: json(page(Source), "The sources") },
});

sources.openapi(listSources, async (c) => {
  const query = c.req.valid("query");
  const found = unwrap(await c.var.db.rpc("list_webhook_sources", pageArguments(query)));
  return c.json(readPage(found, Source, query), 200);
});

const createSource = defineRoute({
  method: "post",
  path: "/sources",
  summary: "Create a source of inbound events",
  access: "webhooks:write",
  request: { headers: idempotencyHeader, body: json(NewSource) },
  responses: {
    201: json(data(SourceWithSecret), "The source; a secret that we made is shown this once"),
  },
});

sources.openapi(createSource, async (c) => {
  const id = crypto.randomUUID();
  const { source, secret: issued } = c.req.valid("json");
  const { made, sealed } = await keepSecret(["webhook_source", tenantOf(c.var.caller), id], issued);
  const created = { id, ...source, secret: sealed };
  const { body, replayed } = settle(await c.var.db.rpc("create_webhook_source", created), Source);
  const shown = replayed ? body : { ...body, ...made };
  return c.json({ data: shown }, 201, { ...etag(body), ...replayHeaders({ replayed }) });
});

const getSource = defineRoute({
  method: "get",
  path: "/sources/{source}",
  summary: "Get a source",
  access: "webhooks:read",
  request: { headers: ifNoneMatchHeader, params: SourceId },
  responses: { 200: json(data(Source), "The source, with ETag") },
});

sources.openapi(getSource, async (c) => {
  const { source: source_id } = c.req.valid("param");
  const source = Source.parse(unwrap(await c.var.db.rpc("get_webhook_source", { source_id })));
  return c.json({ data: source }, 200, etag(source));
});

const putSource = defineRoute({
  method: "put",
  path: "/sources/{source}",
  summary: "Replace a source",
  description: "Without `secret` the secret stays; with one the former secrets end at once.",
  access: "webhooks:write",
  request: { headers: ifMatchHeader, params: SourceId, body: json(NewSource) },
  responses: { 200: json(data(Source), "The source, with its new ETag") },
});

sources.openapi(putSource, async (c) => {
  const { source: source_id } = c.req.valid("param");
  const { source, secret: issued } = c.req.valid("json");
  const secret = issued &&
    (await keepSecret(["webhook_source", tenantOf(c.var.caller), source_id], issued)).sealed;
  const put = { source_id, ...source, secret, if_match: ifMatch(c.req.raw.headers) };
  const body = Source.parse(unwrap(await c.var.db.rpc("put_webhook_source", put)));
  return c.json({ data: body }, 200, etag(body));
});

const deleteSource = defineRoute({
  method: "delete",
  path: "/sources/{source}",
  summary: "Delete a source",
  access: "webhooks:write",
  request: { headers: ifMatchHeader, params: SourceId },
  responses: { 204: { description: "It is gone" } },
});

sources.openapi(deleteSource, async (c) => {
  const { source: source_id } = c.req.valid("param");
  const if_match = ifMatch(c.req.raw.headers);
  unwrap(await c.var.db.rpc("delete_webhook_source", { source_id, if_match }));
  return c.body(null, 204);
});

const rotateSecret = defineRoute({
  method: "post",
  path: "/sources/{source}/rotate-secret",
  summary: "Rotate a source's secret",
  description:
    "Former secrets stay valid for `overlap_hours`, 24 if left out. The sender may have issued the new one.",
  access: "webhooks:write",
  request: { params: SourceId, body: { ...json(SourceRotation), required: false } },
  responses: {
    200: json(data(SourceWithSecret), "The source; a secret that we made is shown this once"),
  },
});

sources.openapi(rotateSecret, async (c) => {
  const { source: source_id } = c.req.valid("param");
  const { overlap_hours, secret: issued } = c.req.valid("json");
  const owner = ["webhook_source", tenantOf(c.var.caller), source_id] as const;
  const { made, sealed } = await keepSecret(owner, issued ?? undefined);
  const rotated = await c.var.db.rpc("rotate_source_secret", { source_id, secret: sealed, overlap_hours });
  const source = Source.parse(unwrap(rotated));
  return c.json({ data: { ...source, ...made } }, 200, etag(source));
});
