import { assertEquals } from "#assert";
import { resumePostgres, stopPostgres } from "../../supabase/local/postgres/postgres.ts";
import { resumeRedis, stopRedis } from "../../supabase/local/redis/redis.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { freezeCron, incidents, passesAgain, ready } from "./health_parts.ts";
import { freeze, postgresPids, promptly, redisPid } from "./parts.ts";

const redisFaults: [string, () => Promise<AsyncDisposable>][] = [
  ["is stopped", async () => {
    await stopRedis(stack.directory);
    return { [Symbol.asyncDispose]: () => resumeRedis(stack.directory) };
  }],
  ["hangs", async () => {
    const frozen = freeze([await redisPid()]);
    return { [Symbol.asyncDispose]: () => Promise.resolve(frozen[Symbol.dispose]()) };
  }],
];

for (const [how, begin] of redisFaults) {
  Deno.test(`while Redis ${how} it fails, the limiter warns, and requests are served`, async () => {
    await passesAgain("redis", "rate_limiter", "database");
    {
      await using _fault = await begin();
      const { http, whole, parts } = await ready();
      assertEquals([http, whole], [200, "warn"]);
      assertEquals([parts.redis, parts.rate_limiter], ["fail", "warn"]);
      assertEquals([parts.database, parts.auth], ["pass", "pass"]);
      assertEquals((await api("GET", "/health/v1/live")).status, 200);
    }
    await passesAgain("redis", "rate_limiter");
  });
}

const postgresFaults: [string, string, () => Promise<AsyncDisposable>][] = [
  ["hangs", "No answer within 700 ms", async () => {
    const frozen = freeze(await postgresPids());
    return { [Symbol.asyncDispose]: () => Promise.resolve(frozen[Symbol.dispose]()) };
  }],
  ["is stopped", "It cannot be reached", async () => {
    await stopPostgres(stack.directory);
    return { [Symbol.asyncDispose]: () => resumePostgres(stack.directory) };
  }],
];

for (const [how, output, begin] of postgresFaults) {
  Deno.test(`while Postgres ${how} the database fails, and the process lives`, async () => {
    await passesAgain("database");
    {
      await using _fault = await begin();
      const { http, whole, parts, outputs } = await ready();
      assertEquals([http, whole, parts.database, outputs.database], [503, "fail", "fail", output]);
      assertEquals([parts.redis, parts.cron, parts.queue], ["pass", "warn", "warn"]);
      const [live, status] = await Promise.all([
        api("GET", "/health/v1/live"),
        api("GET", "/health/v1/status"),
      ]);
      assertEquals([live.status, status.error.code], [200, "SERVICE_UNAVAILABLE"]);
    }
    await passesAgain("database");
  });
}

/** Takes the samples of these minutes, in the database and by the function that it rings. */
async function pass(minutes: number[]): Promise<void> {
  await withDatabase(async (sql) => {
    for (const minute of minutes) {
      await sql`select private.sample_health(now() + make_interval(mins => ${minute}))`;
      await promptly("the function reports its part of the sample", async () => {
        const [sample] = await sql<{ reported: string[] | null }[]>`
          select reported from private.health_samples order by minute desc limit 1`;
        return sample?.reported ?? undefined;
      });
    }
  });
}

Deno.test("Redis' incident opens after three bad samples and closes after three good ones", async () => {
  using _cron = await freezeCron();
  await withDatabase(async (sql) => {
    // The parts must be known and watched for longer than the test's minutes.
    await pass([10, 11]);
    await sql`update private.health_components set since = now() - interval '1 hour'`;
    await stopRedis(stack.directory);
    try {
      await pass([12, 13, 14]);
      assertEquals(await incidents("open_incidents"), []);
      await pass([15]);
      assertEquals(await incidents("open_incidents"), ["redis"]);
    } finally {
      await resumeRedis(stack.directory);
    }
    await passesAgain("redis", "rate_limiter");
    await pass([16, 17, 18]);
    assertEquals(await incidents("open_incidents"), ["redis"]);
    await pass([19]);
    assertEquals(await incidents("open_incidents"), []);
    assertEquals((await incidents("past_incidents"))[0], "redis");
    await sql`delete from private.health_samples where minute > now()`;
  });
});
