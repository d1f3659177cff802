import { Redis } from "@upstash/redis";
import { describeError, log } from "../observe/log.ts";
import type { Env } from "./env.ts";

/** Pause after Redis failed, so that not every request waits for it. */
const pauseMs = 5_000;

type Settings = Pick<Env, "UPSTASH_REDIS_REST_URL" | "UPSTASH_REDIS_REST_TOKEN">;

interface Options {
  /** What the lines of the log call it. */
  action: string;
  /** What happens meanwhile, for the log: "counting in memory". */
  whileAway: string;
  /** Ends a request to Redis. */
  timeoutMs: number;
  /** False: texts come back as they were stored. */
  automaticDeserialization?: boolean;
}

/**
 * Redis that may be missing or fail: after a failure it is left alone for 5 s, and then one request tries it. Each
 * change is logged once.
 */
export class OptionalRedis {
  readonly #redis: Redis | undefined;
  readonly #options: Options;
  #away = false;
  #retryAt = 0;

  constructor(settings: Settings, options: Options) {
    this.#options = options;
    const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = settings;
    if (!url || !token) return;
    this.#redis = new Redis({
      url,
      token,
      retry: false,
      readYourWrites: false,
      enableAutoPipelining: false,
      enableTelemetry: false,
      automaticDeserialization: options.automaticDeserialization ?? true,
      signal: () => AbortSignal.timeout(options.timeoutMs),
    });
  }

  /** True if there is no Redis, or its last answer was a failure. */
  get isAway(): boolean {
    return this.#redis === undefined || this.#away;
  }

  /** False if there is no Redis, or it failed in the last 5 s. */
  get mayBeAsked(): boolean {
    return this.#redis !== undefined && !(this.#away && Date.now() < this.#retryAt);
  }

  /** The answer, or undefined if Redis may not be asked or fails. */
  async ask<T>(question: (redis: Redis) => Promise<T>): Promise<T | undefined> {
    if (this.#redis === undefined || !this.mayBeAsked) return undefined;
    // While Redis is away only one request tries it; the others do not wait for that.
    this.#retryAt = Date.now() + pauseMs;
    try {
      const answer = await question(this.#redis);
      this.#changeState(false);
      return answer;
    } catch (error) {
      this.#retryAt = Date.now() + pauseMs;
      this.#changeState(true, error);
      return undefined;
    }
  }

  #changeState(away: boolean, error?: unknown): void {
    if (this.#away === away) return;
    this.#away = away;
    const { action, whileAway } = this.#options;
    if (!away) return log("info", { action, message: "Redis is back" });
    log("warn", { action, message: `Redis is away, ${whileAway}`, error: describeError(error) });
  }
}
