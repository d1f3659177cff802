import { delay, eventually } from "../../support/eventually.ts";
import { stack } from "../../support/env.ts";
import type { Database } from "../../support/sql.ts";

const within = 900_000;

/** Adds a job type of the queue `jobs` whose effect inserts a row. */
export async function addEffect(sql: Database): Promise<void> {
  await sql.unsafe(`
    create table private.bench_effects (job_id uuid, at timestamptz default clock_timestamp());
    create function private.bench_effect(jobs private.ended_job[]) returns void language sql as
      'insert into private.bench_effects (job_id) select j.id from unnest(jobs) j where j.status = ''completed''';
    insert into private.job_types (type, queue, effect) values ('bench.effect', 'jobs', 'private.bench_effect')`);
}

export async function enqueue(sql: Database, count: number): Promise<void> {
  await sql`
    insert into public.job_queue (queue, type, lane, max_attempts)
    select 'jobs', 'bench.effect', '00000000-0000-0000-0000-000000000000', 100 from generate_series(1, ${count})`;
}

export async function effects(sql: Database): Promise<{ all: number; jobs: number; largestGapMs: number }> {
  const [found] = await sql<[{ all: number; jobs: number; gap: number }]>`
    select count(*)::int as all, count(distinct job_id)::int as jobs, (extract(epoch from max(gap)) * 1000)::float8 as gap
    from (select job_id, at - lag(at) over (order by at) as gap from private.bench_effects) e`;
  return { all: found.all, jobs: found.jobs, largestGapMs: found.gap };
}

/** Waits for the end of the jobs. With `ring`, rings each second as pg_cron does each ten: a killed worker cannot. */
export async function untilEnded(sql: Database, queue: string, { ring }: { ring: boolean }): Promise<void> {
  await eventually(`all jobs of ${queue} have ended`, async () => {
    await delay(1_000);
    if (ring) {
      await sql`update private.workers set ended_at = now() where ended_at is null and seen_at < now() - interval '3 s'`;
      await sql`select private.ring_queues()`;
    }
    const [{ open }] = await sql<[{ open: number }]>`
      select count(*)::int as open from public.job_queue where queue = ${queue} and phase <> 'finished'`;
    return open === 0;
  }, within);
}

/** How many isolates the CPU limit has killed. */
export async function kills(): Promise<number> {
  const log = await Deno.readTextFile(`${stack.directory}/stack.log`);
  return log.match(/ was killed: it used [\d.]+ s of CPU/g)?.length ?? 0;
}
