import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { AppEnv, Db } from "../context.ts";
import { waitUntil } from "./background.ts";
import type { Json } from "../data/database.types.ts";
import { adminClient, unwrap } from "../data/db.ts";
import { describeError, log, mask } from "../observe/log.ts";
import { data, json } from "../http/openapi.ts";
import { defineRoute } from "../http/route.ts";

const Job = z.object({
  id: z.guid(),
  token: z.int(),
  type: z.string(),
  client_id: z.guid().nullable(),
  payload: z.json(),
  attempt: z.int(),
  max_attempts: z.int(),
  lane: z.guid(),
  request_id: z.string().nullable(),
  created_at: z.string(),
});
/** A claimed job; `attempt` counts from 1. */
export type Job = z.output<typeof Job>;

const Claim = z.object({
  jobs: z.array(Job),
  lease_id: z.int().nullish(),
  dismissed: z.boolean(),
  lease_seconds: z.number().optional(),
  due_in: z.number().nullish(),
});

/**
 * How an attempt ended. `failed` is tried again, after `retry_after` seconds or the usual pause, until no attempt is
 * left; `rejected` is dead at once; `postponed` and `parked` count no attempt.
 */
export type Outcome =
  | { outcome: "completed"; result?: Json }
  | { outcome: "failed"; error: string; retry_after?: number; result?: Json }
  | { outcome: "rejected"; error: string; result?: Json }
  | { outcome: "postponed"; retry_after: number; error?: string; result?: Json }
  | { outcome: "parked"; error?: string; result?: Json };

/** How a function works on its queue. */
export interface WorkerOptions {
  queue: string;
  /** Does a job's work outside of the database; what it changes inside is its type's effect, from `result`. What it throws is a failed attempt. */
  handle(job: Job, signal: AbortSignal): Outcome | Promise<Outcome>;
  /** Jobs that run at a time. */
  concurrency?: number;
  /** Jobs of a lane that a worker holds at a time. */
  laneLimit?: number;
  /** How long jobs are begun; below what the platform gives, less the longest job. */
  budgetMs?: number;
}

/** What a set of jobs was claimed under. */
interface Lease {
  id: number;
  until: number;
  /** How many of the set have no result in the database yet. */
  open: number;
}

interface Claimed {
  job: Job;
  lease: Lease;
}

interface Ended {
  lease: Lease;
  result: (Outcome | { outcome: "pending" }) & { id: string; token: number };
}

const budgetMs = 50_000;
/** After the budget's end, for jobs that still run and results that could not be written yet. */
const graceMs = 20_000;
const flushMs = 200;
const batch = 500;
/** Without work the pauses between polls grow from the first to the last; a worker without any ends after a while. */
const firstPollMs = 20;
const lastPollMs = 250;
const lingerMs = 5_000;
/** A worker that asks for nothing says this often that it is there. */
const heartbeatMs = 1_000;

/**
 * Adds `POST /worker`, which answers 202 at once and works on the queue in the background. Only one loop runs in a
 * process, however often it is rung.
 */
export function addWorkerRoute(app: OpenAPIHono<AppEnv>, options: WorkerOptions): void {
  const route = defineRoute({
    method: "post",
    path: "/worker",
    summary: "Wake the worker of this function's queue; for the database alone",
    access: "worker",
    responses: { 202: json(data(z.object({ queue: z.string() })), "The worker runs") },
  });
  let present: Worker | undefined;
  app.openapi(route, (c) => {
    if (present === undefined) {
      const worker = present = new Worker(options);
      // Forgotten before it says its end: a ring from then on wakes a new one.
      const ended = worker.work().finally(() => present = undefined).then(() => worker.end());
      waitUntil(ended.catch((error) => log("error", { queue: options.queue, error: describeError(error) })));
    }
    return c.json({ data: { queue: options.queue } }, 202);
  });
}

/**
 * The loop: claims sets of jobs ahead, keeps `concurrency` of them running and refills as they end, writes what is
 * done every 200 ms in one call, and goes when the budget is spent or nothing is due.
 */
export class Worker {
  readonly id: string = crypto.randomUUID();
  readonly #db: Db = adminClient();
  readonly #concurrency: number;
  #stopAt: number;
  readonly #stopping = new AbortController();
  readonly #waiting: Claimed[] = [];
  #ended: Ended[] = [];
  #endedLeases: number[] = [];
  #running = 0;
  /** How many jobs it holds of each lane. */
  readonly #busy = new Map<string, number>();
  #lastLane: string | undefined;
  #wakeClaimer = () => {};
  #wakeWriter = () => {};
  #claiming = true;

  constructor(private readonly options: WorkerOptions) {
    this.#concurrency = options.concurrency ?? 20;
    this.#stopAt = performance.now() + (options.budgetMs ?? budgetMs);
  }

  /** Works until the budget is spent or nothing is due; what was claimed and not begun is given back. */
  async work(): Promise<void> {
    const hardStop = setTimeout(() => this.#stopping.abort(), this.#stopAt + graceMs - performance.now());
    const writing = this.#write();
    try {
      await this.#claim();
    } finally {
      this.#claiming = false;
      for (const claimed of this.#waiting.splice(0)) this.#keep(claimed, { outcome: "pending" });
      this.#wakeWriter();
      await writing;
      clearTimeout(hardStop);
    }
  }

  /** Ends early: nothing more is claimed or begun. */
  finish(): void {
    this.#stopAt = performance.now();
    this.#wakeClaimer();
  }

  /** Says that it ended, and lets the database wake the next one when there is more. */
  async end(): Promise<void> {
    unwrap(await this.#db.rpc("end_worker", { worker_id: this.id }));
  }

  async #claim(): Promise<void> {
    let idleSince = performance.now();
    let pollMs = firstPollMs;
    while (performance.now() < this.#stopAt) {
      const claim = await this.#claimOnce(this.#room());
      if (claim?.dismissed) return;
      if (claim && claim.jobs.length > 0) {
        idleSince = performance.now();
        pollMs = firstPollMs;
        if (this.#room() > 0) continue;
        await this.#pause(heartbeatMs);
        continue;
      }
      if (claim && this.#running === 0 && performance.now() - idleSince >= lingerMs) {
        const dueAt = performance.now() + 1_000 * (claim.due_in ?? Infinity);
        if (dueAt > this.#stopAt) return;
      }
      await this.#pause(pollMs);
      // A database that does not answer is asked less often than one that has nothing.
      pollMs = Math.min(2 * pollMs, claim ? lastPollMs : heartbeatMs);
    }
  }

  /** Asks only when half of what it holds is done, so that sets stay sets; without room it is a heartbeat. */
  #room(): number {
    const held = this.#running + this.#waiting.length;
    return held > this.#concurrency ? 0 : 2 * this.#concurrency - held;
  }

  async #claimOnce(room: number): Promise<z.output<typeof Claim> | undefined> {
    const { queue, laneLimit } = this.options;
    const asked = performance.now();
    try {
      const claim = Claim.parse(unwrap(
        await this.#db.rpc("claim_jobs", {
          worker_id: this.id,
          queue,
          batch: Math.min(room, batch),
          after_lane: this.#lastLane,
          lane_limit: laneLimit,
          busy: laneLimit === undefined ? undefined : Object.fromEntries(this.#busy),
        }),
      ));
      const until = asked + 1_000 * (claim.lease_seconds ?? 0);
      const lease = { id: claim.lease_id ?? 0, until, open: claim.jobs.length };
      for (const job of claim.jobs) {
        this.#waiting.push({ job, lease });
        this.#count(job.lane, 1);
      }
      this.#lastLane = claim.jobs.at(-1)?.lane ?? this.#lastLane;
      this.#begin();
      return claim;
    } catch (error) {
      log("warn", { queue, action: "claim_jobs", error: describeError(error) });
      return undefined;
    }
  }

  #begin(): void {
    while (this.#running < this.#concurrency && performance.now() < this.#stopAt) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      // A job whose lease ended while it waited may be somebody else's by now.
      if (performance.now() < next.lease.until) void this.#run(next);
      else this.#count(next.job.lane, -1);
    }
  }

  async #run(claimed: Claimed): Promise<void> {
    this.#running++;
    const outcome = await this.#handle(claimed.job);
    this.#running--;
    this.#count(claimed.job.lane, -1);
    this.#keep(claimed, outcome);
    this.#begin();
    if (this.#room() > 0) this.#wakeClaimer();
  }

  #count(lane: string, change: 1 | -1): void {
    const held = (this.#busy.get(lane) ?? 0) + change;
    if (held > 0) this.#busy.set(lane, held);
    else this.#busy.delete(lane);
  }

  async #handle(job: Job): Promise<Outcome> {
    try {
      return await this.options.handle(job, this.#stopping.signal);
    } catch (error) {
      const { id: jobId, type, client_id: clientId, request_id: requestId } = job;
      log("warn", { requestId, clientId, jobId, action: type, error: describeError(error) });
      return { outcome: "failed", error: mask(error instanceof Error ? error.message : String(error)) };
    }
  }

  #keep({ job: { id, token }, lease }: Claimed, outcome: Outcome | { outcome: "pending" }): void {
    this.#ended.push({ lease, result: { ...outcome, id, token } });
    if (this.#ended.length >= batch) this.#wakeWriter();
  }

  /** Writes results until all are written; those that could not be are written again, which the tokens make harmless. */
  async #write(): Promise<void> {
    let pauseMs = flushMs;
    const working = () => (this.#claiming || this.#running > 0) && !this.#stopping.signal.aborted;
    while (working() || this.#ended.length > 0) {
      try {
        if (this.#ended.length > 0) await this.#writeOnce(this.#ended.slice(0, batch));
        pauseMs = flushMs;
      } catch (error) {
        log("warn", {
          queue: this.options.queue,
          action: "complete_jobs",
          error: describeError(error),
        });
        // Their leases end and they run again; nothing that was written is lost.
        if (this.#stopping.signal.aborted) throw error;
        pauseMs = Math.min(2 * pauseMs, 5_000);
      }
      if (pauseMs > flushMs || working() && this.#ended.length < batch) {
        await wakeable(pauseMs, (wake) => this.#wakeWriter = wake);
      }
    }
  }

  async #writeOnce(written: Ended[]): Promise<void> {
    const ended_leases = this.#endedLeases;
    const results = written.map(({ result }) => result);
    unwrap(await this.#db.rpc("complete_jobs", { worker_id: this.id, results, ended_leases }));
    this.#ended = this.#ended.slice(written.length);
    this.#endedLeases = [];
    for (const { lease } of written) {
      if (--lease.open === 0) this.#endedLeases.push(lease.id);
    }
  }

  #pause(ms: number): Promise<void> {
    return wakeable(ms, (wake) => this.#wakeClaimer = wake);
  }
}

/** Resolves after a time, or earlier when the function that it hands out is called. */
function wakeable(ms: number, handOut: (wake: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    handOut(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
