import type { Context } from "hono";
import { createHash } from "node:crypto";
import type { z } from "zod";
import type { Scope } from "../access/scopes.ts";
import type { AppEnv, Db } from "../context.ts";
import { unwrap } from "../data/db.ts";
import { env } from "../data/env.ts";
import { detailedEtag } from "../http/etag.ts";
import { waitUntil } from "../jobs/background.ts";
import { countCacheUse } from "../observe/scope.ts";
import { type Entry, keyOf, type Lifetime, read, State } from "./entry.ts";
import { CacheLoader } from "./loader.ts";
import { CacheStore } from "./store.ts";

/** A question whose answer may be kept. It must be the same for all who have the scope in a tenant. */
export interface Question<Answer> {
  scope: Scope;
  /** What keys and metrics call it, such as `analytics/revenue`. */
  route: string;
  /** The checked parameters. A page after the first, and what a person searches for, is not kept. */
  query: { cursor?: string; search?: string; [parameter: string]: unknown };
  schema: z.ZodType<Answer>;
  lifetime: Lifetime;
  /** Who asks and what the answer depends on; undefined if it must not be kept now. Raises 401 and 403. */
  state: (db: Db) => Promise<State | undefined>;
  load: () => Promise<Answer>;
}

export interface Answered<Answer> {
  answer: Answer;
  /** ETag, Cache-Control and Cache-Status (RFC 9211). */
  headers: Record<string, string>;
}

const loaders = new Map<string, CacheLoader>();

/** The process's loader for the Redis of its environment. */
function cacheLoader(): CacheLoader {
  const settings = env();
  const address = settings.UPSTASH_REDIS_REST_URL ?? "";
  const loader = loaders.get(address) ?? new CacheLoader(new CacheStore(settings));
  loaders.set(address, loader);
  return loader;
}

/** The state of topics that {@link private.mark_changes} marks. */
export function stateOf(scope: Scope, topics: string[]): (db: Db) => Promise<State> {
  return async (db) => State.parse(unwrap(await db.rpc("cache_state", { scope, topics })));
}

/** The state that a tenant's answers of a route had when they were asked for last. */
const lastStates = new Map<string, State>();
const mostLastStates = 1_000;

/**
 * The answer out of the cache, or loaded. The database is asked first, each time: whether the caller may still see it,
 * and for the version that it must have. The entry of the last known version is read meanwhile; mostly it is the one.
 */
export async function cached<Answer>(
  c: Context<AppEnv>,
  question: Question<Answer>,
): Promise<Answered<Answer>> {
  const { scope, route, query, state: ask, load } = question;
  const loader = cacheLoader();
  const caller = c.get("caller");
  const isKept = loader.store.isThere && caller.kind !== "service" && query.cursor === undefined &&
    query.search === undefined;
  if (!isKept) return answered(await load(), "fwd=bypass");
  const place = `${caller.clientId} ${scope} ${route}`;
  const last = lastStates.get(place);
  const guess = last && keyOf(scope, route, query, last);
  const [state, guessed] = await Promise.all([
    ask(c.get("db")),
    guess === undefined ? undefined : loader.store.get(guess),
  ]);
  if (state === undefined) return answered(await load(), "fwd=bypass");
  if (lastStates.size >= mostLastStates) lastStates.clear();
  lastStates.set(place, state);
  const loading = { ...question, key: keyOf(scope, route, query, state) };
  // If there was none, somebody may have stored it in between.
  const text = (loading.key === guess ? guessed : undefined) ?? await loader.store.get(loading.key);
  const entry = typeof text === "string" ? read(text, loading.key, question.schema) : undefined;
  countCacheUse(route, entry !== undefined);
  if (entry === undefined) {
    const { answer, isOwn } = await loader.load(loading);
    return answered(answer, isOwn ? "fwd=uri-miss; stored" : "fwd=uri-miss; collapsed", loading);
  }
  if (entry.freshUntil < Date.now()) waitUntil(loader.load(loading));
  return answered(entry.answer, hit(entry), loading);
}

function hit({ freshUntil }: Entry<unknown>): string {
  const ttl = Math.round((freshUntil - Date.now()) / 1000);
  return ttl < 0 ? `hit; ttl=${ttl}; detail=stale` : `hit; ttl=${ttl}`;
}

/** The ETag is the version, unless the answer also counts what no version covers. */
function answered<Answer>(
  answer: Answer,
  status: string,
  { key, lifetime }: { key?: string; lifetime?: Lifetime } = {},
): Answered<Answer> {
  const tag = key === undefined || lifetime === "usage"
    ? detailedEtag({ version: 1 }, { ...answer, as_of: undefined })
    : { ETag: `"${createHash("sha256").update(key).digest("hex").slice(0, 32)}"` };
  const headers = { ...tag, "Cache-Control": "private, no-cache", "Cache-Status": `frontline; ${status}` };
  return { answer, headers };
}
