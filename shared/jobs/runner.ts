import { noteError } from "../observe/errors.ts";
import { describeError, log } from "../observe/log.ts";
import { mask } from "../observe/mask.ts";
import { inScope, Scope } from "../observe/scope.ts";
import { parentOf } from "../observe/trace.ts";
import type { Budget } from "./budget.ts";
import type { Claimed, Job, Outcome, WorkerOptions } from "./job.ts";
import { addJobSpan } from "./job_span.ts";
import { Tally } from "./tally.ts";

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
  readonly #heldByLane = new Tally();
  readonly #heldByTenant = new Tally();
  readonly #runningByTenant = new Tally();

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
    return this.#heldByLane.all;
  }

  /** Jobs that it holds, waiting or running, by tenant. */
  get heldByTenant(): Record<string, number> {
    return this.#heldByTenant.all;
  }

  /** How many jobs to claim: none until half of those it holds are done, so that claims stay large. */
  get room(): number {
    const held = this.#running + this.#waiting.length;
    return held > this.#concurrency ? 0 : 2 * this.#concurrency - held;
  }

  add(claimed: readonly Claimed[]): void {
    this.#waiting.push(...claimed);
    for (const { job } of claimed) this.#hold(job, 1);
    this.#startNext();
  }

  /** Removes and returns the jobs that have not started. */
  takeWaiting(): Claimed[] {
    return this.#waiting.splice(0);
  }

  #startNext(): void {
    while (this.#running < this.#concurrency && !this.budget.isSpent) {
      const next = this.#takeNext();
      if (next === undefined) return;
      // A job whose lease ended while it waited may belong to another worker by now.
      if (performance.now() < next.lease.until) void this.#run(next);
      else this.#hold(next.job, -1);
    }
  }

  /** The first waiting job whose tenant may have another one running. */
  #takeNext(): Claimed | undefined {
    const { tenantLimit = Infinity } = this.options;
    const index = this.#waiting.findIndex(({ job }) =>
      this.#runningByTenant.get(tenantOf(job)) < tenantLimit
    );
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  async #run(claimed: Claimed): Promise<void> {
    const { job } = claimed;
    this.#running++;
    this.#runningByTenant.add(tenantOf(job), 1);
    const parent = parentOf(job.traceparent);
    const scope = new Scope(job.request_id ?? undefined, parent?.traceId);
    const began = performance.now();
    const outcome = await inScope(scope, () => this.#handle(job));
    scope.end(job.client_id);
    addJobSpan(scope, { job, parent: parent?.spanId }, outcome, performance.now() - began);
    this.#running--;
    this.#runningByTenant.add(tenantOf(job), -1);
    this.#hold(job, -1);
    this.events.ended(claimed, outcome);
    this.#startNext();
    if (this.room > 0) this.events.hasRoom();
  }

  async #handle(job: Job): Promise<Outcome> {
    try {
      return await this.budget.measure(() => this.options.handle(job, this.budget.signal));
    } catch (error) {
      const { id: jobId, type, client_id: clientId, request_id: requestId } = job;
      log("warn", { requestId, clientId, jobId, action: type, error: describeError(error) });
      noteError({ error, code: "JOB_FAILED", status: 0, action: type, clientId, userId: null, requestId });
      return { outcome: "failed", error: mask(error instanceof Error ? error.message : String(error)) };
    }
  }

  #hold(job: Job, change: 1 | -1): void {
    this.#heldByLane.add(job.lane, change);
    this.#heldByTenant.add(tenantOf(job), change);
  }
}

/** The system's jobs count as one tenant's. */
function tenantOf({ client_id }: Job): string {
  return client_id ?? "";
}
