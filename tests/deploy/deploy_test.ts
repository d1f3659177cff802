/**
 * A function deploys alone: the real CLI uploads it to a stand-in of the management API, and what it
 * uploaded, put into an empty folder, type-checks by itself on the hosted runtime's Deno.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import { dirname, join } from "node:path";
import { command, edgeDeno } from "../../tools/command.ts";
import { copyProject, supabaseIn, warnings } from "./copy.ts";
import { serveManagementApi } from "./management_api.ts";

/** Those with the most packages and files. An upload takes 10 s; tests/gate looks at what the others import. */
const sample = ["batch-import", "docs", "email", "webhooks"];

for (const name of sample) {
  Deno.test(`${name} deploys alone`, async (t) => {
    await using api = serveManagementApi();
    const home = await Deno.makeTempDir({ prefix: "frontline-deploy-" });
    try {
      const copy = await copyProject(join(home, "project"));
      await t.step("the CLI uploads it without a warning", async () => {
        const flags = ["--use-api", `--remote=${api.projectRef}`, "--yes"];
        const result = await supabaseIn(copy, api, ["functions", "deploy", name, ...flags]);
        assert(result.success, result.text);
        assertEquals(warnings(result), []);
      });

      const upload = api.uploads.get(name);
      assert(upload, `nothing was uploaded for ${name}`);

      await t.step("verifies tokens itself", () => assertEquals(upload.verifyJwt, false));

      await t.step("holds nothing of the project but itself and shared/", () => {
        // The CLI uploads every file that the import map names, used or not.
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
      // The gate checks the tree with the newest Deno.
      await t.step("type-checks alone on the hosted Deno", async () => {
        const { success, text } = await command(
          edgeDeno,
          ["check", "--quiet", "--no-lock", "--config", upload.importMap, upload.entrypoint],
          { cwd: folder },
        );
        assert(success, text);
      });
    } finally {
      await Deno.remove(home, { recursive: true });
    }
  });
}
