/**
 * `npm run isolation`: writes down what a stack of its own allows, for a person to review in the diff.
 *
 * @module
 */
import { openStack } from "../tests/gate/stack.ts";
import { functionLines, tableLines } from "../tests/isolation/matrix.ts";
import { inWorld } from "../tests/isolation/world.ts";

const stack = await openStack({ durable: false });
try {
  for (const [name, value] of Object.entries(stack.env)) Deno.env.set(name, value);
  await inWorld(async (world) => {
    await write("tables.tsv", "table\tselect\tinsert\tupdate\tdelete", await tableLines(world));
    await write("functions.tsv", "function\texecute\tcall", await functionLines(world));
  });
} finally {
  await stack.stop();
}

async function write(file: string, header: string, lines: string[]): Promise<void> {
  await Deno.writeTextFile(
    new URL(`../tests/isolation/${file}`, import.meta.url),
    [header, ...lines, ""].join("\n"),
  );
  console.log(`wrote tests/isolation/${file}: ${lines.length} lines`);
}
