/**
 * Three questions about a release: are released migrations as they were, do the former functions fit today's tables and
 * functions of the database, and do their own API tests pass on it.
 *
 * @module
 */
import { command, filesUnder, toolsDeno } from "../command.ts";
import { ReleaseError } from "./error.ts";
import type { Former } from "./former.ts";

const types = "shared/data/database.types.ts";

/** The functions that the former project has, or those asked for. */
export async function formerFunctions(former: Former, asked: string[]): Promise<string[]> {
  const names: string[] = [];
  for (const path of await filesUnder("functions", "/index.ts", former.folder)) {
    const name = path.split("/")[1];
    if (name !== undefined && path === `functions/${name}/index.ts`) names.push(name);
  }
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new ReleaseError(`${former.name} has no function "${unknown}"`);
  return asked.length > 0 ? asked : names;
}

/** Since 1.0 a migration that was released is history: databases were built by it. */
export async function requireFrozenMigrations(project: string, former: Former): Promise<void> {
  const released = await command("git", ["tag", "--list", "v[1-9]*", "--merged", former.commit], {
    cwd: project,
  });
  if (released.stdout.trim() === "") return;
  const args = [
    "diff",
    "--name-only",
    "--diff-filter=MDR",
    "--no-renames",
    former.commit,
    "--",
    "migrations",
  ];
  const changed = (await command("git", args, { cwd: project })).stdout.trim().split("\n").filter(Boolean);
  if (changed.length === 0) return;
  throw new ReleaseError(
    `${changed.join(", ")} changed since ${former.name}: ` +
      "databases were built by it, so put it back and write the change as a new migration",
  );
}

/** A table, column, function or argument that a former function uses and that is gone is a type error there. */
export async function requireFittingTypes(project: string, former: Former, names: string[]): Promise<void> {
  await Deno.copyFile(`${project}/${types}`, `${former.folder}/${types}`);
  const files = names.map((name) => `functions/${name}/index.ts`);
  const { success, text } = await command(toolsDeno, ["check", "--quiet", ...files], { cwd: former.folder });
  if (success) return;
  throw new ReleaseError(
    `the functions of ${former.name} use what today's migrations took away or made narrower; ` +
      `expand now, and contract in a later release:\n${text.trim()}`,
  );
}

/** Runs the former functions' API tests on a stack that today's migrations built. Returns their last line. */
export async function requirePassingTests(project: string, former: Former, names: string[]): Promise<string> {
  await Deno.remove(`${former.folder}/migrations`, { recursive: true });
  await command("cp", ["-R", `${project}/migrations`, `${former.folder}/migrations`]);
  const folders = names.map((name) => `tests/${name.replaceAll("-", "_")}`);
  const tests = await Promise.all(
    folders.map((folder) => filesUnder(folder, "_test.ts", former.folder)),
  );
  // Whole paths as filters: the SQL tests of the same folders know the inside of the database.
  const { success, text } = await command(toolsDeno, ["run", "-A", "tests/run.ts", ...tests.flat()], {
    cwd: former.folder,
  });
  const last = text.trim().split("\n").at(-1) ?? "";
  if (success) return last;
  throw new ReleaseError(`the API tests of ${former.name} fail on today's database:\n${text.trim()}`);
}
