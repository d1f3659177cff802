import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv, Caller, Person } from "../context.ts";
import { insufficientScope } from "./bearer.ts";
import { authenticate } from "./caller.ts";
import { adminClient, userClient } from "../data/db.ts";
import { ApiError } from "../http/errors.ts";
import { forwardedHeaders } from "./forwarded_headers.ts";
import { limitCaller } from "./limit_caller.ts";
import { addressOf, limitRate, limitTenant } from "./rate_limit.ts";
import type { RateTier } from "./rate_tiers.ts";
import { roleScopes, type Scope } from "./scopes.ts";

/**
 * Who may use a route. A scope: members whose role grants it, API keys that hold it, and the project's secret key; the
 * rate tier is `read` for GET and `write` for other methods unless one is named. `operator`: the secret key only.
 * `authenticated`: every caller, with or without a tenant. `signed_in`: the same, but no API key and no secret key. `worker`: the secret key without a rate limit; the database wakes workers. `public`: everyone, limited by address.
 * `open`: no check and no limit.
 */
export type Access =
  | Scope
  | { scope: Scope; tier: RateTier }
  | "authenticated"
  | "signed_in"
  | "operator"
  | "worker"
  | "public"
  | "open";

/** The scope that a rule asks for, if any. */
export function scopeOf(access: Access): Scope | undefined {
  if (typeof access === "object") return access.scope;
  switch (access) {
    case "authenticated":
    case "signed_in":
    case "operator":
    case "worker":
    case "public":
    case "open":
      return undefined;
    default:
      return access;
  }
}

/** The middleware that enforces a rule. */
export function admit(access: Access): MiddlewareHandler<AppEnv>[] {
  switch (access) {
    case "open":
      return [];
    case "public":
      return [limitedByAddress];
    case "authenticated":
      return [callerRequired];
    case "signed_in":
      return [userRequired];
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

const userRequired: MiddlewareHandler<AppEnv> = async (c, next) => {
  const caller = await identify(c);
  await limitCaller(c, caller, defaultTier(c));
  if (caller.kind === "key" || caller.kind === "service") {
    throw new ApiError(403, "FORBIDDEN", "This needs the token of a signed-in user, not a key");
  }
  c.set("db", userClient(caller.token, forwardedHeaders(c, caller)));
  await next();
};

const callerRequired: MiddlewareHandler<AppEnv> = async (c, next) => {
  const caller = await identify(c);
  await limitCaller(c, caller, defaultTier(c));
  if (caller.kind !== "service" && caller.clientId !== null) {
    await limitTenant(c, caller.clientId, caller.limits);
  }
  if (caller.kind === "key" && caller.scopes.length === 0) {
    throw new ApiError(403, "FORBIDDEN", "The API key has no scopes");
  }
  const headers = forwardedHeaders(c, caller);
  c.set("db", caller.kind === "service" ? adminClient(headers) : userClient(caller.token, headers));
  await next();
};

/**
 * Answers 401, 403 or 429, or sets `c.var.caller` and `c.var.db`. The scope check gives an early, clear 403; SQL checks
 * it again.
 */
function scopeRequired(scope: Scope, tier?: RateTier): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const caller = await identifyMember(c);
    await limitCaller(c, caller, tier ?? defaultTier(c));
    if (caller.kind !== "service") await limitTenant(c, caller.clientId, caller.limits);
    requireScope(caller, scope);
    const headers = forwardedHeaders(c, caller);
    c.set("db", caller.kind === "service" ? adminClient(headers) : userClient(caller.token, headers));
    await next();
  };
}

function secretKeyOnly(limit: (c: Context<AppEnv>) => Promise<void>): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const caller = await identifyMember(c);
    if (caller.kind !== "service") {
      await limitCaller(c, caller, "read");
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

/** The caller, for the log. */
async function identify(c: Context<AppEnv>): Promise<Caller | Person> {
  try {
    const caller = await authenticate(c.req.raw.headers);
    if (caller.kind === "person") c.set("person", caller);
    else c.set("caller", caller);
    return caller;
  } catch (error) {
    if (error instanceof ApiError) await limitAddress(c);
    throw error;
  }
}

/** The caller of a tenant's route. A user without a tenant is limited by address like one without a token. */
async function identifyMember(c: Context<AppEnv>): Promise<Caller> {
  const caller = await identify(c);
  if (caller.kind !== "person") return caller;
  await limitAddress(c);
  throw new ApiError(
    403,
    "FORBIDDEN",
    "You belong to no tenant yet: create one or ask its owner to invite you, then refresh the session",
  );
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
