/**
 * Migrations by the real Supabase CLI, as the non-superuser postgres, so that a wrong grant or owner shows
 * here.
 *
 * @module
 */
import { project } from "../addresses.ts";
import { readIfThere, run } from "../command.ts";

/** Applies new migrations. Throws with the CLI's output if one fails. */
export async function migrate(databaseUrl: string, directory: string): Promise<void> {
  const digests = await migrationDigests();
  await requireUnchanged(digests, directory);
  const args = ["migration", "up", `--remote=${databaseUrl}`, "--include-all", "--yes", "--workdir", project];
  const env = {
    PGSSLMODE: "disable",
    SUPABASE_HOME: `${directory}/cli`,
    SUPABASE_TELEMETRY_DISABLED: "1",
    SUPABASE_NO_UPDATE_NOTIFIER: "1",
    SUPABASE_NO_KEYRING: "1",
    NO_COLOR: "1",
  };
  await run(`${project}/node_modules/.bin/supabase`, args, { env, cwd: project });
  await Deno.writeTextFile(appliedFile(directory), JSON.stringify(digests));
}

/**
 * The CLI knows migrations only by number, so it would silently skip one that was edited after it was
 * applied.
 */
async function requireUnchanged(digests: Record<string, string>, directory: string): Promise<void> {
  const applied: Record<string, string> = JSON.parse(await readIfThere(appliedFile(directory)) ?? "{}");
  const changed = Object.keys(applied).filter((name) => applied[name] !== digests[name]).sort();
  if (changed.length > 0) {
    throw new Error(
      `${
        changed.join(", ")
      } changed after it was applied to this database; "npm run reset" begins with an empty one`,
    );
  }
}

async function migrationDigests(): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for await (const { name } of Deno.readDir(`${project}/migrations`)) {
    if (!name.endsWith(".sql")) continue;
    const bytes = await Deno.readFile(`${project}/migrations/${name}`);
    digests[name] = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  }
  return digests;
}

function appliedFile(directory: string): string {
  return `${directory}/postgres/migrations.json`; // goes when the cluster goes
}
