/**
 * The text of the baseline, and the beginning of each migration after it.
 *
 * @module
 */
import { type EmptyProject, emptyProject } from "./empty_project.ts";
import { builtBeforeRelease } from "./before_release.ts";
import { type Catalog, differences, readCatalog } from "./catalog.ts";
import { filesUnder, output, root } from "./command.ts";
import { joinedSchemas } from "./schemas.ts";

export const baselinePath = "migrations/20261126000000_baseline.sql";

const header = `-- Generated from supabase/schemas by "npm run migration"; do not edit.

do $$
begin
  if to_regnamespace('private') is not null then
    raise exception '${builtBeforeRelease}';
  end if;
end
$$;

`;

/** True once 1.0 or a later version is tagged: the baseline is frozen. */
export async function isReleased(): Promise<boolean> {
  return (await output("git", ["tag", "--list", "v[1-9]*"])).trim() !== "";
}

/** The schemas as one migration. */
export async function baseline(): Promise<string> {
  return header + await joinedSchemas();
}

/** The catalog that supabase/schemas builds in an empty project. */
export async function schemasCatalog(): Promise<Catalog> {
  await using project = await emptyProject();
  await run(project, await joinedSchemas());
  return await readCatalog(project.sql);
}

/** The catalog that migrations/ builds in an empty project. */
export async function migrationsCatalog(): Promise<Catalog> {
  await using project = await emptyProject();
  for (const path of await filesUnder("migrations", ".sql")) {
    await run(project, await Deno.readTextFile(`${root}/${path}`));
  }
  return await readCatalog(project.sql);
}

/** The beginning of a migration: what it must change, as comments. */
export async function newMigration(): Promise<string> {
  const changes = differences(await migrationsCatalog(), await schemasCatalog());
  if (changes.length === 0) {
    throw new Error("supabase/schemas and migrations/ build the same database: nothing to migrate");
  }
  return `-- Bring the database from migrations/ to supabase/schemas:\n${
    changes.map((c) => `-- ${c}\n`).join("")
  }\n`;
}

async function run(project: EmptyProject, text: string): Promise<void> {
  await project.sql.begin((tx) => tx.unsafe(text));
}
