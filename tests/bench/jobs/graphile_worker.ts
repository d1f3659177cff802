import { EventEmitter } from "node:events";
import {
  Logger,
  makeWorkerUtils,
  run,
  type Runner,
  type WorkerEvents,
  type WorkerUtils,
} from "graphile-worker";
import { stack } from "../../support/env.ts";
import { connect, type Database } from "../../support/sql.ts";
import type { Side } from "../measure.ts";
import { trickle } from "./trickle.ts";

const logger = new Logger(() => () => {});
const connectionString = stack.databaseUrl;

/**
 * Its own performance test has these: one job at a time of each of 24, or sets of 500 taken and ended at
 * once.
 */
const concurrentJobs = 24;
const maxPoolSize = 25;
export const settings = {
  unbatched: { concurrentJobs, maxPoolSize },
  batched: {
    concurrentJobs,
    maxPoolSize,
    localQueue: { size: 500 },
    completeJobBatchDelay: 0,
    failJobBatchDelay: 0,
  },
};

/** graphile-worker in this process, on the same Postgres. */
export class GraphileWorker {
  readonly sql: Database = connect(stack.databaseUrl, { max: 2 });

  private constructor(readonly utils: WorkerUtils) {}

  static async start(): Promise<GraphileWorker> {
    const utils = await makeWorkerUtils({ connectionString, logger });
    await utils.migrate();
    return new GraphileWorker(utils);
  }

  async run(
    handle: (payload: unknown) => void,
    setting: object,
    events: WorkerEvents = new EventEmitter(),
  ): Promise<Runner> {
    return await run({
      preset: { worker: { connectionString, logger, ...setting } },
      events,
      noHandleSignals: true,
      taskList: { nothing: (payload) => Promise.resolve(handle(payload)) },
    });
  }

  drain(count: number, setting: object): Side {
    return async () => {
      await this.sql`truncate graphile_worker._private_jobs`;
      await this.sql`
        select count(*) from graphile_worker.add_jobs(array(
          select ('nothing', json_build_object('n', n), null, null, null, null, null, null)::graphile_worker.job_spec
          from generate_series(1, ${count}) n))`;
      await this.sql`vacuum analyze graphile_worker._private_jobs`;
      const events: WorkerEvents = new EventEmitter();
      const { promise: allEnded, resolve } = Promise.withResolvers<void>();
      let ended = 0;
      events.on("job:complete", () => {
        if (++ended === count) resolve();
      });
      const began = performance.now();
      const runner = await this.run(() => {}, setting, events);
      await allEnded;
      // It announces a job's end before writing it.
      while (await this.#left() > 0);
      const ms = performance.now() - began;
      await runner.stop();
      return ms;
    };
  }

  async #left(): Promise<number> {
    const [{ left }] = await this.sql<[{ left: number }]>`
      select count(*)::integer as left from graphile_worker._private_jobs`;
    return left;
  }

  /** From enqueue to start, in milliseconds, of jobs that come one by one while a worker is there. */
  async waits(count: number, everyMs: number): Promise<number[]> {
    const begun = new Map<number, () => void>();
    const runner = await this.run((payload) => begun.get(Number(payload))?.(), settings.unbatched);
    const waits = await trickle(
      count,
      everyMs,
      begun,
      (n) => this.sql`select graphile_worker.add_job('nothing', to_json(${n}::integer))`,
    );
    await runner.stop();
    return waits;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.utils.release();
    await this.sql.end();
  }
}
