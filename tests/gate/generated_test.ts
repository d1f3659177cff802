/**
 * What is generated from the database has not drifted from it.
 *
 * @module
 */
import { assertEquals } from "#assert";
import { stack } from "../support/env.ts";
import { root } from "../../tools/command.ts";
import { generate } from "../../tools/generated.ts";

for (const [path, expected] of await generate(stack.databaseUrl)) {
  Deno.test(`${path} is what "npm run types" writes`, async () => {
    assertEquals(await Deno.readTextFile(`${root}/${path}`), expected);
  });
}
