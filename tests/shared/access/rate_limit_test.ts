import { z } from "@hono/zod-openapi";
import { assert, assertEquals, assertMatch, assertNotEquals } from "#assert";
import { createApp } from "../../../shared/http/app.ts";
import { defineRoute } from "../../../shared/http/route.ts";
import { json } from "../../../shared/http/openapi.ts";
import { addressOf, clientAddress } from "../../../shared/access/rate_limit.ts";
import { RateLimiter } from "../../../shared/access/rate_limiter.ts";
import { rateTiers } from "../../../shared/access/rate_tiers.ts";
import { hang, logged, type Project, startProject } from "../../support/project.ts";

function promise(name: string, test: (project: Project) => Promise<void>): void {
  Deno.test(name, async () => {
    await using project = await startProject();
    await test(project);
  });
}

const withRedis = (project: Project) =>
  new RateLimiter({
    UPSTASH_REDIS_REST_URL: project.url,
    UPSTASH_REDIS_REST_TOKEN: "token",
    RATE_LIMITS: {},
  });
const inMemory = (limits: Record<string, number> = {}) =>
  new RateLimiter({
    UPSTASH_REDIS_REST_URL: undefined,
    UPSTASH_REDIS_REST_TOKEN: undefined,
    RATE_LIMITS: limits,
  });

/** Runs `work` with a fake clock that `pass` moves on. */
async function atOwnTime(work: (pass: (ms: number) => void) => Promise<void>): Promise<void> {
  const { now } = Date;
  let time = 1_800_000_000_000;
  Date.now = () => time;
  try {
    await work((ms) => time += ms);
  } finally {
    Date.now = now;
  }
}

async function takeAll(limiter: RateLimiter, subject: string): Promise<number> {
  let taken = 0;
  while ((await limiter.take("anonymous", subject)).allowed) taken++;
  return taken;
}

Deno.test("the tiers are those of the documentation", () => {
  assertEquals({ ...rateTiers }, {
    read: 600,
    write: 300,
    import: 120,
    routing: 6000,
    calls: 6000,
    transactions: 6000,
    inbound: 6000,
    tenant: 12000,
    upload: 240,
    anonymous: 120,
  });
});

Deno.test("several requests can be taken at once, all or none", () =>
  atOwnTime(async () => {
    const limiter = inMemory({ tenant: 10 });
    const take = async () => (await limiter.take("tenant", "a", 10, 4)).allowed;
    assertEquals([await take(), await take(), await take()], [true, true, false]);
    assertEquals((await limiter.take("tenant", "a", 10, 2)).allowed, true);
  }));

Deno.test("a bucket in memory holds a minute's requests and refills evenly", () =>
  atOwnTime(async (pass) => {
    const limiter = inMemory();
    assertEquals(await takeAll(limiter, "a"), 120);
    pass(499);
    assertEquals(await takeAll(limiter, "a"), 0);
    pass(1);
    assertEquals(await takeAll(limiter, "a"), 1);
    pass(30_000);
    assertEquals(await takeAll(limiter, "a"), 60);
    pass(3_600_000);
    assertEquals(await takeAll(limiter, "a"), 120);
  }));

Deno.test("requests of one caller or tier do not count for another", () =>
  atOwnTime(async () => {
    const limiter = inMemory();
    await takeAll(limiter, "a");
    assertEquals((await limiter.take("anonymous", "b")).remaining, 119);
    assertEquals((await limiter.take("read", "a")).remaining, 599);
  }));

Deno.test("RATE_LIMITS changes a tier", () =>
  atOwnTime(async () => {
    assertEquals(await takeAll(inMemory({ anonymous: 3 }), "a"), 3);
  }));

Deno.test("memory does not grow with the number of callers", () =>
  atOwnTime(async () => {
    const limiter = inMemory({ anonymous: 1 });
    await limiter.take("anonymous", "first");
    await limiter.take("anonymous", "in use");
    for (let i = 0; i < 10_000; i++) {
      await limiter.take("anonymous", String(i));
      assert(!(await limiter.take("anonymous", "in use")).allowed, "a bucket in use was forgotten");
    }
    assert((await limiter.take("anonymous", "first")).allowed, "the longest unused bucket was kept");
    assert(!(await limiter.take("anonymous", "9999")).allowed, "the newest bucket was forgotten");
  }));

promise("a decision is one round trip to Redis", async (project) => {
  let commands: unknown[] = [];
  project.parts.redis = async (request) => {
    commands = await request.json();
    return Response.json({ result: [41, Date.now() + 500, 120] });
  };
  const limiter = withRedis(project);
  const { allowed, remaining } = await limiter.take("anonymous", "a");
  assertEquals([allowed, remaining, project.asked.redis, limiter.store], [true, 41, 1, "redis"]);
  assertEquals([String(commands[0]).toLowerCase(), commands[3]], ["evalsha", "rate:anonymous:120:a"]);
});

promise("a request that Redis refuses is refused", async (project) => {
  const reset = Date.now() + 1500;
  project.parts.redis = () => Response.json({ result: [-1, reset, 120] });
  assertEquals(await withRedis(project).take("anonymous", "a"), { allowed: false, remaining: 0, reset });
});

promise(
  "when Redis hangs, fails or is nonsense the process counts, and leaves Redis alone for 5 s",
  async (project) => {
    const parts = [hang, () => new Response("{}", { status: 500 }), () => new Response("<html>")];
    for (const part of parts) {
      project.parts.redis = part;
      project.asked.redis = 0;
      const limiter = withRedis(project);
      await logged(async () => {
        assertEquals((await limiter.take("anonymous", "a")).remaining, 119);
        assertEquals(await takeAll(limiter, "a") >= 119, true);
      });
      assertEquals([project.asked.redis, limiter.store], [1, "memory"]);
    }
  },
);

promise("Redis is used again once it is back, and each change is logged once", async (project) => {
  const { redis } = project.parts;
  const { now } = Date;
  const limiter = withRedis(project);
  const lines = await logged(async () => {
    project.parts.redis = () => new Response("{}", { status: 500 });
    for (let i = 0; i < 5; i++) await limiter.take("anonymous", "a");
    try {
      Date.now = () => now() + 5_001;
      await limiter.take("anonymous", "a"); // still away
      project.parts.redis = redis;
      Date.now = () => now() + 10_010;
      for (let i = 0; i < 5; i++) await limiter.take("anonymous", "a");
    } finally {
      Date.now = now;
    }
  });
  assertEquals(lines.map(({ level, message }) => [level, message]), [
    ["warn", "Redis is away, counting in memory"],
    ["info", "Redis is back"],
  ]);
  assertEquals([limiter.store, project.asked.redis], ["redis", 7]);
});

promise("only one of many requests waits to see whether Redis is back", async (project) => {
  const { now } = Date;
  const limiter = withRedis(project);
  project.parts.redis = () => new Response("{}", { status: 500 });
  await logged(async () => {
    await limiter.take("anonymous", "a");
    try {
      Date.now = () => now() + 5_001;
      await Promise.all(Array.from({ length: 20 }, () => limiter.take("anonymous", "a")));
    } finally {
      Date.now = now;
    }
  });
  assertEquals(project.asked.redis, 2);
});

Deno.test("the caller's address comes from the platform, never from a header that the caller can set", () => {
  const address = (headers: HeadersInit) => clientAddress(new Headers(headers));
  assertEquals(address({ "cf-connecting-ip": "192.0.2.7", "x-forwarded-for": "6.6.6.6" }), "192.0.2.7");
  assertEquals(address({ "cf-connecting-ip": "2001:db8::7" }), "2001:db8::7");
  for (const forged of ["x-forwarded-for", "x-real-ip", "forwarded", "true-client-ip"]) {
    assertEquals(address({ [forged]: "6.6.6.6" }), undefined);
  }
  for (const none of ["not an address", "1", "192.0.2.7, 6.6.6.6", "fe80::1%eth0"]) {
    assertEquals(address({ "cf-connecting-ip": none }), undefined, none);
  }
  assertEquals(address({ "cf-connecting-ip": "::ffff:192.0.2.7" }), "192.0.2.7");
});

Deno.test("an IPv6 /64 is one caller without sign-in, an IPv4 address another", () => {
  const subject = (address: string) => addressOf(new Headers({ "cf-connecting-ip": address }));
  assertEquals(subject("2001:db8:1:2:3:4:5:6"), subject("2001:db8:1:2::1"));
  assertNotEquals(subject("2001:db8:1:2::1"), subject("2001:db8:1:3::1"));
  assertNotEquals(subject("192.0.2.7"), subject("192.0.2.8"));
  assertEquals(addressOf(new Headers()), "unknown");
});

const app = createApp("limits");
for (const method of ["get", "post"] as const) {
  app.openapi(
    defineRoute({
      method,
      path: "/",
      access: method === "post" ? { scope: "opportunities:import", tier: "import" } : "opportunities:import",
      responses: { 200: json(z.object({}), "Fine") },
    }),
    (c) => c.json({}, 200),
  );
}

async function call(method: string, headers: Record<string, string>): Promise<Response> {
  let answer: Response | undefined;
  await logged(async () => answer = await app.request("/limits/v1", { method, headers }));
  assert(answer);
  await answer.body?.cancel();
  return answer;
}

promise("every answer says how many requests are left, and a refusal when to retry", async (project) => {
  const headers = { authorization: `Bearer ${await project.token()}` };
  const read = await call("GET", headers);
  assertEquals([read.status, read.headers.get("ratelimit-policy")], [200, '"read";q=600;w=60']);
  assertEquals(read.headers.get("ratelimit"), '"read";r=599;t=1');
  const write = await call("POST", headers);
  assertEquals(write.headers.get("ratelimit-policy"), '"import";q=120;w=60');

  // Many at once: one after the other they would be slowed down, and never refused.
  let answer = write;
  while (answer.status === 200) {
    const answers = await Promise.all(Array.from({ length: 40 }, () => call("POST", headers)));
    answer = answers.find(({ status }) => status === 429) ?? answer;
  }
  assertEquals([answer.status, answer.headers.get("retry-after")], [429, "1"]);
  assertEquals(answer.headers.get("ratelimit"), '"import";r=0;t=1');
  assertEquals((await call("GET", headers)).status, 200);
});

promise(
  "requests without sign-in are counted by address, and a forged header does not change it",
  async (project) => {
    const forbidden = { authorization: `Bearer ${await project.token({ app_metadata: {} })}` };
    const statuses: number[] = [];
    for (let i = 0; i < 130; i++) {
      const headers = {
        "cf-connecting-ip": "192.0.2.9",
        "x-forwarded-for": `6.6.6.${i}`,
        ...(i % 2 ? forbidden : {}),
      };
      statuses.push((await call("GET", headers)).status);
    }
    assertEquals(statuses.slice(0, 120).filter((status) => status === 401 || status === 403).length, 120);
    assert(statuses.slice(120).includes(429), `nothing was refused: ${statuses.slice(120)}`);
    const other = await call("GET", { "cf-connecting-ip": "192.0.2.10" });
    assertEquals(other.status, 401);
    assertMatch(other.headers.get("ratelimit") ?? "", /^"anonymous";r=119;/);
  },
);
