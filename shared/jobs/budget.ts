const defaultMs = 50_000;
/** For jobs that still run and results still to be written when the budget is spent. */
const graceMs = 20_000;
/**
 * Hosted isolates are told to end after a second of CPU and killed after two. They have no clock for it, so this counts
 * what jobs do before they wait for something. The rest of the second is for claims and results.
 */
const cpuMs = 800;

/** What a worker may use: it starts jobs until the budget is spent, and aborts the rest after a grace period. */
export class Budget {
  #stopAt: number;
  #cpuLeftMs = cpuMs;
  #started = 0;
  #startsLeft = Infinity;
  readonly #abort = new AbortController();

  constructor(budgetMs: number = defaultMs) {
    this.#stopAt = performance.now() + budgetMs;
  }

  /** Aborted when the grace period is over as well. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get isSpent(): boolean {
    return performance.now() >= this.#stopAt || this.#cpuLeftMs <= 0 || this.#startsLeft <= 0;
  }

  /** Starts a job: takes the time until it first waits from the CPU budget. */
  measure<T>(work: () => T): T {
    this.#started++;
    this.#startsLeft--;
    const began = performance.now();
    try {
      return work();
    } finally {
      this.#cpuLeftMs -= performance.now() - began;
    }
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

  /**
   * Leaves as much as an isolate may do that was told to end: it used a second of CPU, is killed after another one, and
   * a quarter of its jobs took a quarter of that second.
   */
  windDown(): void {
    [this.#cpuLeftMs, this.#startsLeft] = [cpuMs / 4, Math.ceil(this.#started / 4)];
  }

  /** Spends the rest of the budget. */
  end(): void {
    this.#stopAt = performance.now();
  }
}
