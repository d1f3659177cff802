/**
 * `npm run bench -- mutation`: takes away each policy, check and trigger, one at a time, and lists those that no test
 * missed. It measures the tests, not the speed. The others go to noticed.txt, of which the gate tries a few.
 *
 * @module
 */
import { writeNoticed } from "../mutation/noticed.ts";
import { openLaboratory } from "../mutation/laboratory.ts";

await using laboratory = await openLaboratory((line) => console.log(line));
const began = performance.now();
const survivors: string[] = [];
const noticed: string[] = [];
for (const [i, mutant] of laboratory.mutants.entries()) {
  const killer = await laboratory.killer(mutant);
  (killer === undefined ? survivors : noticed).push(mutant.name);
  if (killer === undefined) console.log(`survives: ${mutant.name}`);
  if (i % 25 === 24) console.log(`${i + 1} of ${laboratory.mutants.length}, ${survivors.length} survive`);
}
const minutes = ((performance.now() - began) / 60_000).toFixed(1);
console.log(
  `${survivors.length} of ${laboratory.mutants.length} rules can go unnoticed, found in ${minutes} minutes:`,
);
for (const name of survivors) console.log(`  ${name}`);
await writeNoticed(noticed);
