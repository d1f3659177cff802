import { z } from "@hono/zod-openapi";
import { createRoutes } from "../../shared/http/app.ts";
import { unwrap } from "../../shared/data/db.ts";
import { json, page } from "../../shared/http/openapi.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";

const time = () => z.string().openapi({ format: "date-time" });

const Secret = z.object({
  kind: z.enum(["api_key", "channel", "webhook_endpoint", "webhook_source"]),
  id: z.guid().openapi({ description: "Of the key, channel, endpoint or source" }),
  name: z.string().openapi({ description: "Its name, or the endpoint's URL" }),
  created_at: time(),
  age_days: z.int(),
  expires_at: time().nullable().openapi({
    description: "When it ends, or by `secrets.max_age_days` should be replaced; null for neither",
  }),
  ends: z.boolean().openapi({ description: "Whether it stops working at `expires_at`" }),
  last_used_at: time().nullable().openapi({ description: "Known of API keys only" }),
  key_id: z.string().nullable().openapi({
    description: "The master key that encrypts it; null for API keys",
  }),
}).openapi("Secret");

/** The routes of the tenant's secrets. */
export const secrets = createRoutes();

const listSecrets = defineRoute({
  method: "get",
  path: "/secrets",
  summary: "List every secret of the tenant, newest first",
  description: "API keys, credentials of channels, and secrets of endpoints and sources, never their text.",
  access: "settings:write",
  request: { query: pageQuery },
  responses: { 200: json(page(Secret), "The secrets that work") },
});

secrets.openapi(listSecrets, async (c) => {
  const query = c.req.valid("query");
  const found = unwrap(await c.var.db.rpc("list_secrets", pageArguments(query)));
  return c.json(readPage(found, Secret, query), 200);
});
