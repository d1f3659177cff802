import { verifyCredentials } from "@supabase/server/core";
import type { Context, MiddlewareHandler } from "hono";
import { isMeantAsApiKey } from "./api_key.ts";
import type { AppEnv } from "./app.ts";
import { adminClient, userClient } from "./db.ts";
import { env } from "./env.ts";
import { ApiError, unavailable } from "./errors.ts";
import { idempotencyKey } from "./idempotency.ts";
import { exchangeKey } from "./key_exchange.ts";
import { clientAddress, limitRate, rateLimiter, type RateTier } from "./rate_limit.ts";
import { type Role, roleScopes, type Scope } from "./scopes.ts";

/**
 * Who calls: a member of a tenant, an API key of one (`userId` is who made it), or whoever holds the project's secret
 * key, who belongs to none and may name the one to act for in the header `x-client-id`. `limits` are the tenant's own
 * rates, where the operator has set any.
 */
export type Caller =
  | { kind: "user"; userId: string; clientId: string; role: Role; token: string; limits: Limits }
  | {
    kind: "key";
    keyId: string;
    scopes: string[];
    userId: string;
    clientId: string;
    role: null;
    token: string;
    limits: Limits;
  }
  | { kind: "service"; userId: null; clientId: string | null; role: null; token: string; limits: Limits };

/** Requests a minute by tier. */
type Limits = Record<string, unknown>;

/** The keys are fetched at the first request, then @supabase/server keeps them by URL; while they are away nobody waits longer than this. */
const verifyMs = 3_000;

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

function addressOf(headers: Headers): string {
  return clientAddress(headers) ?? "unknown";
}

/** Who sent a request with these headers. Throws 401, 403 without a tenant, 503 while the keys cannot be had. */
export async function authenticate(headers: Headers): Promise<Caller> {
  const { key, token, apikey } = credentials(headers);
  if (key !== null) return await keyCaller(key, headers);
  const { SUPABASE_URL: url, SUPABASE_PUBLISHABLE_KEYS: publishableKeys, SUPABASE_SECRET_KEYS: secretKeys } =
    env();
  const verified = await withTimeout(verifyCredentials({ token, apikey }, {
    auth: ["user", "secret:*"],
    audience: "authenticated",
    env: { url, publishableKeys, secretKeys, jwks: new URL(`${url}/auth/v1/.well-known/jwks.json`) },
  }));
  if (verified.error !== null) {
    if (verified.error.status >= 500) throw unavailable("Sign-in", verified.error);
    throw unauthorized(token, verified.error.message);
  }
  if (verified.data.authMode === "secret" && apikey !== null) {
    return {
      kind: "service",
      userId: null,
      clientId: namedTenant(headers),
      role: null,
      token: apikey,
      limits: {},
    };
  }
  const { jwtClaims } = verified.data;
  if (token === null || jwtClaims === null) throw unauthorized(token, "");
  return member(token, jwtClaims.sub, jwtClaims.app_metadata ?? {});
}

/** Guesses from one address reach the database no more often than its rate allows. */
async function keyCaller(key: string, headers: Headers): Promise<Caller> {
  const refuseGuesses = () => {
    if (!rateLimiter().isSpent("anonymous", addressOf(headers))) return;
    throw new ApiError(429, "RATE_LIMITED", "Too many requests without a valid key: try again in a second");
  };
  try {
    const { token, claims: { sub, key_id, scopes, app_metadata } } = await exchangeKey(key, refuseGuesses);
    const { client_id: clientId, limits } = app_metadata;
    return { kind: "key", keyId: key_id, scopes, userId: sub, clientId, role: null, token, limits };
  } catch (error) {
    throw error instanceof ApiError && error.status === 401 ? unauthorized(key, error.message) : error;
  }
}

interface Credentials {
  /** An API key of a tenant. */
  key: string | null;
  /** A user's token. */
  token: string | null;
  /** The project's publishable or secret key. */
  apikey: string | null;
}

/** supabase-js sends the project's key as bearer token too when nobody is signed in: that is no user's token. */
function credentials(headers: Headers): Credentials {
  const authorization = headers.get("authorization");
  const apikey = headers.get("apikey");
  const key = headers.get("x-api-key");
  if (authorization === null) return { key, token: null, apikey };
  const token = /^Bearer +([^\s,]+)$/i.exec(authorization)?.[1];
  if (token === undefined) {
    throw unauthorized("", "The Authorization header must be sent once, as `Bearer <token>`");
  }
  if (token.startsWith("sb_")) return { key, token: null, apikey: token };
  if (key !== null && key !== token) {
    throw new ApiError(400, "BAD_REQUEST", "Send either x-api-key or Authorization: who calls must be one");
  }
  return isMeantAsApiKey(token) ? { key: token, token: null, apikey } : { key, token, apikey };
}

function member(token: string, userId: string, claims: Record<string, unknown>): Caller {
  const { client_id: clientId, role, limits } = claims;
  if (typeof clientId !== "string" || !isRole(role)) {
    throw new ApiError(
      403,
      "FORBIDDEN",
      "You belong to no tenant yet: ask its owner to add you, then sign in again or refresh the session",
    );
  }
  return { kind: "user", userId, clientId, role, token, limits: isObject(limits) ? limits : {} };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function namedTenant(headers: Headers): string | null {
  const named = headers.get("x-client-id");
  if (named === null || /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(named)) return named;
  throw new ApiError(400, "BAD_REQUEST", "x-client-id must be the id of a tenant, sent once");
}

function isRole(role: unknown): role is Role {
  return typeof role === "string" && Object.hasOwn(roleScopes, role);
}

function requireScope(caller: Caller, scope: Scope): void {
  if (caller.kind === "service") return;
  const granted: readonly string[] = caller.kind === "key" ? caller.scopes : roleScopes[caller.role];
  if (granted.includes(scope)) return;
  const giver = caller.kind === "key"
    ? "the API key does not have"
    : `the role ${caller.role} does not grant`;
  throw new ApiError(
    403,
    "FORBIDDEN",
    `This needs the scope ${scope}, which ${giver}`,
    {},
    {
      headers: {
        "WWW-Authenticate": `Bearer realm="frontline", error="insufficient_scope", scope="${scope}"`,
      },
    },
  );
}

/** RFC 6750: a request without a token is only told how to sign in, one with a token what is wrong with it. */
function unauthorized(token: string | null, reason: string): ApiError {
  const message = token === null
    ? "Sign in first: send `Authorization: Bearer <access token or API key>`"
    : plain(reason);
  const challenge = token === null
    ? ""
    : `, error="invalid_token", error_description="${
      message.replaceAll('"', "'").replace(/[^\x20-\x7e]/g, "")
    }"`;
  return new ApiError(401, "UNAUTHORIZED", message, {}, {
    headers: { "WWW-Authenticate": `Bearer realm="frontline"${challenge}` },
  });
}

function plain(reason: string): string {
  return reason.replace(/^\[@supabase\/server\] /, "");
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

async function withTimeout<T>(verification: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(unavailable("Sign-in")), verifyMs);
  try {
    return await Promise.race([verification, promise]);
  } finally {
    clearTimeout(timer);
  }
}
