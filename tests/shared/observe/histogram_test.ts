import { assert, assertEquals } from "#assert";
import { bucketOf, Histogram } from "../../../shared/observe/histogram.ts";
import { exact, nearest, percentiles, shapes } from "../../fixtures/durations.ts";

for (const [shape, durations] of Object.entries(shapes(20_000))) {
  Deno.test(`percentiles of ${shape} durations are within 2 % of the exact ones`, () => {
    const histogram = new Histogram();
    for (const ms of durations) histogram.add(ms);
    const sorted = durations.toSorted((a, b) => a - b);
    for (const part of percentiles) {
      const [found, wanted] = [nearest(histogram, part), exact(sorted, part)];
      assert(Math.abs(found / wanted - 1) <= 0.02, `p${100 * part} is ${found}, exactly ${wanted}`);
    }
  });
}

Deno.test("durations from nothing to an hour fit into the buckets that the database takes", () => {
  for (const ms of [0, -1, 0.001, 3_600_000]) assert(Math.abs(bucketOf(ms)) < 1_000, String(ms));
  assertEquals(bucketOf(0), bucketOf(0.01));
});
