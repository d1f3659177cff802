import type { Context } from "hono";
import type { AppEnv, Caller, Person } from "../context.ts";
import { ApiError } from "../http/errors.ts";
import { routeName } from "../http/version.ts";
import { noteRefusal, refuseBlocked } from "./blocks.ts";
import type { Rate } from "./memory_buckets.ts";
import { limitRate, limitRoute } from "./rate_limit.ts";
import type { RateTier } from "./rate_tiers.ts";

/**
 * Takes one request out of the caller's bucket: that of the route, if the tenant's `limits.routes` names it, otherwise
 * that of the tier. Throws 429 RATE_LIMITED, and 429 BLOCKED for a caller who was refused for too long.
 */
export async function limitCaller(
  c: Context<AppEnv>,
  caller: Caller | Person,
  tier: RateTier,
): Promise<void> {
  refuseBlocked(caller);
  const subject = caller.kind === "key" ? caller.keyId : caller.userId ?? "service";
  const route = routeName(c);
  const rate = rateOf(caller.limits.routes, route);
  try {
    if (rate !== undefined) await limitRoute(c, route, subject, rate, caller.limits);
    else await limitRate(c, tier, subject, caller.limits);
  } catch (error) {
    if (error instanceof ApiError && error.code === "RATE_LIMITED") noteRefusal(caller);
    throw error;
  }
}

/** SQL has checked the setting; a token that says something else has no rate of its own. */
function rateOf(routes: unknown, route: string): Rate | undefined {
  if (typeof routes !== "object" || routes === null || !Object.hasOwn(routes, route)) return undefined;
  const found: unknown = Reflect.get(routes, route);
  if (typeof found !== "object" || found === null) return undefined;
  const { per_minute: perMinute, burst = perMinute }: { per_minute?: unknown; burst?: unknown } = found;
  return typeof perMinute === "number" && typeof burst === "number" ? { perMinute, burst } : undefined;
}
