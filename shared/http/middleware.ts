import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { AppEnv } from "../context.ts";
import { rememberBlocks } from "../access/blocks.ts";
import { countDenials } from "../access/key_usage.ts";
import { noteDenials } from "../access/note_denials.ts";
import { logged } from "./log_requests.ts";
import { observed } from "./observe_requests.ts";
import { newSpanId, parentOf, traceHeaders } from "../observe/trace.ts";
import type { AppOptions } from "./options.ts";
import { crossOrigin } from "./cross_origin.ts";
import { deprecated } from "./deprecated.ts";
import { isUnchanged } from "./etag.ts";

const defaultBodyLimit = 256 * 1024;

/**
 * Runs around every handler: request id, log line, and the headers of each answer. The headers are set on the finished
 * answer, because hono would copy headers that are set before the handler one by one.
 */
export function requestMiddleware(name: string, options: AppOptions): MiddlewareHandler<AppEnv>[] {
  const { quietPath, bodyLimit = defaultBodyLimit, contentSecurityPolicy = { defaultSrc: ["'none'"] } } =
    options;
  return [
    identified(bodyLimit),
    observed(name, quietPath),
    logged(name, quietPath),
    countDenials,
    noteDenials,
    rememberBlocks,
    secureHeaders({ ...forPagesOnly, contentSecurityPolicy }),
    crossOrigin,
    conditional,
    deprecated,
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
    const { traceId, spanId: parentSpanId } = parentOf(c.req.header("traceparent") ?? null) ?? {};
    const spanId = newSpanId();
    const requestId = /^[\w.:=+/-]{1,200}$/.test(sent) ? sent : traceId ?? crypto.randomUUID();
    c.set("requestId", requestId);
    c.set("traceId", traceId);
    c.set("parentSpanId", parentSpanId);
    c.set("spanId", spanId);
    c.set("bodyLimit", bodyLimit);
    await next();
    const { headers } = c.res;
    headers.set("x-request-id", requestId);
    headers.set("traceparent", traceHeaders(requestId, traceId, spanId).traceparent);
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
    const rate = c.get("rate");
    if (rate === undefined) return;
    headers.set("ratelimit-policy", rate.policy);
    headers.set("ratelimit", rate.state);
    if (rate.warning !== undefined) headers.set("ratelimit-warning", rate.warning);
  };
}

/** Answers 304 if the caller already has the current version. */
const conditional: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  const isRead = c.req.method === "GET" || c.req.method === "HEAD";
  if (!isRead || c.res.status !== 200 || !isUnchanged(c.req.raw.headers, c.res.headers)) return;
  const { headers } = c.res;
  headers.delete("content-type");
  headers.delete("content-length");
  c.res = new Response(null, { status: 304, headers });
};
