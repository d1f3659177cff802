import { z } from "@hono/zod-openapi";
import type { Json } from "../data/database.types.ts";

export const Job = z.object({
  id: z.guid(),
  token: z.int(),
  type: z.string(),
  client_id: z.guid().nullable(),
  // JSON.parse made it, and checking each value again costs more than the rest of the job.
  payload: z.custom<Json>(),
  attempt: z.int(),
  max_attempts: z.int(),
  lane: z.guid(),
  request_id: z.string().nullable(),
  traceparent: z.string().nullable(),
  created_at: z.string(),
});
/** A claimed job; `attempt` counts from 1, `token` fences its result. */
export type Job = z.output<typeof Job>;

/**
 * How an attempt ended. `failed` is retried after `retry_after` seconds or the default backoff until no attempt is
 * left; `rejected` is dead at once; `postponed` and `parked` do not count as attempts.
 */
export type Outcome =
  | { outcome: "completed"; result?: Json }
  | { outcome: "failed"; error: string; retry_after?: number; result?: Json }
  | { outcome: "rejected"; error: string; result?: Json }
  | { outcome: "postponed"; retry_after: number; error?: string; result?: Json }
  | { outcome: "parked"; error?: string; result?: Json };

/** The lease of one set of claimed jobs. */
export interface Lease {
  id: number;
  /** When it ends, on the clock of `performance.now()`. */
  until: number;
  /** Jobs of the set whose result is not in the database yet. */
  open: number;
}

export interface Claimed {
  job: Job;
  lease: Lease;
}

/** How a function works on its queue. */
export interface WorkerOptions {
  queue: string;
  /** Of the route that wakes it, `/worker` by default: a function may work on two queues. */
  path?: string;
  /**
   * Performs the job's external work. Database changes belong in the job type's effect, which receives `result`.
   * A thrown error is a failed attempt.
   */
  handle(job: Job, signal: AbortSignal): Outcome | Promise<Outcome>;
  /** Jobs that run at the same time. Defaults to 20. */
  concurrency?: number;
  /** Jobs of one lane that a worker holds at the same time. */
  laneLimit?: number;
  /** Jobs of one tenant that run at the same time, so that no tenant takes all places. */
  tenantLimit?: number;
  /** For how long the worker starts jobs. Must leave the longest job time to end before the platform's limit. */
  budgetMs?: number;
}
