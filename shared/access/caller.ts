import { verifyCredentials } from "@supabase/server/core";
import { unauthorized } from "./bearer.ts";
import { sentTokens } from "./sent_tokens.ts";
import { env } from "../data/env.ts";
import { isRecord } from "../input/record.ts";
import { ApiError, unavailable } from "../http/errors.ts";
import { exchangeKey } from "./api_key_token.ts";
import type { Caller, Person } from "../context.ts";
import { addressOf, clientAddress, rateLimiter } from "./rate_limit.ts";
import { type Role, roleScopes } from "./scopes.ts";
import { timed } from "../observe/scope.ts";

/** The keys are fetched at the first request, then @supabase/server keeps them by URL; while they are away nobody waits longer than this. */
const verifyMs = 3_000;

/** Who sent a request with these headers. Throws 401, 503 while the keys cannot be had. */
export async function authenticate(headers: Headers): Promise<Caller | Person> {
  const { key, token, apikey } = sentTokens(headers);
  if (key !== null) return await keyCaller(key, headers);
  const { SUPABASE_URL: url, SUPABASE_PUBLISHABLE_KEYS: publishableKeys, SUPABASE_SECRET_KEYS: secretKeys } =
    env();
  const verify = () =>
    withTimeout(verifyCredentials({ token, apikey }, {
      auth: ["user", "secret:*"],
      audience: "authenticated",
      env: { url, publishableKeys, secretKeys, jwks: new URL(`${url}/auth/v1/.well-known/jwks.json`) },
    }));
  const verified = await timed("auth", verify, ({ error }) => error?.status ?? 200);
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
  return userCaller(token, jwtClaims.sub, jwtClaims.app_metadata ?? {});
}

/** True if the request carries the project's secret key. For public routes, which show the operator more and refuse nobody. */
export async function isOperator(headers: Headers): Promise<boolean> {
  const bearer = headers.get("authorization")?.replace(/^Bearer +/i, "");
  const apikey = headers.get("apikey") ?? (bearer?.startsWith("sb_") ? bearer : null);
  if (apikey === null) return false;
  const { SUPABASE_SECRET_KEYS: secretKeys } = env();
  const { error } = await verifyCredentials({ token: null, apikey }, {
    auth: ["secret:*"],
    env: { secretKeys },
  });
  return error === null;
}

/** Guesses from one address reach the database no more often than its rate allows. */
async function keyCaller(key: string, headers: Headers): Promise<Caller> {
  const refuseGuesses = () => {
    if (!rateLimiter().isSpent("anonymous", addressOf(headers))) return;
    throw new ApiError(429, "RATE_LIMITED", "Too many requests without a valid key: try again in a second");
  };
  try {
    const { token, claims: { sub, key_id, scopes, app_metadata } } = await exchangeKey(
      key,
      clientAddress(headers),
      refuseGuesses,
    );
    const { client_id: clientId, limits } = app_metadata;
    return { kind: "key", keyId: key_id, scopes, userId: sub, clientId, role: null, token, limits };
  } catch (error) {
    throw error instanceof ApiError && error.status === 401 ? unauthorized(key, error.message) : error;
  }
}

function userCaller(token: string, userId: string, claims: Record<string, unknown>): Caller | Person {
  const { client_id: clientId, role, limits } = claims;
  if (typeof clientId !== "string" || !isRole(role)) {
    return { kind: "person", userId, clientId: null, token, limits: {} };
  }
  return { kind: "user", userId, clientId, role, token, limits: isRecord(limits) ? limits : {} };
}

function namedTenant(headers: Headers): string | null {
  const named = headers.get("x-client-id");
  if (named === null || /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(named)) return named;
  throw new ApiError(400, "BAD_REQUEST", "x-client-id must be the id of a tenant, sent once");
}

function isRole(role: unknown): role is Role {
  return typeof role === "string" && Object.hasOwn(roleScopes, role);
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
