import { Ratelimit } from "@upstash/ratelimit";
import type { Redis } from "@upstash/redis";
import type { Env } from "../data/env.ts";
import { OptionalRedis } from "../data/redis.ts";
import { MemoryBuckets, type Rate, type RateDecision, remember } from "./memory_buckets.ts";
import { type RateTier, rateTiers } from "./rate_tiers.ts";
import { timed } from "../observe/scope.ts";

/** Long enough for a region's Redis, short enough not to be felt. */
const decisionMs = 250;

/**
 * Token buckets in Redis, and in this process while Redis is away. RATE_LIMITS may set other rates for everyone, the
 * settings `limits.*` for a tenant.
 */
export class RateLimiter {
  readonly #redis: OptionalRedis;
  readonly #limiters = new Map<string, Ratelimit>();
  /** When an empty bucket gets its next request, in ms since 1970. */
  readonly #spent = new Map<string, number>();
  readonly #memory = new MemoryBuckets();
  readonly #limits: Record<RateTier, number>;

  constructor(settings: Pick<Env, "UPSTASH_REDIS_REST_URL" | "UPSTASH_REDIS_REST_TOKEN" | "RATE_LIMITS">) {
    this.#limits = { ...rateTiers, ...settings.RATE_LIMITS };
    this.#redis = new OptionalRedis(settings, {
      action: "rate_limit",
      whileAway: "counting in memory",
      // Ratelimit only stops waiting at its timeout; this also ends the request.
      timeoutMs: 2 * decisionMs,
    });
  }

  /** Where requests are counted now. `memory` counts by instance, so more requests pass. */
  get store(): "redis" | "memory" {
    return this.#redis.isAway ? "memory" : "redis";
  }

  /** Requests a minute; `own` are the tenant's numbers by tier, as its tokens name them. */
  limit(tier: RateTier, own: Record<string, unknown> = {}): number {
    const limit = Object.hasOwn(own, tier) ? own[tier] : undefined;
    return typeof limit === "number" && limit >= 1 ? limit : this.#limits[tier];
  }

  /** True if this process found the bucket empty and it has not refilled yet. Takes no request. */
  isSpent(tier: RateTier, subject: string): boolean {
    return (this.#spent.get(`${tier}:${subject}`) ?? 0) > Date.now();
  }

  /** Takes one request, or more at once, out of the subject's bucket, in one round trip or none. */
  async take(tier: RateTier, subject: string, limit = this.limit(tier), requests = 1): Promise<RateDecision> {
    const key = `${tier}:${subject}`;
    // Another rate is another bucket: a smaller one does not inherit what a larger one held.
    const rate = { perMinute: limit, burst: limit };
    const decision = await this.#decide(`${tier}:${limit}:${subject}`, rate, requests);
    if (decision.allowed) this.#spent.delete(key);
    else remember(this.#spent, key, decision.reset);
    return decision;
  }

  /** Takes one request, or more at once, out of the subject's bucket of a route that has a rate of its own. */
  takeOfRoute(route: string, subject: string, rate: Rate, requests = 1): Promise<RateDecision> {
    return this.#decide(`${route}:${rate.perMinute}/${rate.burst}:${subject}`, rate, requests);
  }

  async #decide(key: string, rate: Rate, requests: number): Promise<RateDecision> {
    const now = Date.now();
    const decision = await this.#redis.ask(async (redis) => {
      const limiter = this.#limiter(redis, rate);
      const { success, remaining, reset, reason } = await timed(
        "redis",
        () => limiter.limit(key, { rate: requests }),
        ({ reason }) => reason === "timeout" ? 504 : 200,
      );
      // Ratelimit lets a request pass when Redis did not answer in time.
      if (reason === "timeout") throw new Error(`No answer within ${decisionMs} ms`);
      return { allowed: success, remaining, reset };
    });
    return decision ?? this.#memory.take(key, rate, now, requests);
  }

  #limiter(redis: Redis, { perMinute, burst }: Rate): Ratelimit {
    const key = `${perMinute}/${burst}`;
    let limiter = this.#limiters.get(key);
    if (limiter === undefined) {
      // Intervals are whole milliseconds; of 100 and more, rounding one changes the rate by half a percent at most.
      const refill = Math.ceil(perMinute / 600);
      const interval = Math.round(60_000 * refill / perMinute);
      limiter = new Ratelimit({
        redis,
        prefix: "rate",
        limiter: Ratelimit.tokenBucket(refill, `${interval} ms`, burst),
        timeout: decisionMs,
        analytics: false,
        enableTelemetry: false,
      });
      remember(this.#limiters, key, limiter);
    }
    return limiter;
  }
}
