import { describeError, log, mask } from "../observe/log.ts";
import type { Budget } from "./budget.ts";
import type { Claimed, Job, Outcome, WorkerOptions } from "./job.ts";

/** What a runner tells the rest of the worker. */
export interface RunnerEvents {
  ended(claimed: Claimed, outcome: Outcome): void;
  hasRoom(): void;
}

/** Holds claimed jobs and keeps `concurrency` of them running, starting the next one as each ends. */
export class Runner {
  readonly #concurrency: number;
  #waiting: Claimed[] = [];
  #running = 0;
  readonly #heldByLane = new Map<string, number>();

  constructor(
    private readonly options: WorkerOptions,
    private readonly budget: Budget,
    private readonly events: RunnerEvents,
  ) {
    this.#concurrency = options.concurrency ?? 20;
  }

  get isRunning(): boolean {
    return this.#running > 0;
  }

  /** Jobs that it holds, waiting or running, by lane. */
  get heldByLane(): Record<string, number> {
    return Object.fromEntries(this.#heldByLane);
  }

  /** How many jobs to claim: none until half of those it holds are done, so that claims stay large. */
  get room(): number {
    const held = this.#running + this.#waiting.length;
    return held > this.#concurrency ? 0 : 2 * this.#concurrency - held;
  }

  add(claimed: readonly Claimed[]): void {
    this.#waiting.push(...claimed);
    for (const { job } of claimed) this.#count(job.lane, 1);
    this.#startNext();
  }

  /** Removes and returns the jobs that have not started. */
  takeWaiting(): Claimed[] {
    return this.#waiting.splice(0);
  }

  #startNext(): void {
    while (this.#running < this.#concurrency && !this.budget.isSpent) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      // A job whose lease ended while it waited may belong to another worker by now.
      if (performance.now() < next.lease.until) void this.#run(next);
      else this.#count(next.job.lane, -1);
    }
  }

  async #run(claimed: Claimed): Promise<void> {
    this.#running++;
    const outcome = await this.#handle(claimed.job);
    this.#running--;
    this.#count(claimed.job.lane, -1);
    this.events.ended(claimed, outcome);
    this.#startNext();
    if (this.room > 0) this.events.hasRoom();
  }

  async #handle(job: Job): Promise<Outcome> {
    try {
      return await this.options.handle(job, this.budget.signal);
    } catch (error) {
      const { id: jobId, type, client_id: clientId, request_id: requestId } = job;
      log("warn", { requestId, clientId, jobId, action: type, error: describeError(error) });
      return { outcome: "failed", error: mask(error instanceof Error ? error.message : String(error)) };
    }
  }

  #count(lane: string, change: 1 | -1): void {
    const held = (this.#heldByLane.get(lane) ?? 0) + change;
    if (held > 0) this.#heldByLane.set(lane, held);
    else this.#heldByLane.delete(lane);
  }
}
