/**
 * Reads supabase/config.toml as far as the stack needs it.
 *
 * @module
 */
import { project } from "./addresses.ts";

/** The sections of the file by their headings, `functions.teams` for example. */
export async function readConfig(): Promise<Map<string, string>> {
  const text = await Deno.readTextFile(`${project}/supabase/config.toml`);
  return new Map(
    text.split(/^(?=\[)/m).flatMap((section) => {
      const heading = section.match(/^\[([\w.-]+)\]/)?.[1];
      return heading === undefined ? [] : [[heading, section] as const];
    }),
  );
}
