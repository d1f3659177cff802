/**
 * What a tenant's people notice while its old calls move to the archive without a pause, which otherwise takes five
 * seconds of each minute of the night. Spans with and without moving take turns.
 *
 * @module
 */
import { base, newCall, record } from "../fixtures/aggregation.ts";
import { hire } from "../fixtures/routing.ts";
import { type Answer, api } from "../support/http.ts";
import { connect, type Database } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";
import { Measurements, milliseconds } from "./measure.ts";

/** `ARCHIVE_CALLS=100000` for a short run. */
const calls = Number(Deno.env.get("ARCHIVE_CALLS") ?? 5_000_000);
const longestMs = 60_000 * Number(Deno.env.get("ARCHIVE_MINUTES") ?? 30);
const spanMs = 10_000;
/** Of each of two clients, between its requests. */
const pauseMs = 50;

const measure = new Measurements("archive");
const sql = connect(undefined, { max: 2 });
const tenant = await createTenant({ settings: { "limits.data_api_writes": 60_000 } });
const agents = await hire(tenant, "sales", Array.from({ length: 100 }, () => ({ max_load: 100 })));
console.log(`  ${calls} old calls written in ${Math.round(await milliseconds(fill) / 1000)} s`);

type Operation = keyof typeof operations;
type Times = Record<Operation, number[]>;
const operations = {
  "recording 50 calls": () =>
    record(tenant.member, Array.from({ length: 50 }, () => newCall({ agent: "Agent 1" }))),
  "comparing agents": () =>
    api("GET", `${base}/compare?kind=agents&from=2026-11-01&to=2026-11-30`, { as: tenant.viewer }),
  "reading agents": () => api("GET", "/agents/v1?limit=20", { as: tenant.viewer }),
  "a routing decision": () =>
    api("POST", "/routing/v1/decisions", { as: tenant.member, json: { sector: "sales" } }),
};

const [beside, alone] = [noTimes(), noTimes()];
await operate(noTimes(), 5_000);
let moving = 0;
for (const began = performance.now(); performance.now() - began < longestMs && await left() > 0;) {
  await operate(alone, spanMs);
  moving += await milliseconds(() =>
    Promise.all([operate(beside, spanMs), move(performance.now() + spanMs)])
  );
}
const [{ moved }] = await sql<[{ moved: number }]>`
  select coalesce(sum(moved), 0)::integer as moved from private.archive_runs where client_id = ${tenant.id}`;
measure.count(`calls moved in ${Math.round(moving / 1000)} s of moving`, moved);
for (const operation of Object.keys(operations) as Operation[]) {
  const p95s = [beside, alone].map((times) => p95(times[operation]));
  const [here = NaN, there = NaN] = p95s;
  measure.ratio(
    `p95 of ${operation} beside moving / alone (${p95s.map(Math.round).join(" / ")} ms)`,
    here / there,
    1.3,
  );
}
await everythingIsThereOnce(sql, tenant, moved);
await sql.end();
Deno.exit(await measure.finish());

/** As imported from elsewhere: a year of calls that ended two years ago, without events or entries. */
async function fill(): Promise<void> {
  await sql`alter table public.calls disable trigger user`;
  try {
    for (let done = 0; done < calls; done += 100_000) {
      await sql`
        insert into public.calls (client_id, external_id, agent_id, outcome, resolved, handling_seconds, started_at)
        select ${tenant.id}, 'old ' || n, (${agents}::uuid[])[1 + n % 20], 'successful', n % 2 = 0, n % 600,
          now() - interval '800 days' - n * interval '365 days' / ${calls}::integer
        from generate_series(${done + 1}::integer, ${Math.min(calls, done + 100_000)}::integer) n`;
    }
    await sql`select private.count_usage(${tenant.id}, 'rows_calls', ${calls})`;
    await sql`insert into private.archive_policies (client_id, kind, hot_days, archive_days)
      values (${tenant.id}, 'calls', 730, 3650)`;
    await sql`analyze public.calls`;
  } finally {
    await sql`alter table public.calls enable trigger user`;
  }
}

function noTimes(): Times {
  return { "recording 50 calls": [], "comparing agents": [], "reading agents": [], "a routing decision": [] };
}

async function operate(times: Times, ms: number): Promise<void> {
  const end = performance.now() + ms;
  await Promise.all([0, 1].map(async () => {
    while (performance.now() < end) {
      for (
        const [operation, ask] of Object.entries(operations) as [Operation, () => Promise<Answer<unknown>>][]
      ) {
        let answer: Answer<unknown> | undefined;
        times[operation].push(await milliseconds(async () => answer = await ask()));
        if (answer === undefined || answer.status >= 300) throw new Error(`${operation} failed: ${answer}`);
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }));
}

async function move(end: number): Promise<void> {
  while (performance.now() < end) await sql`select private.run_task('archive_rows', 'manual')`;
}

async function left(): Promise<number> {
  const found =
    await sql`select from public.calls where client_id = ${tenant.id} and external_id like 'old %' limit 1`;
  return found.length;
}

function p95(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.ceil(0.95 * times.length) - 1] ?? NaN;
}

async function everythingIsThereOnce(sql: Database, { id }: Tenant, moved: number): Promise<void> {
  const [found] = await sql<[{ hot: number; archived: number; summed: number }]>`
    select
      (select count(*)::integer from public.calls where client_id = ${id} and external_id like 'old %') as hot,
      (select coalesce(sum(rows), 0)::integer from private.archive_chunks where client_id = ${id}) as archived,
      (select coalesce(sum(calls_handled), 0)::integer from private.archived_call_sums
        where client_id = ${id}) as summed`;
  measure.exactly("old calls in their table or the archive", found.hot + found.archived, calls);
  measure.exactly("calls in the sums that metrics are made of", found.summed, moved);
}
