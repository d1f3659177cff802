import { newApiKey, newApiKeys } from "../../shared/access/api_key.ts";
import { createApp } from "../../shared/http/app.ts";
import { endOf } from "../../shared/data/days.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { data, json, page } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import { ApiKey, ApiKeyId, KeyRotation, KeyStatus, NewApiKey, ShownApiKey } from "./schema.ts";

const app = createApp("api-keys");

const listApiKeys = defineRoute({
  method: "get",
  path: "/",
  summary: "List API keys, newest first",
  description: "Without `status`, lists keys that are not revoked.",
  access: "api_keys:manage",
  request: { query: pageQuery.extend({ status: KeyStatus.optional() }) },
  responses: { 200: json(page(ApiKey), "The keys") },
});

app.openapi(listApiKeys, async (c) => {
  const query = c.req.valid("query");
  const { status } = query;
  const found = unwrap(await c.var.db.rpc("list_api_keys", { status, ...pageArguments(query) }));
  return c.json(readPage(found, ApiKey, query), 200);
});

const createApiKey = defineRoute({
  method: "post",
  path: "/",
  summary: "Create an API key",
  description:
    "`key` is returned only in this answer; we store only its digest. The key ends when you leave the " +
    "tenant, and loses the scopes that a new role of yours does not grant.",
  access: "api_keys:manage",
  request: { headers: idempotencyHeader, body: json(NewApiKey) },
  responses: { 201: json(data(ShownApiKey), "The key") },
});

app.openapi(createApiKey, async (c) => {
  const { expires_at, allowed_cidrs, ...wanted } = c.req.valid("json");
  const { key, ...digest } = await newApiKey(wanted.mode);
  const end = expires_at === null ? {} : { expires_at: await endOf(c.var.db, expires_at) };
  const from = allowed_cidrs === null ? {} : { allowed_cidrs };
  const result = await c.var.db.rpc("create_api_key", { ...wanted, ...end, ...from, ...digest });
  const { body, replayed } = settle(result, ApiKey);
  return c.json({ data: replayed ? body : { ...body, key } }, 201, replayHeaders({ replayed }));
});

const getApiKey = defineRoute({
  method: "get",
  path: "/{id}",
  summary: "Get an API key, including a revoked one",
  access: "api_keys:manage",
  request: { params: ApiKeyId },
  responses: { 200: json(data(ApiKey), "The key, without its secret") },
});

app.openapi(getApiKey, async (c) => {
  const { id: key_id } = c.req.valid("param");
  return c.json({ data: ApiKey.parse(unwrap(await c.var.db.rpc("get_api_key", { key_id }))) }, 200);
});

const revokeApiKey = defineRoute({
  method: "delete",
  path: "/{id}",
  summary: "Revoke an API key immediately and permanently",
  description: "Also revokes every key that it created or rotated.",
  access: "api_keys:manage",
  request: { params: ApiKeyId },
  responses: { 204: { description: "It is dead" } },
});

app.openapi(revokeApiKey, async (c) => {
  const { id: key_id } = c.req.valid("param");
  unwrap(await c.var.db.rpc("revoke_api_key", { key_id }));
  return c.body(null, 204);
});

const rotateApiKey = defineRoute({
  method: "post",
  path: "/{id}/rotate",
  summary: "Rotate an API key",
  description: "Keeps id, scopes and expiry. Only the previous secret keeps working, for the overlap.",
  access: "api_keys:manage",
  request: { headers: idempotencyHeader, params: ApiKeyId, body: json(KeyRotation) },
  responses: { 200: json(data(ShownApiKey), "The key, with its new secret") },
});

app.openapi(rotateApiKey, async (c) => {
  const keys = await newApiKeys();
  const { prefix, digest } = keys.live;
  const { id: key_id } = c.req.valid("param");
  const { overlap_hours } = c.req.valid("json");
  const sent = { key_id, overlap_hours, prefix, digest, test_digest: keys.test.digest };
  const { body, replayed } = settle(await c.var.db.rpc("rotate_api_key", sent), ApiKey);
  return c.json(
    { data: replayed ? body : { ...body, key: keys[body.mode].key } },
    200,
    replayHeaders({ replayed }),
  );
});

export default app;
