import { adminClient, unwrap } from "../data/db.ts";
import { env } from "../data/env.ts";
import { waitUntil } from "../jobs/background.ts";
import { drop, dropped, type SentStat, takeCounts, whenCounted } from "./counters.ts";
import { type SentError, takeErrors, whenFailed } from "./errors.ts";
import { type Line, takeLines, whenLogged } from "./lines.ts";
import { describeError, logToConsole } from "./log.ts";
import { inScope } from "./scope.ts";
import { takeVersionUses, type VersionUse } from "./version_use.ts";

/** Longest time that counts wait in the process, and so what a killed one loses. */
const flushMs = 1_000;
/** A report is sent so often, always under the same number, before it is given up. */
const maxAttempts = 3;

interface Report {
  sequence: number;
  stats: SentStat[];
  lines: Line[];
  errors: SentError[];
  uses: VersionUse[];
}

/** Reports what one process counts, in one call at most once a second, outside of any request. */
class Telemetry {
  readonly #isolate: { id: string; function: string; started_at: string; cold_start_ms: number };
  #sequence = 0;
  #peakMemory = 0;
  #isWaiting = false;

  constructor(name: string) {
    this.#isolate = {
      id: crypto.randomUUID(),
      function: name,
      started_at: new Date(performance.timeOrigin).toISOString(),
      cold_start_ms: performance.now(),
    };
  }

  /** Reports within a second, however often it is called until then. */
  schedule(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    waitUntil(inScope(undefined, () => this.#reportLater()));
  }

  async #reportLater(): Promise<void> {
    await pause(flushMs);
    this.#isWaiting = false;
    await this.report();
  }

  /** Reports at once. */
  async report(): Promise<void> {
    const [stats, lines, errors, uses] = [takeCounts(), takeLines(), takeErrors(), takeVersionUses()];
    if (stats.length + lines.length + errors.length === 0) return;
    const report = { sequence: ++this.#sequence, stats, lines, errors, uses };
    for (let attempt = 1; !await this.#send(report); attempt++) {
      if (attempt === maxAttempts) return drop(requestsIn(stats));
      await pause(attempt * flushMs);
    }
  }

  async #send({ sequence, ...counted }: Report): Promise<boolean> {
    this.#peakMemory = Math.max(this.#peakMemory, Deno.memoryUsage().rss);
    const isolate = {
      ...this.#isolate,
      release: env().RELEASE,
      peak_memory_bytes: this.#peakMemory,
      dropped,
    };
    try {
      unwrap(await adminClient().rpc("record_telemetry", { isolate, sequence, ...counted }));
      return true;
    } catch (error) {
      logToConsole("warn", { action: "telemetry", message: "A report failed", error: describeError(error) });
      return false;
    }
  }
}

let telemetry: Telemetry | undefined;

/**
 * Starts to report for the function of this process. Without a runtime that keeps the process alive for it, as in
 * tests, and with TELEMETRY=off, nothing is reported.
 */
export function startTelemetry(name: string): void {
  if (globalThis.EdgeRuntime === undefined || telemetry !== undefined) return;
  const started = telemetry = new Telemetry(name);
  const report = () => {
    if (env().TELEMETRY === "on") return started.schedule();
    takeCounts();
    takeLines();
    takeErrors();
    takeVersionUses();
  };
  whenCounted(report);
  whenLogged(report);
  whenFailed(report);
  addEventListener("beforeunload", () => waitUntil(inScope(undefined, () => started.report())));
}

function requestsIn(stats: SentStat[]): number {
  return stats.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
