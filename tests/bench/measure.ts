/**
 * Ratios of what runs side by side. Bare times say more about the machine than about the code.
 *
 * @module
 */
import { root } from "../../tools/command.ts";
import { withDatabase } from "../support/sql.ts";

/** Does its work once and returns the milliseconds it took, without the preparation. */
export type Side = () => Promise<number>;

/**
 * How the ratio is taken: `atMost` of our time to the baseline's, `atLeast` of our speed to the baseline's.
 */
export type Target = { atMost: number } | { atLeast: number };

/** The median of some numbers and the range of the middle 80 %. */
export interface Spread {
  median: number;
  p10: number;
  p90: number;
}

/** The minimum number of pairs for a ratio. */
const leastPairs = 15;
/** Maximum difference of a side against itself. Above it, the machine was too busy to measure. */
const tolerance = 0.1;

export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export function spread(values: number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) => {
    const position = part * (sorted.length - 1);
    const below = sorted[Math.floor(position)] ?? NaN;
    const above = sorted[Math.ceil(position)] ?? NaN;
    return below + (above - below) * (position % 1);
  };
  return { median: at(0.5), p10: at(0.1), p90: at(0.9) };
}

/**
 * Runs all sides a number of times, each second time in reverse order (ABBA), so that a drift of the machine or the
 * growth of a table meets all alike. Returns the milliseconds of each side.
 */
export async function alternate(sides: Side[], rounds: number): Promise<number[][]> {
  const order = sides.map((_, index) => index);
  for (const side of [...sides, ...sides, ...sides]) await side();
  const times = sides.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const index of round % 2 === 0 ? order : order.toReversed()) {
      times[index]?.push(await sides[index]?.() ?? NaN);
    }
  }
  return times;
}

/** Measures, prints each result with its target, and keeps all of them in results.json. */
export class Measurements {
  readonly #results: Record<string, unknown> = {};
  #missed = 0;
  #void = false;

  constructor(private readonly benchmark: string) {}

  /** Measures the side against itself. The run is void if the ratio is not about 1. */
  async againstItself(title: string, side: Side): Promise<void> {
    const { ratio, result } = await this.#pairs(side, side, 21, (a, b) => a / b);
    const usable = Math.abs(ratio.median - 1) <= tolerance;
    this.#void ||= !usable;
    this.#results[title] = { ...result, usable };
    print(title, times(ratio), `within ${tolerance * 100} % of 1`, usable ? "met" : "VOID");
  }

  /** Our way against another one, named second in the title. */
  async compare(
    title: string,
    ours: Side,
    baseline: Side,
    options: { target?: Target; pairs?: number } = {},
  ): Promise<void> {
    const { target, pairs = 31 } = options;
    const faster = target !== undefined && "atLeast" in target;
    const { ratio, result } = await this.#pairs(ours, baseline, pairs, (a, b) => faster ? b / a : a / b);
    const verdict = target && this.#judge(ratio.median, target);
    this.#results[title] = { ...result, target, verdict };
    print(title, times(ratio), target ? described(target, "×") : "", verdict ?? "");
  }

  /** A size that has a bound. */
  size(title: string, value: number, unit: string, atMost: number): void {
    const verdict = this.#judge(value, { atMost });
    this.#results[title] = { value: rounded(value), unit, target: { atMost }, verdict };
    print(title, `${value.toFixed(0)} ${unit}`, described({ atMost }, ` ${unit}`), verdict);
  }

  /** A number that must be exact. */
  exactly(title: string, value: number, expected: number): void {
    const verdict = value === expected ? "met" : "missed";
    if (verdict === "missed") this.#missed++;
    this.#results[title] = { value, target: { exactly: expected }, verdict };
    print(title, String(value), `exactly ${expected}`, verdict);
  }

  /** A number without a target. */
  count(title: string, value: number): void {
    this.#results[title] = { value };
    print(title, String(value), "", "");
  }

  /** The ratio of two values that took too long to be measured in pairs. */
  ratio(title: string, value: number, atMost: number): void {
    const verdict = this.#judge(value, { atMost });
    this.#results[title] = { ratio: rounded(value), target: { atMost }, verdict };
    print(title, `${value.toFixed(2)}×`, described({ atMost }, "×"), verdict);
  }

  /** The median of paired ratios that took too long for many pairs, with all of them. */
  ratios(title: string, values: number[], atMost: number): void {
    const { median } = spread(values);
    const verdict = this.#judge(median, { atMost });
    this.#results[title] = {
      ratio: rounded(median),
      ratios: values.map(rounded),
      target: { atMost },
      verdict,
    };
    const all = values.map((value) => value.toFixed(2)).join(" ");
    print(title, `${median.toFixed(2)}× (${all})`, described({ atMost }, "×"), verdict);
  }

  /** How steeply a cost grows: the slope of its logarithm over that of the size. */
  exponent(title: string, value: number, atMost: number): void {
    const verdict = this.#judge(value, { atMost });
    this.#results[title] = { exponent: rounded(value), target: { atMost }, verdict };
    print(title, value.toFixed(3), described({ atMost }, ""), verdict);
  }

  /** Values without a target: the median and the 99th percentile. */
  spreadOf(title: string, values: number[], unit: string): void {
    const sorted = values.toSorted((a, b) => a - b);
    const [p50 = NaN, p99 = NaN] = [0.5, 0.99].map((part) => sorted[Math.floor(part * (sorted.length - 1))]);
    this.#results[title] = { p50: rounded(p50), p99: rounded(p99), unit };
    print(title, `p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)} ${unit}`, "", "");
  }

  /** The parts of a whole, as shares. */
  shares(title: string, parts: Record<string, number>, whole: number): void {
    const lines = Object.entries(parts).map(([name, part]) => {
      const share = `${(100 * part / whole).toFixed(1).padStart(5)} %`;
      return `    ${share}  ${`${part.toFixed(1)} ms`.padStart(8)}  ${name}`;
    });
    console.log([`  ${title}`, ...lines].join("\n"));
    const entries = Object.entries(parts).map(([name, part]) => [name, rounded(part / whole)]);
    this.#results[title] = { shares: Object.fromEntries(entries), whole_ms: rounded(whole) };
  }

  /** Writes the results beside those of other benchmarks; returns the exit code. */
  async finish(): Promise<number> {
    const path = `${root}/tests/bench/results.json`;
    const others = JSON.parse(await readOr(path, "{}"));
    const machine = { cores: navigator.hardwareConcurrency, postgres: await postgresVersion() };
    const own = { measured_at: new Date().toISOString(), machine, void: this.#void, results: this.#results };
    await Deno.writeTextFile(path, JSON.stringify({ ...others, [this.benchmark]: own }, null, 2) + "\n");
    if (this.#void) console.log("  VOID: a side differed from itself; run again on a quieter machine");
    return this.#void || this.#missed > 0 ? 1 : 0;
  }

  #judge(value: number, target: Target): "met" | "missed" {
    const met = "atMost" in target ? value <= target.atMost : value >= target.atLeast;
    if (!met) this.#missed++;
    return met ? "met" : "missed";
  }

  async #pairs(a: Side, b: Side, pairs: number, take: (a: number, b: number) => number) {
    if (pairs < leastPairs) throw new Error(`${pairs} pairs are too few, at least ${leastPairs} are needed`);
    const [ours = [], baseline = []] = await alternate([a, b], pairs);
    const ratio = spread(ours.map((time, index) => take(time, baseline[index] ?? NaN)));
    const result = {
      ratio: { median: rounded(ratio.median), p10: rounded(ratio.p10), p90: rounded(ratio.p90) },
      pairs,
      median_ms: { ours: rounded(spread(ours).median), baseline: rounded(spread(baseline).median) },
    };
    return { ratio, result };
  }
}

function print(title: string, value: string, target: string, verdict: string): void {
  console.log(`  ${title.padEnd(62)} ${value.padEnd(24)} ${target.padEnd(17)} ${verdict}`.trimEnd());
}

function times({ median, p10, p90 }: Spread): string {
  return `${median.toFixed(2)}× (${p10.toFixed(2)}–${p90.toFixed(2)})`;
}

function described(target: Target, unit: string): string {
  return "atMost" in target ? `at most ${target.atMost}${unit}` : `at least ${target.atLeast}${unit}`;
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}

async function readOr(path: string, missing: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return missing;
    throw error;
  }
}

function postgresVersion(): Promise<string> {
  return withDatabase(async (sql) => {
    const [row] = await sql<[{ server_version: string }]>`show server_version`;
    return row.server_version.split(" ")[0] ?? "";
  });
}
