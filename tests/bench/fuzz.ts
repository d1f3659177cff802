/**
 * `npm run bench -- fuzz`: 200 new requests for every operation of the document, with their times.
 *
 * @module
 */
import { Fuzzer } from "../contract/fuzz.ts";

const runs = 200;
const fuzzer = await Fuzzer.create();
let failures = 0;
for (const placed of fuzzer.operations) {
  try {
    await fuzzer.access(placed);
    await fuzzer.operation(placed, runs);
  } catch (error) {
    failures++;
    console.log(`  ${placed.method} ${placed.path}: ${error instanceof Error ? error.message : error}`);
  }
}
console.log(`  ${fuzzer.operations.length} operations, ${runs} requests each: ${failures} broke a promise`);
Deno.exit(failures > 0 ? 1 : 0);
