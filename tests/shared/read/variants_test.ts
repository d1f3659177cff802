import { assertEquals } from "#assert";
import fc from "fast-check";
import { everyVariantReadsAlike, hasRealFile, invented, realRows, rowsOf } from "./every_variant.ts";
import { variant, write } from "./variants.ts";

const runs = 500;

Deno.test(`${runs} ways to write an invented table read as the same rows`, () => {
  everyVariantReadsAlike(invented, runs);
});

Deno.test({
  name: `${runs} ways to write a real pipeline read as the same rows`,
  ignore: !hasRealFile,
  fn: async () => everyVariantReadsAlike(await realRows(), runs),
});

Deno.test("a changed value in a variant is seen", () => {
  const [sample] = fc.sample(variant, { numRuns: 1, seed: 1 });
  const changed = { ...invented, rows: invented.rows.with(0, invented.rows[0]!.with(2, "1234.51")) };
  const read = rowsOf(write(changed, { ...sample!, date: "YYYY-MM-DD" }));
  assertEquals(read.opportunities[0]?.amount, "1234.51");
});
