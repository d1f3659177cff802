/**
 * What counting costs, how exact percentiles are, what a killed isolate loses, and how much room the sums take.
 *
 * @module
 */
import { Functions, readFunctionConfig } from "../../supabase/local/functions/functions.ts";
import { Histogram } from "../../shared/observe/histogram.ts";
import { exact, nearest, percentiles, shapes } from "../fixtures/durations.ts";
import { stack } from "../support/env.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";
import { Measurements, spread } from "./measure.ts";

const measure = new Measurements("telemetry");
await exactness();
await costs();
await losses();
await sizes();
await warmth();
Deno.exit(await measure.finish());

function exactness(): void {
  for (const [shape, durations] of Object.entries(shapes(1_000_000))) {
    const histogram = new Histogram();
    for (const ms of durations) histogram.add(ms);
    const sorted = Float64Array.from(durations).toSorted();
    const errors = percentiles.map((part) => Math.abs(nearest(histogram, part) / exact(sorted, part) - 1));
    const worst = 100 * Math.max(...errors);
    measure.size(
      `${shape}: worst percentile of 1,000,000 durations off by, in 1/100 %`,
      100 * worst,
      "",
      200,
    );
  }
}

/** Requests to three processes in turn, so that a busy machine meets all alike: with telemetry, and twice without. */
async function costs(): Promise<void> {
  const { viewer } = await createTenant();
  await using on = await isolates(1, { TELEMETRY: "on" });
  await using off = await isolates(2, { TELEMETRY: "off" });
  const sides = [on.running[0]!, ...off.running];
  const ratios = { on: [] as number[], itself: [] as number[] };
  for (let round = 0; round < 31; round++) {
    const times = sides.map((): number[] => []);
    for (let n = 0; n < 60; n++) {
      for (let side = 0; side < sides.length; side++) {
        const index = (side + n) % sides.length;
        const began = performance.now();
        await ask(sides[index]!, viewer.token);
        times[index]!.push(performance.now() - began);
      }
    }
    const [with_ = NaN, without = NaN, again = NaN] = times.map((one) => spread(one).median);
    ratios.on.push(with_ / without);
    ratios.itself.push(again / without);
  }
  const [cost, itself] = [spread(ratios.on), spread(ratios.itself)];
  measure.ratio("A/A: p50 of a route without telemetry / itself", itself.median, 1.1);
  measure.spreadOf("A/A by round", ratios.itself, "×");
  measure.ratio("p50 of a route with telemetry / without", cost.median, 1.1);
  measure.spreadOf("with / without by round", ratios.on, "×");
}

/** 10,000 requests over eight isolates, of which three are killed in between. */
async function losses(): Promise<void> {
  const tenant = await createTenant();
  await using eight = await isolates(8, { TELEMETRY: "on" });
  const before = await postgresMs();
  let [made, left] = [0, 10_000];
  await Promise.all(eight.running.map(async (isolate, index) => {
    while (left-- > 0) {
      if (index < 3 && left < 2_000 * (index + 1)) return await eight.kill(index);
      await ask(isolate, tenant.viewer.token);
      made++;
    }
  }));
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const counted = await countedOf(tenant);
  const missing = made - counted;
  const after = await postgresMs();
  const bound = Math.ceil(3 * made / 8 / 5);
  measure.size(`requests not counted of ${made}, three of eight isolates killed`, missing, "", bound);
  const share = 100 * (after.telemetry - before.telemetry) / (after.all - before.all);
  measure.size("telemetry's share of Postgres's time, in 1/100 %", 100 * share, "", 200);
}

/** One minute in which each of 10,000 tenants calls 100 routes, its hour and its day. */
async function sizes(): Promise<void> {
  await withDatabase(async (sql) => {
    await sql`insert into private.series (kind, function, version, name)
      select 'request', 'bench', 'v1', 'GET /' || n from generate_series(1, 100) n on conflict do nothing`;
    await sql`insert into private.stat_marks
      select date_trunc('minute', now()) - interval '3 hours', md5(t::text)::uuid, s.id, 2, 10, array[56, 60, 61, 70, 90],
        array[2, 2, 2, 2, 2], 99, 50, array[t, t + 1]
      from generate_series(1, 10000) t, private.series s where s.function = 'bench'`;
    const began = performance.now();
    await sql`select private.fold_stats()`;
    measure.spreadOf("adding up 1,000,000 marks of a minute", [performance.now() - began], "ms");
    await sql`select private.roll_up_stats()`;
    for (const level of ["minutes", "hours"]) {
      const [row] = await sql<[{ bytes: number; rows: number }]>`
        select (select sum(pg_total_relation_size(i.inhrelid)) from pg_inherits i
            where i.inhparent = ${`private.stat_${level}`}::regclass)::float8 as bytes,
          (select count(*) from ${sql(`private.stat_${level}`)})::integer as rows`;
      measure.size(`bytes of a row of ${level}, indexes included`, row.bytes / row.rows, "bytes", 300);
    }
    const [all] = await sql<[{ rows: number }]>`select count(*)::integer as rows from private.stat_minutes
      where client_id is null and series_id in (select id from private.series where function = 'bench')`;
    measure.size("rows for everybody's sums, of 1,000,000 marks", all.rows, "rows", 100);
  });
}

/** The first request to a function without a process, as after a quiet time, and the next one. */
async function warmth(): Promise<void> {
  const { viewer } = await createTenant();
  for (const path of ["/routing/v1/health", "/webhooks/v1/event-types"]) {
    const times = { cold: [] as number[], warm: [] as number[] };
    for (let round = 0; round < 9; round++) {
      let began = performance.now();
      await using one = await isolates(1, { TELEMETRY: "on" }, path.split("/")[1]);
      await ask(one.running[0]!, viewer.token, path);
      times.cold.push(performance.now() - began);
      began = performance.now();
      await ask(one.running[0]!, viewer.token, path);
      times.warm.push(performance.now() - began);
    }
    measure.spreadOf(`GET ${path} from a cold function`, times.cold, "ms");
    measure.spreadOf(`GET ${path} from a warm function`, times.warm, "ms");
  }
}

type Isolate = Awaited<ReturnType<Functions["isolate"]>>;

async function ask(isolate: Isolate, token: string, path = "/teams/v1"): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, apikey: stack.publishableKey };
  const response = await isolate.fetch(path, { headers });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`answered ${response.status}`);
}

/** Processes of a function beside the gateway's. */
async function isolates(count: number, variables: Record<string, string>, of = "teams") {
  const config = (await readFunctionConfig()).find(({ name }) => name === of)!;
  const log = await Deno.open("/dev/null", { write: true });
  const all = Array.from({ length: count }, () =>
    new Functions(
      new Map([[of, config]]),
      {
        SUPABASE_URL: stack.url,
        SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: stack.publishableKey }),
        SUPABASE_SECRET_KEYS: JSON.stringify({ default: stack.secretKey }),
        UPSTASH_REDIS_REST_URL: stack.redisUrl,
        UPSTASH_REDIS_REST_TOKEN: stack.redisToken,
        RATE_LIMITS: JSON.stringify({ read: 60_000, tenant: 60_000 }),
        LOG_LEVEL: "error",
        ...variables,
      },
      log,
      undefined,
      console.error,
    ));
  const running = await Promise.all(all.map((one) => one.isolate(config)));
  return {
    running,
    kill: (index: number) => all[index]!.stop(),
    async [Symbol.asyncDispose]() {
      await Promise.all(all.map((one) => one.stop()));
      log.close();
    },
  };
}

function countedOf(tenant: Tenant): Promise<number> {
  return withDatabase(async (sql) => {
    const [row] = await sql<[{ requests: number }]>`
      select coalesce(sum(s.requests), 0)::integer as requests
      from private.stats_between(${tenant.id}, now() - interval '1 hour', now() + interval '1 minute', 'minute') s
      join private.series k on k.id = s.series_id where k.kind = 'request'`;
    return row.requests;
  });
}

function postgresMs(): Promise<{ all: number; telemetry: number }> {
  return withDatabase(async (sql) => {
    const [row] = await sql<[{ all: number; telemetry: number }]>`
      select sum(total_exec_time) as all,
        coalesce(sum(total_exec_time) filter (where query ~ 'record_telemetry'), 0) + (
          select coalesce(sum(r.duration_ms), 0) from private.task_runs r
          where r.name in ('roll_up_stats', 'sum_log_marks', 'sum_version_uses', 'fold_errors')) as telemetry
      from extensions.pg_stat_statements where toplevel`;
    return row;
  }, "superuser");
}
