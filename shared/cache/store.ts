import type { Redis } from "@upstash/redis";
import type { Env } from "../data/env.ts";
import { OptionalRedis } from "../data/redis.ts";
import { timed } from "../observe/scope.ts";

/** Longer than this no request waits for Redis. */
const patienceMs = 500;
/** A loader that has not finished by then is taken for dead. */
const lockMs = 10_000;
/** Larger answers are not kept, in characters. */
const maxLength = 256 * 1024;

/** Stores only if the lock is still the loader's own, and lets go of it. */
const fencedSet = `
if redis.call("GET", KEYS[2]) ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[2], "PX", ARGV[3])
redis.call("DEL", KEYS[2])
return 1`;

const release = `
if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end
return 0`;

/**
 * Texts in Redis, and locks on who loads them. Nothing here throws: while Redis is away, every answer is undefined, at
 * once for 5 s after a failure.
 */
export class CacheStore {
  readonly #redis: OptionalRedis;

  constructor(
    settings: Pick<Env, "UPSTASH_REDIS_REST_URL" | "UPSTASH_REDIS_REST_TOKEN">,
    timeoutMs = patienceMs,
  ) {
    this.#redis = new OptionalRedis(settings, {
      action: "cache",
      whileAway: "loading every answer",
      timeoutMs,
      automaticDeserialization: false,
    });
  }

  /** False if there is no Redis, or it failed in the last 5 s. */
  get isThere(): boolean {
    return this.#redis.mayBeAsked;
  }

  /** The text under the key; null if there is none. */
  get(key: string): Promise<string | null | undefined> {
    return this.#ask((redis) => redis.get<string>(key));
  }

  /** True if `owner` may load the key now; false while another one does. */
  async lock(key: string, owner: string): Promise<boolean | undefined> {
    const answer = await this.#ask((redis) => redis.set(`${key}:lock`, owner, { nx: true, px: lockMs }));
    return answer === undefined ? undefined : answer === "OK";
  }

  /** Stores the text for `ms` and unlocks the key. Stores nothing if the lock was lost in between. */
  async set(key: string, owner: string, text: string, ms: number): Promise<boolean> {
    if (text.length > maxLength) {
      await this.unlock(key, owner);
      return false;
    }
    const keys = [key, `${key}:lock`];
    const stored = await this.#ask((redis) => redis.eval(fencedSet, keys, [owner, text, String(ms)]));
    return Number(stored) === 1;
  }

  /** True while somebody loads the key. */
  async isLocked(key: string): Promise<boolean> {
    return await this.#ask((redis) => redis.exists(`${key}:lock`)) === 1;
  }

  async unlock(key: string, owner: string): Promise<void> {
    await this.#ask((redis) => redis.eval(release, [`${key}:lock`], [owner]));
  }

  #ask<T>(question: (redis: Redis) => Promise<T>): Promise<T | undefined> {
    return this.#redis.ask((redis) => timed("redis", () => question(redis)));
  }
}
