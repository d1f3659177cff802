const width = 30;

/** One line that is written anew on a terminal; elsewhere a line for each tenth of a step. */
export class ProgressBar {
  #last = "";
  readonly #isTerminal = Deno.stdout.isTerminal();

  show(step: string, done: number, note = ""): void {
    const filled = Math.round(width * done);
    const bar = `[${"#".repeat(filled)}${".".repeat(width - filled)}] ${Math.floor(100 * done)} %`;
    const key = this.#isTerminal ? `${step} ${bar} ${note}` : `${step} ${Math.floor(10 * done)}`;
    if (key === this.#last) return;
    this.#last = key;
    const line = `${step.padEnd(10)} ${bar} ${note}`.trimEnd();
    if (this.#isTerminal) Deno.stdout.writeSync(new TextEncoder().encode(`\r\x1b[K${line}`));
    else console.log(line);
  }

  end(): void {
    if (this.#isTerminal && this.#last !== "") console.log();
  }
}
