import type { Db } from "../context.ts";
import { unwrap } from "../data/db.ts";
import { describeError, log } from "../observe/log.ts";
import type { Budget } from "./budget.ts";
import type { Claimed, Lease, Outcome } from "./job.ts";
import { Pause } from "./pause.ts";

const flushMs = 200;
/** Longest pause while the database does not answer. */
const longestPauseMs = 5_000;
/** Results per call. */
const batch = 500;

/** `pending` gives a job back that was claimed and never started. */
type Result = Outcome | { outcome: "pending" };

interface Ended {
  lease: Lease;
  result: Result & { id: string; token: number };
}

/** Writes the results of ended jobs every 200 ms in one call. */
export class Writer {
  #ended: Ended[] = [];
  #endedLeases: number[] = [];
  #written = Promise.withResolvers<void>();
  readonly #pause = new Pause();

  constructor(
    private readonly db: Db,
    private readonly workerId: string,
    private readonly queue: string,
    private readonly budget: Budget,
  ) {}

  add({ job: { id, token }, lease }: Claimed, result: Result): void {
    this.#ended.push({ lease, result: { ...result, id, token } });
    if (this.#ended.length >= batch) this.wake();
  }

  wake(): void {
    this.#pause.wake();
  }

  /** Resolves at the next moment without unwritten results. */
  written(): Promise<void> {
    return this.#ended.length === 0 ? Promise.resolve() : this.#written.promise;
  }

  /** Writes until nothing more can come and all is written. Failed calls are repeated; the tokens make that safe. */
  async write(moreToCome: () => boolean): Promise<void> {
    let pauseMs = flushMs;
    const isWorking = () => moreToCome() && !this.budget.signal.aborted;
    while (isWorking() || this.#ended.length > 0) {
      try {
        if (this.#ended.length > 0) await this.#writeOnce(this.#ended.slice(0, batch));
        pauseMs = flushMs;
      } catch (error) {
        log("warn", { queue: this.queue, action: "complete_jobs", error: describeError(error) });
        // Their leases end and the jobs run again; results already written stay.
        if (this.budget.signal.aborted) throw error;
        pauseMs = Math.min(2 * pauseMs, longestPauseMs);
      }
      if (pauseMs > flushMs || isWorking() && this.#ended.length < batch) await this.#pause.wait(pauseMs);
    }
  }

  async #writeOnce(written: Ended[]): Promise<void> {
    const ended_leases = this.#endedLeases;
    const results = written.map(({ result }) => result);
    unwrap(await this.db.rpc("complete_jobs", { worker_id: this.workerId, results, ended_leases }));
    this.#ended = this.#ended.slice(written.length);
    this.#endedLeases = [];
    if (this.#ended.length === 0) {
      this.#written.resolve();
      this.#written = Promise.withResolvers();
    }
    for (const { lease } of written) {
      if (--lease.open === 0) this.#endedLeases.push(lease.id);
    }
  }
}
