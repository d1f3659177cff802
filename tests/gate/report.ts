/**
 * Counts what really ran, prints progress, and ends with the line that continuous integration reads.
 *
 * @module
 */
import type { TapTest } from "./tap.ts";

const encoder = new TextEncoder();
const write = (text: string) => Deno.stdout.writeSync(encoder.encode(text));

/** The result of a whole run. */
export class Report {
  #passed = 0;
  #skipped: string[] = [];
  #failures: string[] = [];

  /** Runs one step of the gate, which hands each test it ran to `add`; an error in it is a failure. */
  async step(name: string, run: (add: (test: TapTest) => void) => Promise<void>): Promise<void> {
    const started = performance.now();
    const before = { passed: this.#passed, failed: this.#failures.length };
    write(`${name} `);
    try {
      await run((test) => this.#add(name, test));
    } catch (error) {
      this.#add(name, { name: "runs to its end", outcome: "failed", diagnostics: `${error}` });
    }
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const failed = this.#failures.length - before.failed;
    write(` ${this.#passed - before.passed} passed${failed ? `, ${failed} FAILED` : ""} (${seconds} s)\n`);
  }

  #add(step: string, test: TapTest): void {
    if (test.outcome === "ok") {
      this.#passed++;
      write(".");
    } else if (test.outcome === "skipped") {
      this.#skipped.push(`${step}: ${test.name}`);
      write("s");
    } else {
      this.#failures.push(`${step}: ${test.name}`);
      // At once: the whole gate takes many minutes.
      write(`\nFAILED ${test.name}\n${test.diagnostics.replaceAll(/^/gm, "    ").trimEnd()}\n`);
    }
  }

  /** Prints the names of failures and, as the very last line, the counts; returns the exit code. */
  finish(): number {
    for (const name of this.#skipped) write(`\nskipped: ${name}`);
    for (const failure of this.#failures) write(`\nFAILED ${failure}`);
    if (this.#failures.length > 0) {
      write("\n\nThe logs of the stacks are in .stack/test and .stack/test-durable");
    }
    const nothingRan = this.#passed === 0 && this.#failures.length === 0;
    if (nothingRan) write("\nno test ran");
    write(`\n\n${this.#passed} passed, ${this.#failures.length} failed\n`);
    return nothingRan || this.#failures.length > 0 ? 1 : 0;
  }
}
