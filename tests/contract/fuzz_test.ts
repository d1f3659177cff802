/**
 * Fuzzes the contract with fixed requests made from the document. `npm run bench -- fuzz` sends more and
 * other ones.
 *
 * @module
 */
import { Fuzzer } from "./fuzz.ts";

const runs = 10;
const seed = 20261120;
const fuzzer = await Fuzzer.create();

for (const placed of fuzzer.operations) {
  Deno.test(`${placed.method} ${placed.path} keeps its promises whatever is sent`, async () => {
    await fuzzer.access(placed);
    await fuzzer.operation(placed, runs, seed);
  });
}

for (const path of Object.keys(fuzzer.document.paths)) {
  Deno.test(`${path} answers 405 to other methods`, () => fuzzer.otherMethods(path));
}
