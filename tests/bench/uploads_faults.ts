/**
 * Uploads whose function and whose database are killed at 25 random moments each, and in each step: the same rows, once.
 *
 * @module
 */
import {
  killAtAnyMoment,
  type Killer,
  killers,
  killInEachStep,
  undisturbed,
  withShortLeases,
} from "../faults/uploads.ts";

const kills = 25;
const perUpload = 5;

await withShortLeases(async () => {
  const expected = await undisturbed();
  for (const killer of Object.keys(killers) as Killer[]) {
    await killInEachStep(killer, expected);
    console.log(
      `  the ${killer} killed while parts are sent, rows are read, checked and written: the same rows, once`,
    );
    for (let done = 0; done < kills; done += perUpload) await killAtAnyMoment(killer, perUpload, expected);
    console.log(`  the ${killer} killed at ${kills} random moments: the same rows, once`);
  }
});
Deno.exit(0);
