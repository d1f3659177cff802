import { z } from "@hono/zod-openapi";
import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { decodeCursor, pageQuery, pageSize, paginate } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { ListedCheckpoint, TenantHeader } from "./schema.ts";
import { publicKeys } from "./signatures.ts";

const Found = z.object({ rows: z.array(ListedCheckpoint), total: z.int().nullable() });

const PublicKey = z.object({
  kty: z.string().openapi({ example: "EC" }),
  crv: z.string().openapi({ example: "P-256" }),
  kid: z.string(),
  x: z.string(),
  y: z.string(),
  alg: z.string().openapi({ example: "ES256" }),
  use: z.string().openapi({ example: "sig" }),
});
const KeySet = z.object({ keys: z.array(PublicKey) });

/** The routes of checkpoints. */
export const checkpoints = createRoutes();

const listCheckpoints = defineRoute({
  method: "get",
  path: "/checkpoints",
  summary: "List signed checkpoints, newest first",
  description:
    "One an hour in which the log grew. Keep one outside: it proves what the log held when it was signed.",
  access: "audit:read",
  request: { headers: TenantHeader, query: pageQuery },
  responses: { 200: json(page(ListedCheckpoint), "The checkpoints"), ...problems(404) },
});

checkpoints.openapi(listCheckpoints, async (c) => {
  const { limit, cursor, count } = c.req.valid("query");
  const [after_size] = cursor === undefined ? [] : decodeCursor(cursor, z.tuple([z.int().min(1)]));
  const place = { after_size, ...pageSize({ limit, count }) };
  const { rows, total } = Found.parse(unwrap(await c.var.db.rpc("list_audit_checkpoints", place)));
  return c.json(paginate(rows, limit, ({ size }) => [size], total), 200);
});

const listKeys = defineRoute({
  method: "get",
  path: "/keys",
  summary: "Get the public keys that checkpoints are verified with",
  access: "audit:read",
  responses: { 200: json(data(KeySet), "A JWKS, with the keys that signed before") },
});

checkpoints.openapi(listKeys, (c) => c.json({ data: KeySet.parse(publicKeys()) }, 200));
