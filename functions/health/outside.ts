import { adminClient } from "../../shared/data/db.ts";
import { env } from "../../shared/data/env.ts";
import { keyRingEnv, keyRingKeys } from "../../shared/data/key_ring.ts";
import { rateLimiter } from "../../shared/access/rate_limit.ts";
import { env as healthEnv } from "./env.ts";
import type { Check } from "./schema.ts";

/** What looking at something found; without a value it is how long that took. */
export type Finding =
  & Pick<Check, "status" | "output">
  & Partial<Pick<Check, "observedValue" | "observedUnit" | "duration_ms">>;

/** Finds out how something is, or throws. */
export type Look = (signal: AbortSignal) => Promise<Finding>;

/** Everything that the database cannot look at and this project is set up to use, by component. */
export function outsideLooks(): Record<string, Look> {
  const {
    SUPABASE_URL,
    SUPABASE_PUBLISHABLE_KEYS,
    SUPABASE_SECRET_KEYS,
    UPSTASH_REDIS_REST_URL: redis,
    UPSTASH_REDIS_REST_TOKEN: redisToken = "",
  } = env();
  const {
    STRIPE_SECRET_KEY: stripeKey,
    STRIPE_API_URL,
    RESEND_API_KEY: resendKey,
    RESEND_API_URL,
    STORAGE_BUCKET: bucket,
  } = healthEnv();
  const secret = SUPABASE_SECRET_KEYS.default;
  return {
    auth: ask(`${SUPABASE_URL}/auth/v1/health`, { apikey: SUPABASE_PUBLISHABLE_KEYS.default }),
    ...(redis && { redis: ask(`${redis}/ping`, bearer(redisToken)) }),
    rate_limiter: lookAtLimiter,
    ...(keyRingEnv().CREDENTIAL_KEYS && { secrets: lookAtSecrets }),
    ...(stripeKey && { stripe: ask(`${STRIPE_API_URL}/v1/balance`, bearer(stripeKey)) }),
    ...(resendKey && { email: ask(`${RESEND_API_URL}/domains`, bearer(resendKey)) }),
    ...(bucket && {
      storage: ask(`${SUPABASE_URL}/storage/v1/bucket/${encodeURIComponent(bucket)}`, {
        apikey: secret,
        ...bearer(secret),
      }),
    }),
  };
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

function ask(url: string, headers: Record<string, string>): Look {
  return async (signal) => {
    const response = await fetch(url, { headers, signal, redirect: "manual" });
    await response.body?.cancel();
    if (response.ok) return { status: "pass" };
    // It is there, and what it does not like is our key.
    const refused = response.status === 401 || response.status === 403;
    return { status: refused ? "warn" : "fail", output: `It answered ${response.status}` };
  };
}

/** Secrets that nobody can open any more: their deliveries and inbound events wait for the key. */
async function lookAtSecrets(signal: AbortSignal): Promise<Finding> {
  const key_ids = keyRingKeys().map(({ id }) => id);
  const { data: lost, error } = await adminClient().rpc("check_key_ring", { key_ids }).abortSignal(signal);
  const found = { observedValue: lost, observedUnit: "secrets" };
  if (error) return { status: "warn", ...found, output: "Not known while the database does not answer" };
  if (lost === 0) return { status: "pass", ...found };
  return { status: "fail", ...found, output: "A key is missing in CREDENTIAL_KEYS: put it back" };
}

/** Asked for a decision, the limiter finds out where it counts. */
async function lookAtLimiter(): Promise<Finding> {
  await rateLimiter().take("anonymous", "health");
  const { store } = rateLimiter();
  const found = { observedValue: store, observedUnit: "store" };
  if (store === "redis") return { status: "pass", ...found };
  return { status: "warn", output: "Each instance counts requests by itself: Redis is away", ...found };
}
