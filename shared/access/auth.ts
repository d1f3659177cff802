import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv } from "../http/app.ts";
import { insufficientScope } from "./bearer.ts";
import { authenticate, type Caller } from "./caller.ts";
import { adminClient, userClient } from "../data/db.ts";
import { ApiError } from "../http/errors.ts";
import { idempotencyKey } from "../data/idempotency.ts";
import { addressOf, clientAddress, limitRate } from "./rate_limit.ts";
import type { RateTier } from "./rate_tiers.ts";
import { roleScopes, type Scope } from "./scopes.ts";

/** Which scope a route's middleware asks for, so that the OpenAPI document can say so. */
export const requiredScopes = new WeakMap<object, Scope>();

/**
 * Lets a caller through whose role or API key grants the scope and whose rate allows it, and gives the handler
 * `c.var.caller` and `c.var.db`, a Data API client that acts as the caller. Answers 401, 403 or 429 otherwise. The tier
 * is `read` for GET and `write` for the rest unless one is named. It is a courtesy: SQL decides again.
 */
export function allow(scope: Scope, options: { tier?: RateTier } = {}): MiddlewareHandler<AppEnv> {
  const middleware: MiddlewareHandler<AppEnv> = async (c, next) => {
    const caller = await identify(c);
    const tier = options.tier ?? (c.req.method === "GET" || c.req.method === "HEAD" ? "read" : "write");
    await limitRate(c, tier, rateSubject(caller), caller.limits);
    requireScope(caller, scope);
    c.set("caller", caller);
    const headers = forwardedHeaders(c, caller);
    c.set("db", caller.kind === "service" ? adminClient(headers) : userClient(caller.token, headers));
    await next();
  };
  requiredScopes.set(middleware, scope);
  return middleware;
}

function rateSubject(caller: Caller): string {
  return caller.kind === "key" ? caller.keyId : caller.userId ?? "service";
}

/** Routes that only the project's secret key opens, for the OpenAPI document. */
export const secretOnly = new WeakSet<object>();

/** Lets only the project's secret key through, at the rate of its tier; as {@link allow} otherwise. */
export function allowOperator(): MiddlewareHandler<AppEnv> {
  return secretKeyOnly((c) => limitRate(c, c.req.method === "GET" ? "read" : "write", "service"));
}

/** Lets only the project's secret key through, at any rate: the database wakes workers with it. */
export function allowWorker(): MiddlewareHandler<AppEnv> {
  return secretKeyOnly(() => Promise.resolve());
}

function secretKeyOnly(limit: (c: Context<AppEnv>) => Promise<void>): MiddlewareHandler<AppEnv> {
  const middleware: MiddlewareHandler<AppEnv> = async (c, next) => {
    const caller = await identify(c);
    if (caller.kind !== "service") {
      await limitRate(c, "read", rateSubject(caller), caller.limits);
      throw new ApiError(403, "FORBIDDEN", "This is for the operator: it needs the project's secret key");
    }
    await limit(c);
    c.set("db", adminClient(forwardedHeaders(c, caller)));
    await next();
  };
  secretOnly.add(middleware);
  return middleware;
}

/** The caller, for the log; a caller without a tenant is limited by address like one without a token. */
async function identify(c: Context<AppEnv>): Promise<Caller> {
  try {
    const caller = await authenticate(c.req.raw.headers);
    c.set("caller", caller);
    return caller;
  } catch (error) {
    if (error instanceof ApiError) await limitAddress(c);
    throw error;
  }
}

/** Counts a request without a caller by its address. */
export function limitAddress(c: Context<AppEnv>): Promise<void> {
  return limitRate(c, "anonymous", addressOf(c.req.raw.headers));
}

function requireScope(caller: Caller, scope: Scope): void {
  if (caller.kind === "service") return;
  const granted: readonly string[] = caller.kind === "key" ? caller.scopes : roleScopes[caller.role];
  if (granted.includes(scope)) return;
  const giver = caller.kind === "key"
    ? "the API key does not have"
    : `the role ${caller.role} does not grant`;
  throw insufficientScope(scope, giver);
}

/** What SQL is told about the request, for audit entries and idempotency. */
function forwardedHeaders(c: Context<AppEnv>, caller: Caller): Record<string, string> {
  const headers: Record<string, string> = { "x-request-id": c.var.requestId };
  const key = idempotencyKey(c.req.raw.headers);
  const agent = c.req.header("user-agent");
  const address = clientAddress(c.req.raw.headers);
  if (key !== undefined) headers["idempotency-key"] = key;
  if (agent !== undefined) headers["user-agent"] = agent;
  if (address !== undefined) headers["x-forwarded-for"] = address;
  if (caller.kind === "service" && caller.clientId !== null) headers["x-client-id"] = caller.clientId;
  return headers;
}
