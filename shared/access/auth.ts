import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv, Caller } from "../context.ts";
import { insufficientScope } from "./bearer.ts";
import { authenticate } from "./caller.ts";
import { adminClient, userClient } from "../data/db.ts";
import { ApiError } from "../http/errors.ts";
import { forwardedHeaders } from "./forwarded_headers.ts";
import { addressOf, limitRate, limitTenant } from "./rate_limit.ts";
import type { RateTier } from "./rate_tiers.ts";
import { roleScopes, type Scope } from "./scopes.ts";

/**
 * Who may use a route. A scope: members whose role grants it, API keys that hold it, and the project's secret key; the
 * rate tier is `read` for GET and `write` for other methods unless one is named. `operator`: the secret key only.
 * `worker`: the same without a rate limit; the database wakes workers. `public`: everyone, limited by address.
 * `open`: no check and no limit.
 */
export type Access = Scope | { scope: Scope; tier: RateTier } | "operator" | "worker" | "public" | "open";

/** The scope that a rule asks for, if any. */
export function scopeOf(access: Access): Scope | undefined {
  if (typeof access === "object") return access.scope;
  return access === "operator" || access === "worker" || access === "public" || access === "open"
    ? undefined
    : access;
}

/** The middleware that enforces a rule. */
export function admit(access: Access): MiddlewareHandler<AppEnv>[] {
  switch (access) {
    case "open":
      return [];
    case "public":
      return [limitedByAddress];
    case "operator":
      return [secretKeyOnly((c) => limitRate(c, defaultTier(c), "service"))];
    case "worker":
      return [secretKeyOnly(() => Promise.resolve())];
    default:
      return [typeof access === "object" ? scopeRequired(access.scope, access.tier) : scopeRequired(access)];
  }
}

const limitedByAddress: MiddlewareHandler<AppEnv> = async (c, next) => {
  await limitAddress(c);
  await next();
};

/**
 * Answers 401, 403 or 429, or sets `c.var.caller` and `c.var.db`. The scope check gives an early, clear 403; SQL checks
 * it again.
 */
function scopeRequired(scope: Scope, tier?: RateTier): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const caller = await identify(c);
    await limitRate(c, tier ?? defaultTier(c), rateSubject(caller), caller.limits);
    if (caller.kind !== "service") await limitTenant(c, caller.clientId, caller.limits);
    requireScope(caller, scope);
    const headers = forwardedHeaders(c, caller);
    c.set("db", caller.kind === "service" ? adminClient(headers) : userClient(caller.token, headers));
    await next();
  };
}

function secretKeyOnly(limit: (c: Context<AppEnv>) => Promise<void>): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const caller = await identify(c);
    if (caller.kind !== "service") {
      await limitRate(c, "read", rateSubject(caller), caller.limits);
      throw new ApiError(
        403,
        "FORBIDDEN",
        "Only the operator may do this: it needs the project's secret key",
      );
    }
    await limit(c);
    c.set("db", adminClient(forwardedHeaders(c, caller)));
    await next();
  };
}

function defaultTier(c: Context): RateTier {
  return c.req.method === "GET" || c.req.method === "HEAD" ? "read" : "write";
}

function rateSubject(caller: Caller): string {
  return caller.kind === "key" ? caller.keyId : caller.userId ?? "service";
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

/** Counts an unauthenticated request by its address. */
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
