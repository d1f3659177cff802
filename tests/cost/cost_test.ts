/** A short sample, untimed, of `npm run bench -- cost`. */
import { assert, assertEquals } from "#assert";
import { attacks } from "./attacks.ts";
import { operateBeside } from "./beside.ts";
import { Quiet } from "./quiet.ts";

Deno.test("a quiet tenant has no error beside a hostile one", async (t) => {
  await using quiet = await Quiet.create();
  for (const attack of attacks) {
    await t.step(attack.name, async () => {
      const { errors, answers } = await operateBeside(quiet, attack, 1_000);
      assertEquals(errors, []);
      assert(Object.keys(answers).length > 0, "the attack was answered");
    });
  }
});
