import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { AppEnv } from "../context.ts";
import { env } from "../data/env.ts";

const sharedWithOrigins = cors({
  origin: (origin) => env().ALLOWED_ORIGINS.includes(origin) ? origin : null,
  allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
  allowHeaders: [
    "authorization",
    "apikey",
    "content-type",
    "idempotency-key",
    "if-match",
    "if-none-match",
    "x-api-key",
    "x-client-info",
    "traceparent",
    "x-request-id",
  ],
  exposeHeaders: [
    "cache-status",
    "deprecation",
    "etag",
    "idempotency-replayed",
    "link",
    "ratelimit",
    "ratelimit-policy",
    "ratelimit-warning",
    "retry-after",
    "server-timing",
    "sunset",
    "traceparent",
    "www-authenticate",
    "x-request-id",
  ],
  maxAge: 600,
});

/** Answers CORS preflights, and lets web apps of ALLOWED_ORIGINS read the answers. */
export const crossOrigin: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (c.req.header("origin") !== undefined || c.req.method === "OPTIONS") {
    return await sharedWithOrigins(c, next);
  }
  await next();
  c.res.headers.append("vary", "Origin");
};
