const defaultMs = 50_000;
/** For jobs that still run and results still to be written when the budget is spent. */
const graceMs = 20_000;

/** The time that a worker has: it starts jobs until the budget is spent, and aborts the rest after a grace period. */
export class Budget {
  #stopAt: number;
  readonly #abort = new AbortController();

  constructor(budgetMs: number = defaultMs) {
    this.#stopAt = performance.now() + budgetMs;
  }

  /** Aborted when the grace period is over as well. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get isSpent(): boolean {
    return performance.now() >= this.#stopAt;
  }

  /** True if a job due in so many seconds still falls into the budget. */
  covers(seconds: number): boolean {
    return performance.now() + 1_000 * seconds <= this.#stopAt;
  }

  /** Starts the timer that aborts; returns a function that stops it. */
  startHardStop(): () => void {
    const timer = setTimeout(() => this.#abort.abort(), this.#stopAt + graceMs - performance.now());
    return () => clearTimeout(timer);
  }

  /** Spends the rest of the budget. */
  end(): void {
    this.#stopAt = performance.now();
  }
}
