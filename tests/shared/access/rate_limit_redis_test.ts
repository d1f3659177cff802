import { assertEquals } from "#assert";
import { RateLimiter } from "../../../shared/access/rate_limiter.ts";
import { stack } from "../../support/env.ts";

const limiter = () =>
  new RateLimiter({
    UPSTASH_REDIS_REST_URL: stack.redisUrl,
    UPSTASH_REDIS_REST_TOKEN: stack.redisToken,
    RATE_LIMITS: { anonymous: 5 },
  });

Deno.test("all instances of all functions share one bucket in Redis, even concurrently", async () => {
  const instances = [limiter(), limiter(), limiter()];
  const subject = crypto.randomUUID();
  const decisions = await Promise.all(
    instances.flatMap((instance) => Array.from({ length: 4 }, () => instance.take("anonymous", subject))),
  );
  assertEquals(instances.map(({ store }) => store), ["redis", "redis", "redis"]);
  assertEquals(decisions.filter(({ allowed }) => allowed).length, 5);
  const [refused] = decisions.filter(({ allowed }) => !allowed);
  assertEquals([refused?.remaining, (refused?.reset ?? 0) > Date.now()], [0, true]);
});

Deno.test("a tenant's own rate applies to its callers, and a smaller one applies at once", async () => {
  const instance = limiter();
  const subject = crypto.randomUUID();
  const take = async (limit: number) => (await instance.take("read", subject, limit)).remaining;
  assertEquals([await take(7000), await take(7000)], [6999, 6998]);
  assertEquals(await take(10), 9);
  assertEquals((await instance.take("read", crypto.randomUUID())).remaining, 599);
});
