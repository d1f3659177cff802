/** Calls to the database one after the other, each made while the work for the next one goes on. */
export class WriteBehind {
  #last: Promise<PromiseSettledResult<string>[]> | undefined;

  /** Begins a call; the one before must be over. */
  begin(call: Promise<string>): void {
    this.#last = Promise.allSettled([call]);
  }

  /** Waits for the last call; returns its result, undefined if there was none, or raises its error. */
  async result(): Promise<string | undefined> {
    const [last] = await this.#last ?? [];
    if (last?.status === "rejected") throw last.reason;
    return last?.value;
  }

  /** Waits for the last call, however it ends. */
  async end(): Promise<void> {
    await this.#last;
  }
}
