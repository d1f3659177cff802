/**
 * A sample of `npm run bench -- mutation`: a rule that a test held goes on being held.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import { openLaboratory } from "./laboratory.ts";
import { noticed, sample } from "./noticed.ts";

const size = 20;

Deno.test(`a test misses each of ${size} rules taken away at random`, async () => {
  const seed = Number(Deno.env.get("MUTATION_SEED") ?? crypto.getRandomValues(new Uint32Array(1))[0]);
  console.log(`MUTATION_SEED=${seed}`);
  await using laboratory = await openLaboratory(() => {});
  const held = await noticed();
  const known = laboratory.mutants.filter(({ name }) => held.has(name));
  assert(known.length >= 100, `only ${known.length} rules of noticed.txt are in the catalog`);
  const unnoticed: string[] = [];
  for (const mutant of sample(known, size, seed)) {
    if (await laboratory.killer(mutant) === undefined) unnoticed.push(mutant.name);
  }
  assertEquals(unnoticed, [], `no test misses them; run again with MUTATION_SEED=${seed}`);
});
