import { assert, assertEquals, assertLess } from "@std/assert";
import { resumePostgres, stopPostgres } from "../../supabase/local/postgres.ts";
import { resumeRedis, stopRedis } from "../../supabase/local/redis.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { delay, eventually, freeze, postgresPids, redisPid } from "./parts.ts";

/** What `ready` answers: its HTTP status, the whole, and each part. */
interface Ready {
  http: number;
  whole: string;
  parts: Record<string, string | undefined>;
  outputs: Record<string, string | undefined>;
}

/** Asks, and holds it to its promise: whatever hangs, an answer within a second. */
async function ready(): Promise<Ready> {
  const began = performance.now();
  const { status: http, text } = await api("GET", "/health/v1/ready");
  // The gateway's and this process's share is not the function's.
  assertLess(performance.now() - began, 1_200, "ready took longer than it promises");
  const { status: whole, checks }: {
    status: string;
    checks: Record<string, { status: string; output?: string }[]>;
  } = JSON.parse(text);
  const entries = Object.entries(checks);
  return {
    http,
    whole,
    parts: Object.fromEntries(entries.map(([name, [check]]) => [name, check?.status])),
    outputs: Object.fromEntries(entries.map(([name, [check]]) => [name, check?.output])),
  };
}

async function passesAgain(...names: string[]): Promise<void> {
  await eventually(`${names.join(", ")} pass again`, async () => {
    const { parts } = await ready();
    return names.every((name) => parts[name] === "pass") || undefined;
  });
}

/** pg_cron's own process, frozen until disposed of: no task begins. */
async function freezeCron(): Promise<Disposable> {
  const [launcher] = await withDatabase(
    (sql) => sql<{ pid: number }[]>`select pid from pg_stat_activity where backend_type = 'pg_cron launcher'`,
    "superuser",
  );
  assert(launcher, "pg_cron runs");
  return freeze([launcher.pid]);
}

interface Incident {
  component: string;
  status: string;
}

async function incidents(kind: "open_incidents" | "past_incidents"): Promise<string[]> {
  const { data } = await api<Record<typeof kind, Incident[]>>("GET", "/health/v1/status");
  return data[kind].map(({ component }) => component);
}

// First, before other tests have restarted the database: it has to be two minutes old.
Deno.test("while cron is stopped it fails, later has an incident, and passes once it runs again", async () => {
  await withDatabase(async (sql) => {
    // In its first two minutes a system without a heartbeat is not broken.
    await eventually("the database is older than two minutes", async () => {
      await delay(500);
      const [system] = await sql<{ starting: boolean }[]>`select private.is_starting() as starting`;
      return system?.starting === false || undefined;
    }, 130_000);
    {
      using _cron = await freezeCron();
      // Four minutes pass, in which it was watched.
      await sql`update private.health_components set since = now() - interval '1 hour'`;
      await sql`select private.sample_health()`;
      await sql`
        update private.health_samples set minute = minute - interval '4 minutes', sampled_at = sampled_at - interval '4 minutes'`;
      const { http, whole, parts } = await ready();
      assertEquals([http, whole, parts.cron], [503, "fail", "fail"]);
      assertEquals([parts.database, parts.auth, parts.redis], ["pass", "pass", "pass"]);
    }
    await eventually("cron takes its next sample", async () => {
      await delay(500);
      return (await ready()).parts.cron === "pass" || undefined;
    }, 75_000);
    assertEquals(await incidents("open_incidents"), ["cron"]);
  });
});

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
      const began = performance.now();
      const [live, status] = await Promise.all([
        api("GET", "/health/v1/live"),
        api("GET", "/health/v1/status"),
      ]);
      assertEquals([live.status, status.error.code], [200, "SERVICE_UNAVAILABLE"]);
      assertLess(performance.now() - began, 1_200);
    }
    await passesAgain("database");
  });
}

/** Lets minutes pass in the samples: each is taken in the database and reported by the function that it rings. */
async function pass(minutes: number[]): Promise<void> {
  await withDatabase(async (sql) => {
    for (const minute of minutes) {
      await sql`select private.sample_health(now() + make_interval(mins => ${minute}))`;
      await eventually("the function reports its part of the sample", async () => {
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
    // The parts are known, and watched for longer than the minutes to come.
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
