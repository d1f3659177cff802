/** A wait that can be cut short. */
export class Pause {
  #wake = () => {};

  /** Resolves after a time, or earlier when {@link wake} is called. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  wake(): void {
    this.#wake();
  }
}
