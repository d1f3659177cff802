/**
 * The jobs' worker is killed again and again at a chosen moment; leases are shortened to 2 s, so that what would take
 * more than a minute takes seconds: the promise is that work resumes within 65 s after a lease's end.
 */
import { assert, assertEquals } from "#assert";
import { stack } from "../support/env.ts";
import { connect, type Database } from "../support/sql.ts";
import { delay } from "../support/eventually.ts";
import { functionPid, killFunction, kills, promptly } from "./parts.ts";

const leaseSeconds = 2;
/** pg_cron rings each minute; the rest is time to work. */
const resumes = 65_000;

interface Bench extends AsyncDisposable {
  sql: Database;
  enqueue(count: number): Promise<void>;
  /** Until all are completed, each with its effect once. */
  ended(count: number, options?: { ringing?: boolean }): Promise<void>;
}

/** A job type whose effect inserts a row slowly, so that a kill can hit it. */
async function bench(): Promise<Bench> {
  const sql = connect(undefined, { max: 6 });
  await sql`update private.queues set lease_seconds = ${leaseSeconds}, max_workers = 100 where queue = 'jobs'`;
  await sql.unsafe(`
    create table private.fault_effects (job_id uuid, at timestamptz default clock_timestamp());
    create table private.fault_gate (open boolean);
    insert into private.fault_gate values (true);
    create function private.fault_effect(jobs private.ended_job[]) returns void language plpgsql as $$
    begin
      perform from private.fault_gate for share;
      insert into private.fault_effects (job_id) select id from unnest(jobs) where status = 'completed';
    end $$;
    insert into private.job_types (type, queue, effect) values ('fault.effect', 'jobs', 'private.fault_effect')`);
  return {
    sql,
    async enqueue(count) {
      await sql`select private.enqueue_job('jobs', 'fault.effect', max_attempts => 100) from generate_series(1, ${count})`;
    },
    async ended(count, { ringing = true } = {}) {
      const what = `${count} jobs are completed`;
      const happened = async () => {
        const [{ done }] = await sql<[{ done: number }]>`
          select count(*)::integer as done from public.job_queue where type = 'fault.effect' and status = 'completed'`;
        return done === count;
      };
      if (ringing) await ringUntil(sql, what, happened);
      else await promptly(what, happened, 2 * resumes);
      const [found] = await sql`
        select count(*)::integer as effects, count(distinct job_id)::integer as jobs from private.fault_effects`;
      assertEquals({ ...found }, { effects: count, jobs: count });
    },
    async [Symbol.asyncDispose]() {
      await sql`delete from public.job_queue where type = 'fault.effect'`;
      await sql`delete from private.job_types where type = 'fault.effect'`;
      await sql.unsafe(`
        drop function private.fault_effect; drop table private.fault_effects, private.fault_gate`);
      await sql`update private.queues set lease_seconds = 75, max_workers = 2 where queue = 'jobs'`;
      await sql.end();
    },
  };
}

/** Rings as pg_cron does until something happens, because a ring to a dead process is lost. */
async function ringUntil(sql: Database, what: string, happened: () => Promise<boolean>): Promise<void> {
  let rungAt = -Infinity;
  await promptly(what, async () => {
    if (performance.now() - rungAt > 1_000) {
      rungAt = performance.now();
      await sql`update private.workers set ended_at = now() where ended_at is null`;
      await sql`select private.ring_queues()`;
    }
    return await happened();
  }, resumes);
}

Deno.test(`a worker killed ${kills} times between claim and end loses nothing and does nothing twice`, async () => {
  await using jobs = await bench();
  const { sql } = jobs;
  for (let kill = 0; kill < kills; kill++) {
    await using gate = await closedGate(sql);
    await jobs.enqueue(20);
    await ringUntil(sql, "an effect waits in Postgres", gate.isHolding);
    await killFunction("jobs");
    await gate.undo();
  }
  await jobs.ended(20 * kills);
});

Deno.test(`a worker killed ${kills} times right after an end was committed does nothing twice`, async () => {
  await using jobs = await bench();
  const { sql } = jobs;
  for (let kill = 0; kill < kills; kill++) {
    await jobs.enqueue(1);
    await ringUntil(sql, "the job's effect is committed", async () => {
      const [{ effects }] = await sql<[{ effects: number }]>`
        select count(*)::integer as effects from private.fault_effects`;
      return effects > kill;
    });
    await killFunction("jobs");
  }
  await jobs.ended(kills);
});

Deno.test(`a worker killed ${kills} times at any moment loses nothing`, async () => {
  await using jobs = await bench();
  const { sql } = jobs;
  for (let kill = 0; kill < kills; kill++) {
    await jobs.enqueue(200);
    await sql`select private.ring_queues()`;
    await delay(Math.random() * 400); // the moment is what is random here
    if (await functionPid("jobs") !== undefined) await killFunction("jobs");
  }
  await jobs.ended(200 * kills);
});

Deno.test("after a kill, pg_cron alone runs the jobs again within 65 s of their lease's end", async () => {
  await using jobs = await bench();
  const { sql } = jobs;
  {
    await using gate = await closedGate(sql);
    await jobs.enqueue(5);
    await ringUntil(sql, "an effect waits in Postgres", gate.isHolding);
    await killFunction("jobs");
    await gate.undo();
  }
  const [{ ends }] = await sql<[{ ends: Date }]>`
    select max(lease_until) as ends from public.job_queue where type = 'fault.effect'`;
  await jobs.ended(5, { ringing: false });
  const [{ at }] = await sql<[{ at: Date }]>`select max(at) as at from private.fault_effects`;
  const seconds = (at.getTime() - ends.getTime()) / 1000;
  assert(seconds <= 65, `they ran ${seconds} s after their lease's end`);
});

interface Gate extends AsyncDisposable {
  /** True if an effect is waiting. */
  isHolding(): Promise<boolean>;
  /** Rolls back the effects that wait, as if their worker had been killed before it sent them. */
  undo(): Promise<void>;
}

const waitingEffects = "from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'complete_jobs'";

/**
 * Stops every effect inside of its transaction until disposed of: the job is claimed, and its end not
 * committed.
 */
async function closedGate(sql: Database): Promise<Gate> {
  const admin = connect(stack.adminDatabaseUrl, { max: 1 });
  const holder = await sql.reserve();
  await holder`begin`;
  await holder`update private.fault_gate set open = false`;
  const isHolding = async () => (await admin.unsafe(`select ${waitingEffects}`)).length > 0;
  return {
    isHolding,
    async undo() {
      await admin.unsafe(`select pg_terminate_backend(pid) ${waitingEffects}`);
      await promptly("no effect waits in Postgres", async () => !(await isHolding()));
    },
    async [Symbol.asyncDispose]() {
      await holder`rollback`;
      holder.release();
      await admin.end();
    },
  };
}
