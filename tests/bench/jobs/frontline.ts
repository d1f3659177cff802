import { useStack } from "../../support/in_process.ts";
import { stack } from "../../support/env.ts";
import { eventually } from "../../support/eventually.ts";
import { connect, type Database, withDatabase } from "../../support/sql.ts";
import { adminClient, unwrap } from "../../../shared/data/db.ts";
import type { Job, Outcome } from "../../../shared/jobs/job.ts";
import { Worker } from "../../../shared/jobs/worker.ts";
import { milliseconds, type Side } from "../measure.ts";
import { trickle } from "./trickle.ts";

/** Tenants that the jobs belong to, so that taking turns is part of what is measured. */
const tenants = 10;

/** Our queue, with a job type that does nothing and workers of this process that go through the Data API. */
export class Frontline {
  readonly sql: Database = connect(stack.databaseUrl, { max: 2 });

  /** Makes the job type and the tenants. */
  static async start(): Promise<Frontline> {
    useStack();
    const ours = new Frontline();
    await ours.sql`
      insert into private.queues (queue, worker_path, max_workers) values ('bench', '/jobs/v1/worker', 100)
      on conflict do nothing`;
    await ours
      .sql`insert into private.job_types (type, queue) values ('bench.nothing', 'bench') on conflict do nothing`;
    await ours.sql`
      insert into public.clients (name) select 'Bench ' || n from generate_series(1, ${tenants}) n`;
    // No other worker may take jobs while the benchmark's own run.
    await ours.sql`alter table public.job_queue disable trigger doorbell`;
    return ours;
  }

  async enqueue(count: number): Promise<void> {
    await this.sql`
      insert into public.job_queue (queue, type, payload, client_id, lane)
      select 'bench', 'bench.nothing', jsonb_build_object('n', n), c.id, c.id
      from generate_series(1, ${count / tenants}) n, public.clients c where c.name like 'Bench %'`;
    await this.sql`vacuum analyze public.job_queue`;
  }

  async clear(): Promise<void> {
    await this.sql`truncate public.job_queue, private.workers cascade`;
  }

  /** Runs that many jobs and records their results. Returns the time from start to the last result. */
  drain(count: number, options: { concurrency: number }): Side {
    return async () => {
      await this.clear();
      await this.enqueue(count);
      const { promise: allRun, resolve } = Promise.withResolvers<void>();
      let run = 0;
      const worker = new Worker({
        queue: "bench",
        ...options,
        handle: ({ payload }) => {
          if (++run === count) resolve();
          return { outcome: "completed", result: payload };
        },
      });
      const began = performance.now();
      const ended = worker.work();
      await allRun;
      worker.finish();
      await ended;
      const ms = performance.now() - began;
      const [{ completed }] = await this.sql<[{ completed: number }]>`
        select count(*)::integer as completed from public.job_queue where status = 'completed' and result is not null`;
      if (completed !== count) throw new Error(`${completed} of ${count} jobs were completed`);
      return ms;
    };
  }

  /** Adds finished jobs of many tenants and days. */
  async addFinished(count: number): Promise<void> {
    await this.sql`
      insert into public.job_queue (queue, type, client_id, lane, status, attempts, token, completed_at, created_at)
      select 'bench', 'bench.nothing', c.id, c.id, 'completed', 1, 1, now(), now() - make_interval(secs => n)
      from generate_series(1, ${count / tenants}) n, public.clients c where c.name like 'Bench %'`;
    await this.sql`vacuum analyze public.job_queue`;
  }

  /** Milliseconds per claim. Each claim is rolled back, so nothing has to be written or cleaned. */
  async claims(batch: number, times: number): Promise<number[]> {
    await withDatabase(async (admin) => {
      await eventually("autovacuum has nothing to do", async () => {
        const busy = await admin`select from pg_stat_activity where backend_type = 'autovacuum worker'`;
        return busy.length === 0;
      }, 120_000);
      await admin`checkpoint`;
    }, "superuser");
    const taken: number[] = [];
    const connection = await this.sql.reserve();
    for (let i = 0; i < times; i++) {
      await connection`begin`;
      taken.push(
        await milliseconds(() =>
          connection`select public.claim_jobs(${crypto.randomUUID()}, 'bench', ${batch})`
        ),
      );
      await connection`rollback`;
    }
    connection.release();
    return taken;
  }

  /** From enqueue to start, in milliseconds, of jobs that come one by one while a worker is there. */
  async waits(count: number, everyMs: number): Promise<number[]> {
    await this.clear();
    const begun = new Map<number, () => void>();
    const worker = new Worker({
      queue: "bench",
      handle: ({ payload }) => {
        begun.get(Number(payload))?.();
        return { outcome: "completed" };
      },
    });
    const ended = worker.work();
    const waits = await trickle(
      count,
      everyMs,
      begun,
      (n) => this.sql`select private.enqueue_job('bench', 'bench.nothing', to_jsonb(${n}::integer))`,
    );
    worker.finish();
    await ended;
    return waits;
  }

  /** Milliseconds of a claim that finds nothing, one by one, through the Data API. */
  async calls(count: number, everyMs: number): Promise<number[]> {
    await this.clear();
    const [db, worker_id] = [adminClient(), crypto.randomUUID()];
    const taken: number[] = [];
    for (let n = 0; n < count; n++) {
      taken.push(
        await milliseconds(async () =>
          void unwrap(await db.rpc("claim_jobs", { worker_id, queue: "bench", batch: 1 }))
        ),
      );
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
    return taken;
  }

  /**
   * From enqueue to start, in milliseconds, of jobs that 100 tenants add, one a second each, while the workers of one
   * isolate after another are there. With `flood`, another tenant has added so many jobs before.
   */
  async starts(seconds: number, flood = 0): Promise<number[]> {
    await this.clear();
    if (flood > 0) await this.#addFlood(flood);
    const begun = new Map<number, () => void>();
    const stopping = new AbortController();
    const working = this.#work(({ payload }) => begun.get(Number(payload))?.(), stopping.signal);
    const others = await this.sql<{ id: string }[]>`
      insert into public.clients (name) select 'Other ' || n from generate_series(1, 100) n returning id`;
    const waits = await trickle(100 * seconds, 10, begun, (n) => {
      const id = others[n % others.length]?.id ?? "";
      return this.sql`select private.enqueue_job('bench', 'bench.nothing', to_jsonb(${n}::integer), ${id})`;
    });
    stopping.abort();
    await working;
    return waits;
  }

  async #addFlood(count: number): Promise<void> {
    await this.sql`
      insert into public.job_queue (queue, type, payload, client_id, lane)
      select 'bench', 'bench.nothing', '-1', c.id, c.id
      from (select id from public.clients where name like 'Bench %' limit 1) c, generate_series(1, ${count}) n`;
    await this.sql`vacuum analyze public.job_queue`;
  }

  /** With as many jobs at a time as the worker of the queue `jobs`. */
  async #work(begin: (job: Job) => void, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const handle = (job: Job): Outcome => {
        begin(job);
        return { outcome: "completed" };
      };
      const worker = new Worker({ queue: "bench", concurrency: 100, handle });
      signal.addEventListener("abort", () => worker.finish(), { once: true });
      await worker.work();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.clear();
    await this.sql`alter table public.job_queue enable trigger doorbell`;
    await this.sql.end();
  }
}
