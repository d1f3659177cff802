/**
 * `npm run bench -- recount`: 200 random histories of transactions, whose totals must equal a plain recount, and 10,000
 * writes and reads in four isolates. The gate takes 30, and 120 in two.
 *
 * @module
 */
import { everyHistoryIsExact } from "../analytics/histories.ts";
import { interleave } from "../analytics/isolates.ts";
import { withDatabase } from "../support/sql.ts";

const histories = 200;
const began = performance.now();
await withDatabase((sql) => everyHistoryIsExact(sql, histories));
const seconds = Math.round((performance.now() - began) / 1000);
console.log(`  the totals after ${histories} histories are exact, in ${seconds} s`);
const { reads, writes } = await interleave(3, 10_000);
console.log(
  `  ${reads} reads beside ${writes} writes in four isolates: none older than what was there before`,
);
