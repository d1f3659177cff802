/**
 * `npm run types`: writes what is generated from the database, from a stack of its own.
 *
 * @module
 */
import { root } from "./command.ts";
import { generate } from "./generated.ts";
import { openStack } from "./stack.ts";

const stack = await openStack({ durable: false, warm: false });
try {
  for (const [path, text] of await generate(stack.env.SUPABASE_DB_URL ?? "")) {
    await Deno.writeTextFile(`${root}/${path}`, text);
    console.log(`wrote ${path}`);
  }
} finally {
  await stack.stop();
}
