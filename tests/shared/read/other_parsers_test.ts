import { readsAlike } from "./other_parsers.ts";

for (const other of ["csv-parse", "uDSV"] as const) {
  Deno.test(`generated files have the cells that ${other} reads`, () => readsAlike(other, 500));
}
