import type { z } from "zod";
import { Pause } from "../jobs/pause.ts";
import { type Entry, freshSeconds, freshUntil, type Lifetime, read, written } from "./entry.ts";
import type { CacheStore } from "./store.ts";

/** How long one waits for the loader of another isolate before loading too. */
const patienceMs = 5_000;
const pollMs = 25;

/** An answer to load. */
export interface Loading<Answer> {
  key: string;
  lifetime: Lifetime;
  schema: z.ZodType<Answer>;
  load: () => Promise<Answer>;
}

/** `isOwn` is false for those who got what another one loaded. */
export interface Loaded<Answer> {
  answer: Answer;
  isOwn: boolean;
}

/** Loads answers and stores them. However many ask for one at once, in however many isolates, one of them loads. */
export class CacheLoader {
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(readonly store: CacheStore, readonly waitMs = patienceMs) {}

  async load<Answer>(loading: Loading<Answer>): Promise<Loaded<Answer>> {
    const present = this.#running.get(loading.key);
    if (present !== undefined) return { answer: loading.schema.parse(await present), isOwn: false };
    const own = this.#loadOrWait(loading);
    const answer = own.then(({ answer }) => answer);
    answer.catch(() => undefined); // Nobody else may be waiting; the error is thrown below.
    this.#running.set(loading.key, answer);
    try {
      return await own;
    } finally {
      this.#running.delete(loading.key);
    }
  }

  async #loadOrWait<Answer>(loading: Loading<Answer>): Promise<Loaded<Answer>> {
    const owner = crypto.randomUUID();
    const isLoader = await this.store.lock(loading.key, owner);
    if (isLoader === undefined) return { answer: await loading.load(), isOwn: true };
    if (isLoader) return { answer: await this.#loadAs(owner, loading), isOwn: true };
    const entry = await this.#wait(loading);
    return entry ? { answer: entry.answer, isOwn: false } : { answer: await loading.load(), isOwn: true };
  }

  async #loadAs<Answer>(owner: string, { key, lifetime, load }: Loading<Answer>): Promise<Answer> {
    try {
      const answer = await load();
      const text = written(key, { answer, freshUntil: freshUntil(lifetime) });
      await this.store.set(key, owner, text, 2_000 * freshSeconds[lifetime]);
      return answer;
    } catch (error) {
      await this.store.unlock(key, owner);
      throw error;
    }
  }

  /** What the loader of another isolate stores; undefined if it takes too long, dies or cannot store it. */
  async #wait<Answer>({ key, schema }: Loading<Answer>): Promise<Entry<Answer> | undefined> {
    const until = performance.now() + this.waitMs;
    for (let ms = pollMs; performance.now() < until; ms = Math.min(2 * ms, 200)) {
      await new Pause().wait(ms);
      const isLocked = await this.store.isLocked(key);
      const text = await this.store.get(key);
      const entry = typeof text === "string" ? read(text, key, schema) : undefined;
      if (entry || !isLocked) return entry;
    }
  }
}
