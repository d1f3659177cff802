/**
 * Copies of the project for the CLI to work in: it notes in supabase/.temp which project it worked on, and a
 * developer's own link is not ours to change.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { command, type Output, output, root, supabase } from "../../tools/command.ts";
import type { ManagementApi } from "./management_api.ts";

/** What the CLI reads for a deployment. */
export const deployed = ["deno.json", "supabase/config.toml", "functions", "shared", "tests/support"];

/** Copies these paths of the project into a folder. */
export async function copyProject(folder: string, paths: string[] = deployed): Promise<string> {
  for (const path of paths) {
    await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
    await output("cp", ["-R", `${root}/${path}`, join(folder, path)]);
  }
  return folder;
}

/** Runs the CLI in a copy, signed in at the stand-in of the management API. */
export async function supabaseIn(folder: string, api: ManagementApi, args: string[]): Promise<Output> {
  const env = await signInToStandIn(join(folder, ".."), api);
  return await command(supabase, args, { cwd: folder, env });
}

/** The environment with which the CLI talks to the stand-in. The home holds its profile. */
export async function signInToStandIn(home: string, api: ManagementApi): Promise<Record<string, string>> {
  const profile = join(home, "profile.yaml");
  await Deno.writeTextFile(
    profile,
    `name: stub\napi_url: ${api.url}\ndashboard_url: ${api.url}\nproject_host: localhost\n`,
  );
  return {
    HOME: home,
    SUPABASE_HOME: home,
    SUPABASE_NO_KEYRING: "1",
    SUPABASE_PROFILE: profile,
    SUPABASE_ACCESS_TOKEN: `sbp_${"0".repeat(40)}`,
  };
}

/** The warnings. The CLI only warns about a missing file or one outside the project. */
export function warnings({ text }: Output): string[] {
  return text.split("\n").filter((line) =>
    /\bWARN(ING)?\b|failed to read/i.test(line) && !line.includes('"level": "WARN"') // what the advisors report
  );
}
