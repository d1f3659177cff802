import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";
import type { Env } from "../data/env.ts";
import { describeError, log } from "../observe/log.ts";
import { MemoryBuckets, type RateDecision, remember } from "./memory_buckets.ts";
import { type RateTier, rateTiers } from "./rate_tiers.ts";

/** Long enough for a region's Redis, short enough not to be felt. */
const decisionMs = 250;
/** Pause after Redis failed, so that not every request waits 250 ms for it. */
const pauseMs = 5_000;

/**
 * Token buckets in Redis, and in this process while Redis is away. RATE_LIMITS may set other rates for everyone, the
 * settings `limits.*` for a tenant.
 */
export class RateLimiter {
  readonly #redis: Redis | undefined;
  readonly #limiters = new Map<number, Ratelimit>();
  /** When an empty bucket gets its next request, in ms since 1970. */
  readonly #spent = new Map<string, number>();
  readonly #memory = new MemoryBuckets();
  readonly #limits: Record<RateTier, number>;
  #away = false;
  #retryAt = 0;

  constructor(settings: Pick<Env, "UPSTASH_REDIS_REST_URL" | "UPSTASH_REDIS_REST_TOKEN" | "RATE_LIMITS">) {
    this.#limits = { ...rateTiers, ...settings.RATE_LIMITS };
    const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = settings;
    if (!url || !token) return;
    this.#redis = new Redis({
      url,
      token,
      retry: false,
      readYourWrites: false,
      enableAutoPipelining: false,
      enableTelemetry: false,
      // Ratelimit only stops waiting at its timeout; this also ends the request.
      signal: () => AbortSignal.timeout(2 * decisionMs),
    });
  }

  /** Where requests are counted now. `memory` counts by instance, so more requests pass. */
  get store(): "redis" | "memory" {
    return this.#redis === undefined || this.#away ? "memory" : "redis";
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
    const decision = await this.#decide(`${tier}:${limit}:${subject}`, limit, requests);
    if (decision.allowed) this.#spent.delete(key);
    else remember(this.#spent, key, decision.reset);
    return decision;
  }

  async #decide(key: string, limit: number, requests: number): Promise<RateDecision> {
    const now = Date.now();
    if (this.#redis === undefined || (this.#away && now < this.#retryAt)) {
      return this.#memory.take(key, limit, now, requests);
    }
    // While Redis is away only one request tries it; the others do not wait for that.
    this.#retryAt = now + pauseMs;
    try {
      const { success, remaining, reset, reason } = await this.#limiter(this.#redis, limit).limit(key, {
        rate: requests,
      });
      // Ratelimit lets a request pass when Redis did not answer in time.
      if (reason === "timeout") throw new Error(`No answer within ${decisionMs} ms`);
      this.#changeState(false);
      return { allowed: success, remaining, reset };
    } catch (error) {
      this.#retryAt = Date.now() + pauseMs;
      this.#changeState(true, error);
      return this.#memory.take(key, limit, now, requests);
    }
  }

  #limiter(redis: Redis, perMinute: number): Ratelimit {
    let limiter = this.#limiters.get(perMinute);
    if (limiter === undefined) {
      // Intervals are whole milliseconds; of 100 and more, rounding one changes the rate by half a percent at most.
      const refill = Math.ceil(perMinute / 600);
      const interval = Math.round(60_000 * refill / perMinute);
      limiter = new Ratelimit({
        redis,
        prefix: "rate",
        limiter: Ratelimit.tokenBucket(refill, `${interval} ms`, perMinute),
        timeout: decisionMs,
        analytics: false,
        enableTelemetry: false,
      });
      this.#limiters.set(perMinute, limiter);
    }
    return limiter;
  }

  #changeState(away: boolean, error?: unknown): void {
    if (this.#away === away) return;
    this.#away = away;
    const action = "rate_limit";
    if (!away) return log("info", { action, message: "Redis is back" });
    log("warn", { action, message: "Redis is away, counting in memory", error: describeError(error) });
  }
}
