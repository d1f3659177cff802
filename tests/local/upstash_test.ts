/**
 * Upstash's protocol, with Upstash's own clients.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "#assert";
import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";
import { stack } from "../support/env.ts";

const redis = (options: { token?: string; responseEncoding?: false } = {}) =>
  new Redis({
    url: stack.redisUrl,
    token: options.token ?? stack.redisToken,
    responseEncoding: options.responseEncoding,
  });
const newKey = () => `local:${crypto.randomUUID()}`;

Deno.test("values are returned as they were set, with and without base64", async () => {
  for (const client of [redis(), redis({ responseEncoding: false })]) {
    const key = newKey();
    const value = { text: "é \u{1F600}\r\n$5", list: [1, 2], none: null };
    assertEquals(await client.set(key, value, { ex: 60 }), "OK");
    assertEquals(await client.get(key), value);
    assertEquals(await client.incr(`${key}:n`), 1);
    assertEquals(await client.get(`${key}:missing`), null);
    await client.hset(`${key}:h`, { a: 1, b: "x" });
    assertEquals(await client.hgetall(`${key}:h`), { a: 1, b: "x" });
    await client.del(key, `${key}:n`, `${key}:h`);
  }
});

Deno.test("a pipeline answers each command, a transaction all or none of them", async () => {
  const client = redis();
  const key = newKey();
  assertEquals(await client.pipeline().set(key, 1).incr(key).get(key).exec(), ["OK", 2, 2]);
  assertEquals(await client.multi().incr(key).incr(key).exec(), [3, 4]);
  await assertRejects(() => client.lpush(key, "x"), Error, "WRONGTYPE");
  await client.del(key);
});

Deno.test("concurrent clients each get their own answers", async () => {
  const client = redis({});
  const key = newKey();
  const counts = await Promise.all(Array.from({ length: 200 }, () => client.incr(key)));
  assertEquals(new Set(counts).size, 200);
  await client.del(key);
});

Deno.test("a wrong token is refused", async () => {
  await assertRejects(() => redis({ token: "wrong" }).get("x"), Error, "Unauthorized");
});

Deno.test("the rate limit package's scripts run unchanged and count", async () => {
  for (const limiter of [Ratelimit.tokenBucket(3, "1 h", 3), Ratelimit.slidingWindow(3, "1 h")]) {
    const limit = new Ratelimit({ redis: redis(), limiter, prefix: newKey(), timeout: 2000 });
    const outcomes = [];
    for (let i = 0; i < 4; i++) outcomes.push(await limit.limit("caller"));
    assertEquals(outcomes.map((outcome) => outcome.success), [true, true, true, false]);
    assert(outcomes.every((outcome) => outcome.reason !== "timeout"));
  }
});
