/**
 * `npm run bench -- parsers`: our CSV parser, csv-parse and uDSV: the same cells of 20,000 generated files each, and what
 * each costs.
 *
 * @module
 */
import { opportunitiesCsv } from "../../supabase/local/demo/opportunities.ts";
import { parsers, readsAlike } from "../shared/read/other_parsers.ts";
import { Measurements, type Side } from "./measure.ts";

const runs = 20_000;
const rows = 20_000;

const file = { text: opportunitiesCsv(rows, 3), delimiter: ",", end: "\r\n" };
const side = (name: string): Side => () => {
  const began = performance.now();
  parsers[name]!(file);
  return Promise.resolve(performance.now() - began);
};

const measure = new Measurements("parsers");
for (const other of ["csv-parse", "uDSV"] as const) {
  readsAlike(other, runs);
  console.log(`  ${runs.toLocaleString("en")} generated files have the cells that ${other} reads`);
  const title = `time for ${rows.toLocaleString("en")} rows: ours / ${other}`;
  await measure.compare(title, side("ours"), side(other));
}
Deno.exit(await measure.finish());
