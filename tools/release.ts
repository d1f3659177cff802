/**
 * `npm run release -- --check [--from <tag or commit>] [function…]`: can the database be migrated while the former
 * functions run, and can one of them be rolled back afterwards? Without `--from`, the former is the newest version tag.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { root } from "./command.ts";
import {
  formerFunctions,
  requireFittingTypes,
  requireFrozenMigrations,
  requirePassingTests,
} from "./release/check.ts";
import { ReleaseError } from "./release/error.ts";
import { openFormer, previousTag } from "./release/former.ts";

const usage = "usage: npm run release -- --check [--from <tag or commit>] [function…]";

function readArguments() {
  try {
    const options = { check: { type: "boolean", default: false }, from: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ args: Deno.args, options, allowPositionals: true });
    if (!values.check) throw new ReleaseError(usage);
    return { from: values.from, names: positionals };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ReleaseError(`${error.message}\n${usage}`);
  }
}

async function check(): Promise<void> {
  const { from, names: asked } = readArguments();
  await using former = await openFormer(root, from ?? await previousTag(root));
  const names = await formerFunctions(former, asked);
  console.log(`Today's migrations under the ${names.length} functions of ${former.name}`);
  await requireFrozenMigrations(root, former);
  console.log("Released migrations are as they were");
  await requireFittingTypes(root, former, names);
  console.log("The former functions fit today's tables and database functions");
  console.log(`Their API tests: ${await requirePassingTests(root, former, names)}`);
}

try {
  await check();
} catch (error) {
  if (!(error instanceof ReleaseError)) throw error;
  console.error(error.message);
  Deno.exit(1);
}
