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

Deno.test(`the ${runs} variants have every encoding, delimiter, format, line end and way to quote`, () => {
  const seen = new Map<string, Set<unknown>>();
  for (const sample of fc.sample(variant, { numRuns: runs })) {
    for (const [name, value] of Object.entries(sample)) {
      seen.set(name, (seen.get(name) ?? new Set()).add(value));
    }
  }
  const counts = Object.fromEntries([...seen].map(([name, values]) => [name, values.size]));
  assertEquals(counts, {
    encoding: 8,
    delimiter: 4,
    number: 4,
    date: 5,
    lineEnd: 3,
    quotes: 3,
    surplus: 4,
    surplusInHeader: 2,
    emptyRows: 4,
    sepLine: 2,
    currency: 4,
    endsWithLineEnd: 2,
  });
});
