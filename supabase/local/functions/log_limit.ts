import type { Limits } from "./limits.ts";

/** Drops the lines of an isolate's log that the hosted platform would drop. */
export class LogLimit {
  #windowStart = -Infinity;
  #lines = 0;
  #rest = "";
  readonly #decoder = new TextDecoder();

  constructor(private readonly limits: Limits) {}

  /** Returns what is kept of the whole lines so far. */
  take(bytes: Uint8Array): string {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split("\n");
    this.#rest = lines.pop() ?? "";
    return lines.filter((line) => this.#keeps(line)).map((line) => line + "\n").join("");
  }

  #keeps(line: string): boolean {
    const now = performance.now();
    if (now - this.#windowStart >= this.limits.logWindowMs) [this.#windowStart, this.#lines] = [now, 0];
    return ++this.#lines <= this.limits.logLines && line.length <= this.limits.logCharacters;
  }
}
