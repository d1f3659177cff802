/**
 * Each function deploys alone: the real CLI uploads it to a stand-in of the management API, and what it
 * uploaded, put into an empty folder, type-checks by itself on the hosted runtime's Deno and on the newest.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import { dirname, join } from "node:path";
import { command, edgeDeno, functionNames, output, supabase, toolsDeno } from "../../tools/command.ts";
import { serveManagementApi } from "./management_api.ts";

for (const name of await functionNames()) {
  Deno.test(`${name} deploys alone`, async (t) => {
    await using api = serveManagementApi();
    const home = await Deno.makeTempDir({ prefix: "frontline-deploy-" });
    try {
      const copy = await copyProject(join(home, "project"));
      const profile = join(home, "profile.yaml");
      await Deno.writeTextFile(
        profile,
        `name: stub\napi_url: ${api.url}\ndashboard_url: ${api.url}\nproject_host: localhost\n`,
      );

      await t.step("the CLI uploads it without a warning", async () => {
        const flags = ["--use-api", "--profile", profile, `--remote=${api.projectRef}`, "--yes"];
        const { success, text } = await command(supabase, ["functions", "deploy", name, ...flags], {
          cwd: copy,
          env: {
            HOME: home,
            SUPABASE_HOME: home,
            SUPABASE_NO_KEYRING: "1",
            SUPABASE_ACCESS_TOKEN: `sbp_${"0".repeat(40)}`,
          },
        });
        assert(success, text);
        // A missing file or one outside the project is only a warning to the CLI.
        const warnings = text.split("\n").filter((line) => /WARN|failed to read/i.test(line));
        assertEquals(warnings, []);
      });

      const upload = api.uploads.get(name);
      assert(upload, `nothing was uploaded for ${name}`);

      await t.step("verifies tokens itself", () => assertEquals(upload.verifyJwt, false));

      await t.step("holds nothing of the project but itself and shared/", () => {
        // The CLI takes along whatever file the import map names, used or not.
        const named = ["deno.json", "tests/support/assert.ts"];
        const own = (path: string) =>
          path.startsWith(`functions/${name}/`) || path.startsWith("shared/") || named.includes(path);
        assertEquals([...upload.files.keys()].filter((path) => !own(path)), []);
      });

      const folder = join(home, "uploaded");
      for (const [path, content] of upload.files) {
        await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
        await Deno.writeFile(join(folder, path), content);
      }
      for (
        const [runtime, deno] of [["the hosted Deno", edgeDeno], ["the newest Deno", toolsDeno]] as const
      ) {
        await t.step(`type-checks alone on ${runtime}`, async () => {
          const { success, text } = await command(
            deno,
            ["check", "--quiet", "--no-lock", "--config", upload.importMap, upload.entrypoint],
            { cwd: folder },
          );
          assert(success, text);
        });
      }
    } finally {
      await Deno.remove(home, { recursive: true });
    }
  });
}

/** The CLI notes in supabase/.temp which project it deployed to; a developer's own link is not ours to change. */
async function copyProject(folder: string): Promise<string> {
  for (const path of ["deno.json", "supabase/config.toml", "functions", "shared", "tests/support"]) {
    await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
    await output("cp", ["-R", path, join(folder, path)]);
  }
  return folder;
}
