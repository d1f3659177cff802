/**
 * What is generated from the database has not drifted from it.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { stack } from "../support/env.ts";
import { root } from "./command.ts";
import { generate } from "./generated.ts";

for (const [path, expected] of await generate(stack.databaseUrl)) {
  Deno.test(`${path} is what "npm run types" writes`, async () => {
    assertEquals(await Deno.readTextFile(`${root}/${path}`), expected);
  });
}
