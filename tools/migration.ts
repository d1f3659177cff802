/**
 * `npm run migration`: until 1.0 is tagged it prints the baseline, the one migration that builds the database, from
 * supabase/schemas. From then on the baseline is frozen and `npm run migration -- <name>` begins a new file.
 *
 * @module
 */
import { root } from "./command.ts";
import { baseline, baselinePath, isReleased, newMigration } from "./migrations.ts";

const [name] = Deno.args;
const released = await isReleased();

if (!released && name !== undefined) {
  fail("1.0 is not tagged yet: run it without a name, it prints the baseline anew");
} else if (!released) {
  await write(baselinePath, await baseline());
} else if (name === undefined || !/^[a-z][a-z0-9_]*$/.test(name)) {
  fail("the baseline is frozen since 1.0: name the change, as in: npm run migration -- add_notes");
} else {
  const time = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
  await write(`migrations/${time}_${name}.sql`, await newMigration());
}

async function write(path: string, text: string): Promise<void> {
  await Deno.writeTextFile(`${root}/${path}`, text);
  console.log(`wrote ${path}`);
}

function fail(message: string): never {
  console.error(message);
  Deno.exit(1);
}
