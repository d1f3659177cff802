/**
 * Drills every runbook on the stack that the environment names, and writes into each when it passed.
 *
 * @module
 */
import type { TestStack } from "../../tools/stack.ts";
import { cheap, costly } from "./cases.ts";
import { errorRateAfterRelease } from "./release_case.ts";
import { stamp } from "./runbook.ts";

/** Goes on after a failure. Returns how many failed. */
export async function drillRunbooks(stack: TestStack): Promise<number> {
  let failed = 0;
  for (const one of [...cheap, ...costly, errorRateAfterRelease(stack.deploy)]) {
    const began = performance.now();
    try {
      await one.run();
      const seconds = (performance.now() - began) / 1000;
      await stamp(one.name, seconds);
      console.log(`${one.name}: ${one.promise}, ${seconds.toFixed(1)} s`);
    } catch (error) {
      failed++;
      console.error(`${one.name}: FAILED`, error);
    }
  }
  return failed;
}
