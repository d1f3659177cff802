/** Each bucket's upper bound is 4 % above its lower one, so a value in the middle is within 2 % of all in it. */
const logGrowth = Math.log(1.04);
/** Shorter times count as 10 µs. */
const shortestMs = 0.01;

/** The bucket of a duration. `private.bucket_ms` in SQL is the inverse. */
export function bucketOf(ms: number): number {
  return Math.ceil(Math.log(Math.max(ms, shortestMs)) / logGrowth);
}

/** Durations by bucket. Two histograms are added by adding their counts. */
export class Histogram {
  readonly #counts = new Map<number, number>();
  totalMs = 0;
  maxMs = 0;

  add(ms: number): void {
    const bucket = bucketOf(ms);
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + 1);
    this.totalMs += ms;
    this.maxMs = Math.max(this.maxMs, ms);
  }

  get buckets(): number[] {
    return [...this.#counts.keys()];
  }

  get counts(): number[] {
    return [...this.#counts.values()];
  }
}
