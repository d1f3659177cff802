/**
 * An archive whose Postgres is killed 25 times in each of its steps and at 25 random moments: each call is there once,
 * as it was, and metrics stay.
 *
 * @module
 */
import { killAtAnyMoment, killInEachStep } from "../faults/archive.ts";

const kills = Number(Deno.env.get("ARCHIVE_KILLS") ?? 25);

const began = performance.now();
await killInEachStep(kills);
console.log(
  `  killed ${kills} times in each step of moving, recalling and ending, and after commits: each call once`,
);
await killAtAnyMoment(kills);
console.log(`  killed at ${kills} random moments: each call once`);
console.log(`  ${Math.round((performance.now() - began) / 1000)} s`);
