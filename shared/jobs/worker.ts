import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { AppEnv, Db } from "../context.ts";
import { adminClient, unwrap } from "../data/db.ts";
import { env } from "../data/env.ts";
import { data, json } from "../http/openapi.ts";
import { defineRoute } from "../http/route.ts";
import { describeError, log } from "../observe/log.ts";
import { onRetirement, waitUntil } from "./background.ts";
import { Budget } from "./budget.ts";
import { Claimer } from "./claimer.ts";
import type { WorkerOptions } from "./job.ts";
import { Runner } from "./runner.ts";
import { Writer } from "./writer.ts";

/** For a fresh isolate to start. */
const successorMs = 10_000;

const wakeWorker = (path: string) =>
  defineRoute({
    method: "post",
    path,
    summary: "Wake the worker of this function's queue; for the database only",
    access: "worker",
    responses: { 202: json(data(z.object({ queue: z.string() })), "The worker is running") },
  });

/**
 * Adds `POST /worker`, or another path, which answers 202 at once and works on the queue in the background. Only one
 * worker of a process claims jobs, however often the route is called.
 */
export function addWorkerRoute(app: OpenAPIHono<AppEnv>, options: WorkerOptions): void {
  let present: Worker | undefined;
  app.openapi(wakeWorker(options.path ?? "/worker"), (c) => {
    if (present === undefined) {
      const worker = present = new Worker(options, () => callSuccessor(c.req.path));
      // Cleared before the worker reports its end, so that a call from then on starts a new one.
      const leave = () => {
        if (present === worker) present = undefined;
      };
      const ended = worker.work(leave).finally(leave).then(() => worker.end());
      waitUntil(ended.catch((error) => log("error", { queue: options.queue, error: describeError(error) })));
    }
    return c.json({ data: { queue: options.queue } }, 202);
  });
}

/** Starts the worker of a fresh isolate: the platform sends a retired one no more requests. */
async function callSuccessor(path: string): Promise<void> {
  const headers = { apikey: env().SUPABASE_SECRET_KEYS.default };
  const url = `${env().SUPABASE_URL}/functions/v1${path}`;
  const answer = await fetch(url, { method: "POST", headers, signal: AbortSignal.timeout(successorMs) });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the next worker answered ${answer.status}`);
}

/** One run of a queue's worker: a claimer, a runner and a writer that share a budget. */
export class Worker {
  readonly id: string = crypto.randomUUID();
  readonly #db: Db = adminClient();
  readonly #queue: string;
  readonly #budget: Budget;
  readonly #claimer: Claimer;
  readonly #runner: Runner;
  readonly #writer: Writer;

  /** `callSuccessor` resolves when the next worker is there. */
  constructor(options: WorkerOptions, private readonly callSuccessor?: () => Promise<void>) {
    this.#queue = options.queue;
    this.#budget = new Budget(options.budgetMs);
    this.#writer = new Writer(this.#db, this.id, options.queue, this.#budget);
    this.#runner = new Runner(options, this.#budget, {
      ended: (claimed, outcome) => {
        this.#writer.add(claimed, outcome);
        // Nothing else will end soon: no reason to collect results.
        if (!this.#runner.isRunning) this.#writer.wake();
      },
      hasRoom: () => this.#claimer.wake(),
    });
    this.#claimer = new Claimer(this.#db, this.id, options, this.#budget, this.#runner);
  }

  /**
   * Works until the budget is spent, the platform retires this isolate or nothing is due, then gives back the jobs that it
   * has not started. While others still run, it wakes the next worker; `leave` is called before that.
   */
  async work(leave: () => void = () => {}): Promise<void> {
    const cancelHardStop = this.#budget.startHardStop();
    const stopListening = onRetirement((reason) => void this.#retire(reason));
    let isClaiming = true;
    const writing = this.#writer.write(() => isClaiming || this.#runner.isRunning);
    try {
      await this.#claimer.claim();
    } finally {
      isClaiming = false;
      stopListening();
      for (const claimed of this.#runner.takeWaiting()) this.#writer.add(claimed, { outcome: "pending" });
      this.#writer.wake();
      await Promise.all([writing, this.#runner.isRunning ? this.#handOver(leave) : undefined]);
      cancelHardStop();
    }
  }

  /** A fresh isolate takes its time to start. Meanwhile the queue goes on here, except if memory is short. */
  async #retire(reason: string): Promise<void> {
    log("info", { queue: this.#queue, action: "retire worker", reason });
    try {
      if (reason === "cpu") {
        this.#budget.windDown();
        await this.callSuccessor?.();
      }
    } catch (error) {
      // The database wakes the next worker when this one reports its end.
      log("warn", { queue: this.#queue, action: "call_successor", error: describeError(error) });
    } finally {
      this.finish();
    }
  }

  /** Jobs that still run may take long, and the queue must not wait for them. */
  async #handOver(leave: () => void): Promise<void> {
    try {
      await this.#writer.written();
      leave();
      await this.end();
    } catch (error) {
      // The queue is rung again when the last job has ended, and by cron.
      log("warn", { queue: this.#queue, action: "end_worker", error: describeError(error) });
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
