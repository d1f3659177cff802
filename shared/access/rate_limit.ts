import type { Context } from "hono";
import ipaddr from "ipaddr.js";
import type { AppEnv } from "../context.ts";
import { env } from "../data/env.ts";
import { ApiError } from "../http/errors.ts";
import { type Rate, type RateDecision, takeWhole } from "./memory_buckets.ts";
import { RateLimiter } from "./rate_limiter.ts";
import { type RateTier, slowAfter } from "./rate_tiers.ts";
import { slowDown } from "./slow_down.ts";

let limiter: RateLimiter | undefined;

/** The process's limiter, made at the first use. */
export function rateLimiter(): RateLimiter {
  return limiter ??= new RateLimiter(env());
}

/**
 * Takes one request out of the subject's bucket, announces what is left in the headers RateLimit-Policy and RateLimit
 * (draft-ietf-httpapi-ratelimit-headers-10), delays the request when little is, and throws 429 when nothing is. `own`
 * are the tenant's numbers by tier.
 */
export async function limitRate(
  c: Context<AppEnv>,
  tier: RateTier,
  subject: string,
  own: Record<string, unknown> = {},
): Promise<void> {
  const limit = rateLimiter().limit(tier, own);
  const decision = await rateLimiter().take(tier, subject, limit);
  announce(c, tier, limit, decision);
  // Who guesses keys from an address would be let in again by the delay: an address is only warned, then refused.
  const delayed = tier === "anonymous" ? undefined : subject;
  await slow(c, delayed, { perMinute: limit, burst: limit }, decision, own);
}

/** The same for a route whose rate the operator has set for the tenant. */
export async function limitRoute(
  c: Context<AppEnv>,
  route: string,
  subject: string,
  rate: Rate,
  own: Record<string, unknown>,
): Promise<void> {
  const decision = await rateLimiter().takeOfRoute(route, subject, rate);
  announce(c, "route", rate.perMinute, decision);
  await slow(c, subject, rate, decision, own);
}

/** Above `slow_after` the answer says how much is used, and comes later. */
async function slow(
  c: Context<AppEnv>,
  subject: string | undefined,
  { burst }: Rate,
  { remaining }: RateDecision,
  { slow_after: own }: Record<string, unknown>,
): Promise<void> {
  const after = typeof own === "number" ? own : slowAfter;
  const used = Math.min(1, 1 - remaining / burst);
  const { rate } = c.var;
  if (used <= after || rate === undefined) return;
  const began = performance.now();
  if (subject !== undefined) await slowDown(subject, used, after);
  c.set("rate", { ...rate, warning: used.toFixed(2), delayedMs: performance.now() - began });
}

function announce(c: Context<AppEnv>, tier: RateTier | "route", limit: number, decision: RateDecision): void {
  const { allowed, remaining, reset } = decision;
  const seconds = Math.max(1, Math.ceil((reset - Date.now()) / 1000));
  c.set("rate", {
    policy: `"${tier}";q=${limit};w=60`,
    state: `"${tier}";r=${allowed ? remaining : 0};t=${seconds}`,
  });
  if (allowed) return;
  const whose = tier === "tenant" ? " by your tenant" : "";
  throw new ApiError(
    429,
    "RATE_LIMITED",
    `More than ${limit} requests a minute${whose}: try again in ${seconds} s`,
    { retry_after: seconds },
  );
}

/** Requests that this process let through and has not taken out of the tenant's bucket yet. */
const uncounted = new Map<string, number>();

/**
 * Bounds what all callers of a tenant do together. They are taken out of its bucket a thousandth of the rate at a time,
 * so that few requests cost a second round trip.
 */
export async function limitTenant(
  c: Context<AppEnv>,
  tenant: string,
  own: Record<string, unknown> = {},
): Promise<void> {
  const limit = rateLimiter().limit("tenant", own);
  const share = Math.max(1, Math.floor(limit / 1000));
  if (takeWhole(uncounted, tenant, 1, share) === 0) return;
  const decision = await rateLimiter().take("tenant", tenant, limit, share);
  if (!decision.allowed) announce(c, "tenant", limit, decision);
}

/**
 * The caller's address as the platform saw it. Cloudflare, in front of every hosted project, overwrites
 * `cf-connecting-ip`, and so does the local gateway; `x-forwarded-for` begins with whatever the caller wrote in it.
 */
export function clientAddress(headers: Headers): string | undefined {
  const sent = headers.get("cf-connecting-ip") ?? "";
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(sent) ||
    (ipaddr.IPv6.isValid(sent) && !sent.includes("%"));
  return isAddress ? ipaddr.process(sent).toString() : undefined;
}

/**
 * Rate-limit key for unauthenticated requests. Whoever has one IPv6 address usually has its whole /64, so all of it is
 * one caller.
 */
export function addressOf(headers: Headers): string {
  const address = clientAddress(headers);
  if (address === undefined) return "unknown";
  if (!address.includes(":")) return address;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`)}/64`;
}
