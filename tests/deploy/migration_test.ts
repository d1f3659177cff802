/**
 * A change after 1.0: edit the schemas, begin the migration with the command, push it to a filled database.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "#assert";
import { join } from "node:path";
import { differences, readCatalog } from "../../tools/catalog.ts";
import { command, output, toolsDeno } from "../../tools/command.ts";
import { joinedSchemas } from "../../tools/schemas.ts";
import { emptyProject } from "../../tools/empty_project.ts";
import { copyProject, supabaseIn } from "./copy.ts";
import { serveManagementApi } from "./management_api.ts";
import { after, before, changes, statements } from "./notes_change.ts";

const tree = [
  ...["package.json", "deno.json", "deno.lock", "tools", "shared", "tests/support", "tests/gate"],
  ...["supabase/config.toml", "supabase/schemas", "supabase/local", "migrations"],
];
const notes = "supabase/schemas/99_notes/notes.sql";

Deno.test("after 1.0 a migration brings a filled database to the changed schemas", async (t) => {
  await using api = serveManagementApi();
  await using project = await emptyProject();
  const home = await Deno.makeTempDir({ prefix: "frontline-migration-" });
  const copy = await copyProject(join(home, "project"), tree);
  const write = (path: string, text: string) => Deno.writeTextFile(join(copy, path), text);
  const migration = (...args: string[]) =>
    command(toolsDeno, ["run", "-A", "tools/migration.ts", ...args], { cwd: copy });
  const git = (...args: string[]) =>
    output("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], { cwd: copy });
  const push = async () => {
    const { success, text } = await supabaseIn(copy, api, ["db", "push", `--remote=${project.url}`, "--yes"]);
    assert(success, text);
  };
  try {
    await Deno.symlink("../migrations", join(copy, "supabase/migrations"));
    await Deno.mkdir(join(copy, "supabase/schemas/99_notes"));
    await write(notes, before);
    const config = await Deno.readTextFile(join(copy, "supabase/config.toml"));
    await write(
      "supabase/config.toml",
      config.replace(/^(schema_paths = \[\n.*?)^\]/ms, '$1  "./schemas/99_notes/notes.sql",\n]'),
    );
    await git("init", "--quiet");
    await git("commit", "--quiet", "--allow-empty", "--message", "Begin");

    await t.step("before 1.0 the command prints the baseline and takes no name", async () => {
      const printed = await migration();
      assert(printed.success, printed.text);
      const named = await migration("add_notes");
      assertEquals(named.success, false);
      assertMatch(named.text, /1\.0 is not tagged yet: run it without a name/);
    });

    await git("tag", "v1.0.0");
    await push();
    await project.sql`insert into public.clients (name) values ('Acme')`;
    await project.sql`
      insert into public.notes (client_id, body, rating, draft)
      select c.id, 'Note ' || n, (n % 5)::text, 'Draft' from public.clients c, generate_series(1, 1000) n`;

    await t.step("after 1.0 the baseline is frozen", async () => {
      const { success, text } = await migration();
      assertEquals(success, false);
      assertMatch(text, /the baseline is frozen since 1\.0: name the change/);
    });

    await t.step("without a change there is nothing to migrate", async () => {
      const { success, text } = await migration("change_nothing");
      assertEquals(success, false);
      assertMatch(text, /build the same database: nothing to migrate/);
    });

    let path = "";
    await t.step("the new file lists each object that was added, changed or dropped", async () => {
      await write(notes, after);
      const { success, text } = await migration("change_notes");
      assert(success, text);
      path = /^wrote (migrations\/\d{14}_change_notes\.sql)$/m.exec(text)?.[1] ?? "";
      const listed = (await Deno.readTextFile(join(copy, path))).split("\n").filter((line) =>
        line.startsWith("-- ")
      );
      assertEquals(listed.slice(1), changes.map((line) => `-- ${line}`));
    });

    await t.step(
      "pushed, the filled database is what the schemas describe, and its rows are kept",
      async () => {
        await Deno.writeTextFile(join(copy, path), statements, { append: true });
        await push();
        await using fresh = await emptyProject();
        const schemas = `${await joinedSchemas()}\n${after}`;
        await fresh.sql.begin((tx) => tx.unsafe(schemas));
        assertEquals(differences(await readCatalog(project.sql), await readCatalog(fresh.sql)), []);
        const [kept] = await project
          .sql`select count(*)::int as rows, sum(rating)::int as ratings from public.notes`;
        assertEquals({ ...kept }, { rows: 1_000, ratings: 2_000 });
      },
    );
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
