import type { Context, MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { routePath } from "hono/route";
import { secureHeaders } from "hono/secure-headers";
import type { AppEnv } from "../context.ts";
import { countDenials } from "../access/key_usage.ts";
import type { AppOptions } from "./options.ts";
import { env } from "../data/env.ts";
import { ApiError } from "./errors.ts";
import { isUnchanged } from "./etag.ts";
import { describeError, isLogged, log, type LogLevel } from "../observe/log.ts";

const defaultBodyLimit = 256 * 1024;

/**
 * What every request of a function gets around its handler: an id, a line in the log, and the headers that each answer
 * has. They are set on the finished answer: hono would copy those that a handler finds already set, one by one.
 */
export function requestMiddleware(name: string, options: AppOptions): MiddlewareHandler<AppEnv>[] {
  const { quietPath, bodyLimit = defaultBodyLimit, contentSecurityPolicy = { defaultSrc: ["'none'"] } } =
    options;
  return [
    identified(bodyLimit),
    logged(name, quietPath),
    countDenials,
    secureHeaders({ ...forPagesOnly, contentSecurityPolicy }),
    crossOrigin,
    conditional,
  ];
}

/** Headers that have no meaning for JSON; each costs as much time as routing the request. */
const forPagesOnly = {
  crossOriginOpenerPolicy: false,
  crossOriginResourcePolicy: false,
  originAgentCluster: false,
  referrerPolicy: false,
  removePoweredBy: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
};

function identified(bodyLimit: number): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const sent = c.req.header("x-request-id") ?? "";
    const requestId = /^[\w.:=+/-]{1,200}$/.test(sent) ? sent : crypto.randomUUID();
    c.set("requestId", requestId);
    c.set("bodyLimit", bodyLimit);
    await next();
    const { headers } = c.res;
    headers.set("x-request-id", requestId);
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
    const rate = c.get("rate");
    if (rate === undefined) return;
    headers.set("ratelimit-policy", rate.policy);
    headers.set("ratelimit", rate.state);
  };
}

/** Leaves out what the caller has already. */
const conditional: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  const isRead = c.req.method === "GET" || c.req.method === "HEAD";
  if (!isRead || c.res.status !== 200 || !isUnchanged(c.req.raw.headers, c.res.headers)) return;
  const { headers } = c.res;
  headers.delete("content-type");
  headers.delete("content-length");
  c.res = new Response(null, { status: 304, headers });
};

function logged(name: string, quietPath?: string): MiddlewareHandler<AppEnv> {
  const quiet = quietPath && `/${name}/v1${quietPath}`;
  return async (c, next) => {
    const began = performance.now();
    await next();
    const { status } = c.res;
    const level: LogLevel = status >= 500 ? "error" : c.req.path === quiet ? "debug" : "info";
    if (!isLogged(level)) return;
    const caller = c.get("caller");
    log(level, {
      requestId: c.get("requestId"),
      userId: caller?.userId ?? null,
      clientId: caller?.clientId ?? null,
      ...(caller?.kind === "key" ? { keyId: caller.keyId } : {}),
      function: name,
      action: actionOf(c),
      status,
      duration: Math.round(performance.now() - began),
      ...(c.error ? { error: errorOf(c.error) } : {}),
    });
  };
}

/** Method and route pattern: the path itself may hold ids and names. */
export function actionOf(c: Context<AppEnv>): string {
  return `${c.req.method} ${routePath(c, -1)}`;
}

/** Of the caller's mistakes only the code, because the message may quote the body. */
function errorOf(error: Error): string {
  if (error instanceof ApiError && error.status < 500) return error.code;
  return describeError(error);
}

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
    "x-request-id",
  ],
  exposeHeaders: [
    "etag",
    "idempotency-replayed",
    "ratelimit",
    "ratelimit-policy",
    "retry-after",
    "www-authenticate",
    "x-request-id",
  ],
  maxAge: 600,
});

const crossOrigin: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (c.req.header("origin") !== undefined || c.req.method === "OPTIONS") {
    return await sharedWithOrigins(c, next);
  }
  await next();
  c.res.headers.append("vary", "Origin");
};
