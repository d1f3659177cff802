import { assertEquals } from "#assert";
import { z } from "zod";
import { CacheLoader, type Loading } from "../../../shared/cache/loader.ts";
import { keyOf, read, written } from "../../../shared/cache/entry.ts";
import { CacheStore } from "../../../shared/cache/store.ts";
import { hangingServer } from "../../fixtures/hanging.ts";
import { stack } from "../../support/env.ts";
import { useStack } from "../../support/in_process.ts";

/** Patient, because a test says nothing about time. */
const store = () =>
  new CacheStore(
    { UPSTASH_REDIS_REST_URL: stack.redisUrl, UPSTASH_REDIS_REST_TOKEN: stack.redisToken },
    60_000,
  );

const schema = z.object({ total: z.number() });

interface Counted extends Loading<{ total: number }> {
  loads: () => number;
}

/** An answer that says how often it was loaded; `ready`: before it is. */
function counted(ready: Promise<void> = Promise.resolve()): Counted {
  let loads = 0;
  const load = async () => {
    loads++;
    await ready;
    return { total: loads };
  };
  return { key: `test:${crypto.randomUUID()}`, lifetime: "usage", schema, load, loads: () => loads };
}

Deno.test("1,000 who ask at once in four isolates cause one load", async () => {
  const isolates = Array.from({ length: 4 }, () => new CacheLoader(store(), 60_000));
  const { promise, resolve } = Promise.withResolvers<void>();
  const loading = counted(promise);
  const answers = Array.from({ length: 1_000 }, (_, n) => isolates[n % 4]!.load(loading));
  resolve();
  const totals = (await Promise.all(answers)).map(({ answer }) => answer.total);
  assertEquals([loading.loads(), new Set(totals)], [1, new Set([1])]);
});

Deno.test("a loader that lost its lock to another one stores nothing", async () => {
  const redis = store();
  const key = `test:${crypto.randomUUID()}`;
  assertEquals([await redis.lock(key, "slow"), await redis.lock(key, "next")], [true, false]);
  await redis.unlock(key, "slow");
  assertEquals(await redis.lock(key, "next"), true);
  assertEquals(await redis.set(key, "slow", "old", 10_000), false);
  assertEquals([await redis.get(key), await redis.isLocked(key)], [null, true]);
  assertEquals(await redis.set(key, "next", "new", 10_000), true);
  assertEquals([await redis.get(key), await redis.isLocked(key)], ["new", false]);
});

Deno.test("a loader that died delays others, and a load that fails lets the next one load", async () => {
  const redis = store();
  const orphaned = counted();
  assertEquals(await redis.lock(orphaned.key, "dead"), true);
  assertEquals((await new CacheLoader(redis, 50).load(orphaned)).answer, { total: 1 });
  const failing = counted();
  const loader = new CacheLoader(redis);
  const refused = await loader.load({ ...failing, load: () => Promise.reject(new Error("no")) }).catch(
    String,
  );
  assertEquals([refused, await redis.isLocked(failing.key)], ["Error: no", false]);
  assertEquals((await loader.load(failing)).answer, { total: 1 });
});

Deno.test("an answer too large for the cache is given and not kept", async () => {
  const redis = store();
  const key = `test:${crypto.randomUUID()}`;
  assertEquals(await redis.lock(key, "me"), true);
  assertEquals(await redis.set(key, "me", "x".repeat(300_000), 10_000), false);
  assertEquals([await redis.get(key), await redis.isLocked(key)], [null, false]);
});

Deno.test("without Redis, and with one that hangs or refuses, every answer is loaded", async () => {
  useStack();
  await using hanging = hangingServer();
  await using broken = Deno.serve({ port: 0, onListen: () => {} }, () => new Response("<html>"));
  const addresses = [undefined, hanging.url, `http://127.0.0.1:${broken.addr.port}`];
  for (const url of addresses) {
    const away = new CacheStore({ UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: url && "t" }, 20);
    const loading = counted();
    const loader = new CacheLoader(away);
    assertEquals((await loader.load(loading)).answer, { total: 1 }, url);
    assertEquals((await loader.load(loading)).answer, { total: 2 }, url);
    assertEquals(await away.get(loading.key) ?? undefined, undefined, url);
  }
});

Deno.test("only an entry of the same key and of the right shape is read", () => {
  const entry = { answer: { total: 1 }, freshUntil: 5 };
  assertEquals(read(written("a", entry), "a", schema), entry);
  const garbage = ["", "{", "null", "[]", '"text"', "\u0000", written("b", entry), '{"key":"a"}'];
  const wrong = [...garbage, JSON.stringify({ key: "a", freshUntil: 5, answer: { total: "1" } })];
  for (const text of wrong) assertEquals(read(text, "a", schema), undefined, text);
});

Deno.test("tenants, scopes, versions, zones, currencies, days and questions have keys of their own", () => {
  const state = { tenant: "t", version: "1", currency: "EUR", time_zone: "UTC", today: "2026-11-02" };
  const key = (scope: string, route: string, query: object, change: Partial<typeof state> = {}) =>
    keyOf(scope, route, query, { ...state, ...change });
  const keys = [
    key("s", "r", { a: 1 }),
    key("z", "r", { a: 1 }),
    key("s", "z", { a: 1 }),
    key("s", "r", { a: 2 }),
    ...Object.keys(state).map((part) => key("s", "r", { a: 1 }, { [part]: "other" })),
  ];
  assertEquals(new Set(keys).size, keys.length);
  assertEquals(key("s", "r", { a: 1, b: undefined, c: 2 }), key("s", "r", { c: 2, a: 1 }));
});
