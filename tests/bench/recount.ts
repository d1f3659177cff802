/**
 * `npm run bench -- recount`: 200 random histories of transactions, whose totals must equal a plain recount. The gate
 * takes 30.
 *
 * @module
 */
import { everyHistoryIsExact } from "../analytics/histories.ts";
import { withDatabase } from "../support/sql.ts";

const histories = 200;
const began = performance.now();
await withDatabase((sql) => everyHistoryIsExact(sql, histories));
const seconds = Math.round((performance.now() - began) / 1000);
console.log(`  the totals after ${histories} histories are exact, in ${seconds} s`);
