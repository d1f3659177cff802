/**
 * `npm run release -- --check` in a repository with a released version. The former API tests on today's database are not
 * run here: they take as long as the gate.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "#assert";
import { join } from "node:path";
import { command, output, root, toolsDeno } from "../../tools/command.ts";
import { copyProject } from "./copy.ts";

const tree = ["package.json", "deno.json", "deno.lock", "tools", "shared/data", "migrations"];
/** Small, because type-checking a whole function takes longer than the rest of the test. */
const notes = `import type { Database } from "../../shared/data/database.types.ts";

export type Settings = Database["public"]["Functions"]["list_settings"]["Returns"];
`;
const baseline = "migrations/20261126000000_baseline.sql";
const types = "shared/data/database.types.ts";

Deno.test("a release that takes something from the former functions is refused", async (t) => {
  const home = await Deno.makeTempDir({ prefix: "frontline-release-test-" });
  const copy = await copyProject(join(home, "project"), tree);
  const git = (...args: string[]) =>
    output("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], { cwd: copy });
  const refusal = async (...args: string[]) => {
    const ran = await command(toolsDeno, ["run", "-A", "tools/release.ts", "--check", ...args], {
      cwd: copy,
    });
    assertEquals(ran.success, false, ran.text);
    return ran.text;
  };
  /** Runs the work while a file has another text. */
  const changing = async (path: string, change: (text: string) => string, work: () => Promise<void>) => {
    const text = await Deno.readTextFile(join(copy, path));
    await Deno.writeTextFile(join(copy, path), change(text));
    await work();
    await Deno.writeTextFile(join(copy, path), text);
  };
  try {
    await Deno.mkdir(join(copy, "functions/notes"), { recursive: true });
    await Deno.writeTextFile(join(copy, "functions/notes/index.ts"), notes);
    await git("init", "--quiet");
    await git("add", ".");
    await git("commit", "--quiet", "--message", "Begin");
    await Deno.symlink(`${root}/node_modules`, join(copy, "node_modules"));

    await t.step("without a tag it asks for a commit", async () => {
      assertMatch(await refusal(), /^no version is tagged yet, so name the commit .*--from <commit>$/m);
    });

    await git("tag", "v1.0.0");

    await t.step("an unknown commit or function is named", async () => {
      assertStringIncludes(
        await refusal("--from", "v9"),
        '"v9" is no tag or commit of this repository',
      );
      assertStringIncludes(await refusal("calendars"), 'v1.0.0 has no function "calendars"');
    });

    await t.step("a migration that was released is frozen", async () => {
      await changing(baseline, (text) => `${text}\n-- Changed later.\n`, async () => {
        assertMatch(await refusal("notes"), new RegExp(`^${baseline} changed since v1\\.0\\.0: `, "m"));
      });
    });

    await t.step("a database function that the former functions call must stay", async () => {
      const dropped = (text: string) => text.replace(/^ *"list_settings":.*\n/m, "");
      await changing(types, dropped, async () => {
        const text = await refusal("notes");
        assertStringIncludes(text, "the functions of v1.0.0 use what today's migrations took away");
        assertStringIncludes(text, "functions/notes/index.ts");
      });
    });

    await t.step("it leaves no work tree behind", async () => {
      assertEquals((await git("worktree", "list")).trim().split("\n").length, 1);
    });
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
