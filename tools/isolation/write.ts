/**
 * `npm run isolation`: writes down what a stack of its own allows, for a person to review in the diff.
 *
 * @module
 */
import { root } from "../command.ts";
import { openStack } from "../stack.ts";
import { functionLines, tableLines } from "./matrix.ts";
import { inWorld } from "./world.ts";

const stack = await openStack({ durable: false, warm: false });
try {
  await inWorld(stack.env.SUPABASE_ADMIN_DB_URL ?? "", async (world) => {
    await write("tables.tsv", "table\tselect\tinsert\tupdate\tdelete", await tableLines(world));
    await write("functions.tsv", "function\texecute\tcall", await functionLines(world));
  });
} finally {
  await stack.stop();
}

async function write(file: string, header: string, lines: string[]): Promise<void> {
  await Deno.writeTextFile(
    `${root}/tests/isolation/${file}`,
    [header, ...lines, ""].join("\n"),
  );
  console.log(`wrote tests/isolation/${file}: ${lines.length} lines`);
}
