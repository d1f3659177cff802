import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { AppEnv, Db } from "../context.ts";
import { adminClient, unwrap } from "../data/db.ts";
import { data, json } from "../http/openapi.ts";
import { defineRoute } from "../http/route.ts";
import { describeError, log } from "../observe/log.ts";
import { waitUntil } from "./background.ts";
import { Budget } from "./budget.ts";
import { Claimer } from "./claimer.ts";
import type { WorkerOptions } from "./job.ts";
import { Runner } from "./runner.ts";
import { Writer } from "./writer.ts";

const wakeWorker = defineRoute({
  method: "post",
  path: "/worker",
  summary: "Wake the worker of this function's queue; for the database only",
  access: "worker",
  responses: { 202: json(data(z.object({ queue: z.string() })), "The worker is running") },
});

/**
 * Adds `POST /worker`, which answers 202 at once and works on the queue in the background. Only one worker runs in a
 * process, however often the route is called.
 */
export function addWorkerRoute(app: OpenAPIHono<AppEnv>, options: WorkerOptions): void {
  let present: Worker | undefined;
  app.openapi(wakeWorker, (c) => {
    if (present === undefined) {
      const worker = present = new Worker(options);
      // Cleared before the worker reports its end, so that a call from then on starts a new one.
      const ended = worker.work().finally(() => present = undefined).then(() => worker.end());
      waitUntil(ended.catch((error) => log("error", { queue: options.queue, error: describeError(error) })));
    }
    return c.json({ data: { queue: options.queue } }, 202);
  });
}

/** One run of a queue's worker: a claimer, a runner and a writer that share a budget. */
export class Worker {
  readonly id: string = crypto.randomUUID();
  readonly #db: Db = adminClient();
  readonly #budget: Budget;
  readonly #claimer: Claimer;
  readonly #runner: Runner;
  readonly #writer: Writer;

  constructor(options: WorkerOptions) {
    this.#budget = new Budget(options.budgetMs);
    this.#writer = new Writer(this.#db, this.id, options.queue, this.#budget);
    this.#runner = new Runner(options, this.#budget, {
      ended: (claimed, outcome) => this.#writer.add(claimed, outcome),
      hasRoom: () => this.#claimer.wake(),
    });
    this.#claimer = new Claimer(this.#db, this.id, options, this.#budget, this.#runner);
  }

  /** Works until the budget is spent or nothing is due, then gives back the jobs that it has not started. */
  async work(): Promise<void> {
    const cancelHardStop = this.#budget.startHardStop();
    let isClaiming = true;
    const writing = this.#writer.write(() => isClaiming || this.#runner.isRunning);
    try {
      await this.#claimer.claim();
    } finally {
      isClaiming = false;
      for (const claimed of this.#runner.takeWaiting()) this.#writer.add(claimed, { outcome: "pending" });
      this.#writer.wake();
      await writing;
      cancelHardStop();
    }
  }

  /** Ends early: no more jobs are claimed or started. */
  finish(): void {
    this.#budget.end();
    this.#claimer.wake();
  }

  /** Reports the end, so that the database wakes the next worker if there is more to do. */
  async end(): Promise<void> {
    unwrap(await this.#db.rpc("end_worker", { worker_id: this.id }));
  }
}
