/**
 * `npm run bench -- variants`: 10,000 ways in which programs write a pipeline, read by the import: they must be the
 * same rows. The gate reads 500.
 *
 * @module
 */
import { everyVariantReadsAlike, hasRealFile, invented, realRows } from "../shared/read/every_variant.ts";

const runs = 10_000;
const began = performance.now();
everyVariantReadsAlike(hasRealFile ? await realRows() : invented, runs);
const seconds = Math.round((performance.now() - began) / 1000);
console.log(
  `  ${runs} variants of ${hasRealFile ? "the real" : "an invented"} export read alike, in ${seconds} s`,
);
