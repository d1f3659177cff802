import { killAtAnyMoment, killInEachStep } from "./archive.ts";

Deno.test("an archive that is killed in each of its steps loses nothing and has nothing twice", () =>
  killInEachStep(2));

Deno.test("an archive that is killed at any moment loses nothing and has nothing twice", () =>
  killAtAnyMoment(2));
