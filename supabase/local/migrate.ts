/**
 * Migrations by the real Supabase CLI, as the non-superuser postgres, so that a wrong grant or owner shows here.
 *
 * @module
 */
import { project } from "./addresses.ts";
import { run } from "./command.ts";

/** Applies what is new in `migrations/`; throws with the CLI's words when one fails. */
export async function migrate(databaseUrl: string, directory: string): Promise<void> {
  const args = ["migration", "up", `--remote=${databaseUrl}`, "--yes", "--workdir", project];
  const env = {
    PGSSLMODE: "disable",
    SUPABASE_HOME: `${directory}/cli`,
    SUPABASE_TELEMETRY_DISABLED: "1",
    SUPABASE_NO_UPDATE_NOTIFIER: "1",
    SUPABASE_NO_KEYRING: "1",
    NO_COLOR: "1",
  };
  await run(`${project}/node_modules/.bin/supabase`, args, { env, cwd: project });
}
