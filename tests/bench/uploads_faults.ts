/**
 * Uploads whose function and whose database are killed at 25 random moments each, and in each step: the same rows, once.
 * With the usual leases, how long nothing happens after a kill.
 *
 * @module
 */
import {
  killAtAnyMoment,
  type Killer,
  killers,
  killInEachStep,
  secondsUntilProgress,
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
      `  the ${killer} killed while parts are sent, rows are read, checked, written and taken back: the same rows, once`,
    );
    for (let done = 0; done < kills; done += perUpload) await killAtAnyMoment(killer, perUpload, expected);
    console.log(`  the ${killer} killed at ${kills} random moments: the same rows, once`);
  }
});
const seconds = await secondsUntilProgress();
console.log(`  with the usual leases, reading goes on ${seconds.toFixed(0)} s after the function was killed`);
Deno.exit(seconds <= 65 ? 0 : 1);
