import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "../../shared/http/app.ts";
import { allow } from "../../shared/access/auth.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { etag, ifMatch, ifMatchHeader } from "../../shared/http/etag.ts";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import { NewSource, Source, SourceId, SourceWithSecret } from "./schema.ts";
import { makeSecret, ownerOf, tenantOf } from "./secrets.ts";

const listSources = createRoute({
  method: "get",
  path: "/sources",
  summary: "The sources of inbound events, newest first",
  middleware: [allow("webhooks:read")] as const,
  request: { query: pageQuery },
  responses: { 200: json(page(Source), "The sources"), ...problems(400, 401, 403, 422, 429, 503) },
});

const createSource = createRoute({
  method: "post",
  path: "/sources",
  summary: "Let another system send events in",
  middleware: [allow("webhooks:write")] as const,
  request: { headers: idempotencyHeader, body: json(NewSource) },
  responses: {
    201: json(data(SourceWithSecret), "The source with its secret, which is shown this once"),
    ...problems(400, 401, 403, 409, 413, 415, 422, 429, 503),
  },
});

const getSource = createRoute({
  method: "get",
  path: "/sources/{source}",
  summary: "A source",
  middleware: [allow("webhooks:read")] as const,
  request: { params: SourceId },
  responses: {
    200: json(data(Source), "The source, with ETag"),
    ...problems(401, 403, 404, 422, 429, 503),
  },
});

const putSource = createRoute({
  method: "put",
  path: "/sources/{source}",
  summary: "Replace a source; its secret stays",
  middleware: [allow("webhooks:write")] as const,
  request: { headers: ifMatchHeader, params: SourceId, body: json(NewSource) },
  responses: {
    200: json(data(Source), "The source, with its new ETag"),
    ...problems(400, 401, 403, 404, 412, 413, 415, 422, 429, 503),
  },
});

const deleteSource = createRoute({
  method: "delete",
  path: "/sources/{source}",
  summary: "Take no more events from a source",
  middleware: [allow("webhooks:write")] as const,
  request: { headers: ifMatchHeader, params: SourceId },
  responses: { 204: { description: "It is gone" }, ...problems(400, 401, 403, 404, 412, 422, 429, 503) },
});

const rotateSecret = createRoute({
  method: "post",
  path: "/sources/{source}/rotate-secret",
  summary: "Give a source a new secret; the old one is valid too for 24 hours",
  middleware: [allow("webhooks:write")] as const,
  request: { params: SourceId },
  responses: {
    200: json(data(SourceWithSecret), "The source with its new secret, which is shown this once"),
    ...problems(401, 403, 404, 409, 422, 429, 503),
  },
});

/** Adds the routes of a tenant's own sources. */
export function addSourceRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(listSources, async (c) => {
    const query = c.req.valid("query");
    const found = unwrap(await c.var.db.rpc("list_webhook_sources", pageArguments(query)));
    return c.json(readPage(found, Source, query), 200);
  });

  app.openapi(createSource, async (c) => {
    const id = crypto.randomUUID();
    const { secret, sealed } = await makeSecret(ownerOf("webhook_source", tenantOf(c.var.caller), id));
    const created = { id, ...c.req.valid("json"), secret: sealed };
    const { body, replayed } = settle(await c.var.db.rpc("create_webhook_source", created), Source);
    const shown = replayed ? body : { ...body, secret };
    return c.json({ data: shown }, 201, { ...etag(body), ...replayHeaders({ replayed }) });
  });

  app.openapi(getSource, async (c) => {
    const { source: source_id } = c.req.valid("param");
    const source = Source.parse(unwrap(await c.var.db.rpc("get_webhook_source", { source_id })));
    return c.json({ data: source }, 200, etag(source));
  });

  app.openapi(putSource, async (c) => {
    const { source: source_id } = c.req.valid("param");
    const put = { source_id, ...c.req.valid("json"), if_match: ifMatch(c.req.raw.headers) };
    const source = Source.parse(unwrap(await c.var.db.rpc("put_webhook_source", put)));
    return c.json({ data: source }, 200, etag(source));
  });

  app.openapi(deleteSource, async (c) => {
    const { source: source_id } = c.req.valid("param");
    const if_match = ifMatch(c.req.raw.headers);
    unwrap(await c.var.db.rpc("delete_webhook_source", { source_id, if_match }));
    return c.body(null, 204);
  });

  app.openapi(rotateSecret, async (c) => {
    const { source: source_id } = c.req.valid("param");
    const { secret, sealed } = await makeSecret(
      ownerOf("webhook_source", tenantOf(c.var.caller), source_id),
    );
    const rotated = await c.var.db.rpc("rotate_source_secret", { source_id, secret: sealed });
    const source = Source.parse(unwrap(rotated));
    return c.json({ data: { ...source, secret } }, 200, etag(source));
  });
}
