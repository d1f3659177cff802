/**
 * The limits of hosted functions, in one place. FUNCTION_LIMITS=off lifts them for debugging; a JSON object replaces
 * single numbers, for example {"cpuHardMs": 1000}.
 *
 * @module
 */

/** What one isolate may use. At a soft limit it gets no new request and `beforeunload`; at a hard one it is killed. */
export interface Limits {
  cpuSoftMs: number;
  /** For one request; see {@linkcode cpuHardMs}. */
  cpuHardMs: number;
  wallSoftMs: number;
  wallHardMs: number;
  memorySoftMb: number;
  memoryHardMb: number;
  /** Lines within {@linkcode Limits.logWindowMs}; further ones are dropped. */
  logLines: number;
  logWindowMs: number;
  /** A longer line is dropped. */
  logCharacters: number;
}

/** See https://supabase.com/docs/guides/functions/limits; the wall clock is the free plan's. */
export const hosted: Limits = {
  cpuSoftMs: 1_000,
  cpuHardMs: 2_000,
  wallSoftMs: 75_000,
  wallHardMs: 150_000,
  memorySoftMb: 230,
  memoryHardMb: 256,
  logLines: 100,
  logWindowMs: 10_000,
  logCharacters: 10_000,
};

/** Reads FUNCTION_LIMITS. Returns undefined if the limits are off. */
export function readLimits(text: string = Deno.env.get("FUNCTION_LIMITS") ?? ""): Limits | undefined {
  if (text === "off") return undefined;
  if (text === "") return hosted;
  const changed: unknown = JSON.parse(text);
  if (!isLimits(changed)) {
    throw new Error(
      `FUNCTION_LIMITS is ${text}, must be "off" or an object of numbers, each one of ${Object.keys(hosted)}`,
    );
  }
  return { ...hosted, ...changed };
}

function isLimits(value: unknown): value is Partial<Limits> {
  return typeof value === "object" && value !== null &&
    Object.entries(value).every(([name, number]) => name in hosted && typeof number === "number");
}

/**
 * The CPU at which an isolate is killed. The limit is one of each request, but requests that run at the same time share
 * the process: each one that was open at the soft limit adds what it may use beyond it.
 */
export function cpuHardMs({ cpuSoftMs, cpuHardMs }: Limits, openAtSoftLimit: number): number {
  return cpuSoftMs + Math.max(openAtSoftLimit, 1) * (cpuHardMs - cpuSoftMs);
}
