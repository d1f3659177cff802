/** What a limiter says about one request. */
export interface RateDecision {
  allowed: boolean;
  /** Requests left in the bucket. */
  remaining: number;
  /** When the bucket gets its next request, in ms since 1970. */
  reset: number;
}

/** How fast a bucket fills, and how much it holds. */
export interface Rate {
  perMinute: number;
  burst: number;
}

/** Token buckets in this process. */
export class MemoryBuckets {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  take(key: string, { perMinute, burst }: Rate, now: number, requests: number): RateDecision {
    const interval = 60_000 / perMinute;
    const bucket = this.#buckets.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + (now - bucket.at) / interval);
    const allowed = tokens >= requests;
    const left = allowed ? tokens - requests : tokens;
    remember(this.#buckets, key, { tokens: left, at: now });
    return { allowed, remaining: Math.floor(left), reset: now + (1 - (left % 1)) * interval };
  }
}

/** Adds an amount to what a key has collected, and takes the whole units out. Returns how many they are. */
export function takeWhole(collected: Map<string, number>, key: string, amount: number, unit: number): number {
  const sum = (collected.get(key) ?? 0) + amount;
  remember(collected, key, sum % unit);
  return Math.floor(sum / unit);
}

/** Sets a value in a map of at most 10,000, deleting the least recently set one. */
export function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > 10_000) map.delete(map.keys().next().value ?? key);
}
