/**
 * Old calls of a tenant whose archive is killed at each of its steps: in turn the process of Postgres that does the
 * work and the whole server.
 *
 * @module
 */
import { assertEquals } from "#assert";
import { resumePostgres } from "../../supabase/local/postgres/postgres.ts";
import { aggregate, type CallCenter, createCallCenter, keptMetrics, recordCalls } from "../fixtures/calls.ts";
import { stack } from "../support/env.ts";
import { connect, type Database } from "../support/sql.ts";
import { delay } from "../support/eventually.ts";
import { postgresPids, promptly, signal } from "./parts.ts";

/** Postgres ends all sessions and recovers when one of its processes is killed. */
const killers = [
  (pid: number) => Promise.resolve(void signal([pid], "SIGKILL")),
  async () => {
    const pids = await postgresPids();
    await promptly("the server is gone", () => signal(pids, "SIGKILL") ? undefined : true);
    await resumePostgres(stack.directory);
  },
];

/** A batch takes the calls of one month. */
const callsOfMonth = 40;
/** The youngest calls are so many months old. */
const youngest = 4;
/** Calls of so many months and a half are held. */
const heldMonths = 3;

/** A step stops when it writes into its table, or locks rows of it. */
interface Step {
  table: string;
  mode?: "share" | "exclusive";
}

const whileMoving: Step[] = [
  { table: "public.calls", mode: "exclusive" },
  { table: "private.archive_chunks" },
  { table: "private.archived_keys" },
  { table: "private.usage_marks" },
  { table: "private.archived_call_sums" },
  { table: "public.calls" },
  { table: "private.archive_runs" },
];
const whileRecalling: Step[] = [
  { table: "public.calls" },
  { table: "private.archived_call_sums" },
  { table: "private.archive_chunks" },
  { table: "private.archived_keys" },
];
const whileEnding: Step[] = [
  { table: "private.usage_marks" },
  { table: "private.archive_chunks" },
  { table: "private.archived_keys" },
  { table: "private.archive_runs" },
];

/** Kills so many times in each step of moving, recalling and ending, and right after commits. */
export async function killInEachStep(times: number): Promise<void> {
  await using calls = await OldCalls.create(times + heldMonths + 3);
  for (const step of whileMoving) await calls.killIn(step, OldCalls.archive, times);
  for (let kill = 0; kill < times; kill++) await calls.killAfterCommit(kill);
  await calls.archiveAll();
  await calls.expect({ hot: 0, archived: calls.count });
  assertEquals(await calls.moved(), calls.count);

  for (const step of whileRecalling) await calls.killIn(step, OldCalls.recall, times);
  await calls.recallAll();
  await calls.expect({ hot: calls.count, archived: 0 });

  await calls.archiveAll();
  const held = await calls.endAllButHeld();
  for (const step of whileEnding) await calls.killIn(step, OldCalls.archive, times);
  await calls.archiveAll();
  await calls.expect({ hot: 0, archived: held });
}

/** Kills so many times at some moment of a night's run. */
export async function killAtAnyMoment(times: number): Promise<void> {
  await using calls = await OldCalls.create(20);
  for (let kill = 0; kill < times; kill++) {
    await calls.killAtAnyMoment(kill);
    await calls.recallAll();
  }
  await calls.archiveAll();
  await calls.expect({ hot: 0, archived: calls.count });
}

type Work = (sql: Database, center: CallCenter) => Promise<unknown>;

class OldCalls implements AsyncDisposable {
  private constructor(
    private sql: Database,
    private readonly center: CallCenter,
    private readonly metrics: unknown,
    readonly count: number,
  ) {}

  /** Calls of so many months, aggregated, of which the bench keeps a copy. */
  static async create(months: number): Promise<OldCalls> {
    const sql = connect(undefined, { max: 1 });
    await sql`select cron.alter_job(jobid, active => false) from cron.job where jobname = 'archive_rows'`;
    const center = await createCallCenter(sql);
    const now = new Date();
    const count = months * callsOfMonth;
    await recordCalls(
      sql,
      center,
      Array.from({ length: count }, (_, n) => ({
        external_id: `call ${n}`,
        agent_id: center.agents[n % 3]!,
        team_id: [...center.teams, null][n % 3] ?? null,
        outcome: (["successful", "failed", "abandoned"] as const)[n % 3]!,
        resolved: n % 2 === 0,
        satisfaction: n % 6 || null,
        handling_seconds: n,
        wait_seconds: n % 7 || null,
        started_at: new Date(Date.UTC(
          now.getUTCFullYear(),
          now.getUTCMonth() - youngest - Math.floor(n / callsOfMonth),
          1,
          n % callsOfMonth * 12,
        )).toISOString(),
      })),
    );
    await aggregate(sql, center);
    await sql`insert into private.archive_policies (client_id, kind, hot_days, archive_days)
      values (${center.id}, 'calls', 30, 3650)`;
    await sql`create table private.fault_calls as select * from public.calls where client_id = ${center.id}`;
    return new OldCalls(sql, center, await keptMetrics(sql, center), count);
  }

  /** Moves a batch, or ends one. */
  static archive: Work = (sql, { id }) =>
    sql`select private.archive_batch(${id}, private.archive_kind('calls'))`;

  /** What recording the same calls again does first. */
  static recall: Work = (sql, { id }) =>
    sql`select private.recall_rows(${id}, 'calls', array(select external_id from private.fault_calls))`;

  /** Kills in the step, after which nothing must have happened. */
  async killIn(step: Step, work: Work, times: number): Promise<void> {
    const before = await this.#found();
    for (let kill = 0; kill < times; kill++) {
      const holder = connect(stack.adminDatabaseUrl, { max: 1 });
      const worker = await Worker.start();
      try {
        const holding = await holder.reserve();
        await holding`begin`;
        await holding.unsafe(`lock table ${step.table} in ${step.mode ?? "share"} mode`);
        const outcome = worker.does(work, this.center);
        await promptly(`the work waits for ${step.table}`, async () => {
          const [waiting] = await this.sql`select from pg_locks
            where pid = ${worker.pid} and relation = ${step.table}::regclass and not granted`;
          return waiting;
        });
        await killers[kill % 2]!(worker.pid);
        assertEquals(await outcome, "killed");
      } finally {
        await Promise.all([holder.end({ timeout: 0 }), worker.end()]);
      }
      assertEquals(await this.#found(), before, `killed while it waited for ${step.table}`);
    }
  }

  /** Kills when a batch has been moved: all of it is there. */
  async killAfterCommit(kill: number): Promise<void> {
    const { hot, archived } = await this.#found();
    const worker = await Worker.start();
    assertEquals(await worker.does(OldCalls.archive, this.center), "ended");
    await killers[kill % 2]!(worker.pid);
    await worker.end();
    await this.expect({ hot: hot - callsOfMonth, archived: archived + callsOfMonth });
  }

  async killAtAnyMoment(kill: number): Promise<void> {
    const worker = await Worker.start();
    const outcome = worker.does((sql) => sql`select private.run_task('archive_rows', 'manual')`, this.center);
    await delay(Math.random() * 400); // the moment is what is random here
    await killers[kill % 2]!(worker.pid);
    await outcome;
    await worker.end();
    const { hot, archived } = await this.#found();
    assertEquals(hot + archived, this.count);
  }

  async archiveAll(): Promise<void> {
    const batch = () =>
      this.sql<[{ rows: number }]>`
        select private.archive_batch(${this.center.id}, private.archive_kind('calls'))::integer as rows`;
    while ((await batch())[0].rows > 0) { /* the next batch */ }
  }

  async recallAll(): Promise<void> {
    await OldCalls.recall(this.sql, this.center);
  }

  /** Sets a policy by which all calls end that are not held, and returns how many are. */
  async endAllButHeld(): Promise<number> {
    const { id } = this.center;
    await this.sql`insert into private.archive_holds (client_id, kind, from_time, to_time, reason)
      select ${id}, 'calls', min(date_trunc('month', started_at, 'UTC')),
        min(date_trunc('month', started_at, 'UTC')) + make_interval(months => ${heldMonths}, days => 10), 'File 27'
      from private.fault_calls`;
    await this.sql`update private.archive_policies set archive_days = 60 where client_id = ${id}`;
    const [{ held }] = await this.sql<[{ held: number }]>`
      select count(*)::integer as held from private.fault_calls c
      where private.is_held(${id}, 'calls', c.started_at)`;
    return held;
  }

  /** How many calls the runs say they moved. */
  async moved(): Promise<number> {
    const [{ moved }] = await this.sql<[{ moved: number }]>`
      select sum(moved)::integer as moved from private.archive_runs where client_id = ${this.center.id}`;
    return moved;
  }

  /** Fails unless so many calls are where they should be, and all metrics are what they were, computed again. */
  async expect(expected: { hot: number; archived: number }): Promise<void> {
    assertEquals(await this.#found(), expected);
    await this.sql`insert into private.changed_buckets (client_id, agent_id, team_id, day)
      select m.client_id, m.agent_id, m.team_id, m.day from public.agent_metrics_v2 m
      where m.client_id = ${this.center.id}`;
    await aggregate(this.sql, this.center);
    assertEquals(await keptMetrics(this.sql, this.center), this.metrics);
  }

  /** Fails if a call is there twice or differs in a byte, or if the budgets are not of these calls. */
  async #found(): Promise<{ hot: number; archived: number }> {
    const { id } = this.center;
    const { hot, archived, equal, used } = await promptly("Postgres answers again", async () => {
      await this.#connectAgain();
      const [found] = await this.sql<[{ hot: number; archived: number; equal: number; used: number[] }]>`
        with present as (
          select c as call, true as is_hot from public.calls c where c.client_id = ${id}
          union all
          select c, false from private.archive_chunks a
          cross join jsonb_array_elements(a.content) e
          cross join jsonb_populate_record(null::public.calls, e.value -> 'row') c
          where a.client_id = ${id} and a.kind = 'calls'
        )
        select count(*) filter (where p.is_hot)::integer as hot,
          count(*) filter (where not p.is_hot)::integer as archived,
          count(distinct c.id)::integer as equal, array[
            private.budget_used(${id}, 'rows_calls'), private.budget_used(${id}, 'rows_archived')]::integer[] as used
        from present p left join private.fault_calls c on c.id = (p.call).id and c *= p.call`.catch(() => []);
      return found;
    }, 30_000);
    assertEquals({ equal, used }, { equal: hot + archived, used: [hot, archived] });
    return { hot, archived };
  }

  /** A query on a connection whose server was killed may never settle. */
  async #connectAgain(): Promise<void> {
    await this.sql.end({ timeout: 0 });
    this.sql = connect(undefined, { max: 1 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sql`drop table private.fault_calls`;
    await this.sql`select cron.alter_job(jobid, active => true) from cron.job where jobname = 'archive_rows'`;
    await this.sql.end();
  }
}

/** One session, and the process of Postgres behind it. */
class Worker {
  private constructor(private readonly sql: Database, readonly pid: number) {}

  static async start(): Promise<Worker> {
    const sql = connect(undefined, { max: 1 });
    const [{ pid }] = await sql<[{ pid: number }]>`select pg_backend_pid() as pid`;
    return new Worker(sql, pid);
  }

  does(work: Work, center: CallCenter): Promise<"ended" | "killed"> {
    return work(this.sql, center).then(() => "ended", () => "killed");
  }

  async end(): Promise<void> {
    await this.sql.end({ timeout: 0 });
  }
}
