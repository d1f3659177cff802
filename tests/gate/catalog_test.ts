/**
 * supabase/schemas and migrations/ build the same database.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "#assert";
import { differences, fingerprint } from "../../tools/catalog.ts";
import { root } from "../../tools/command.ts";
import {
  baseline,
  baselinePath,
  isReleased,
  migrationsCatalog,
  schemasCatalog,
} from "../../tools/migrations.ts";
import { emptyProject } from "../../tools/empty_project.ts";

Deno.test("the schemas and the migrations build the same catalog", async () => {
  const [schemas, migrations] = await Promise.all([schemasCatalog(), migrationsCatalog()]);
  assert(Object.keys(schemas).length > 2_000, "the catalog misses objects");
  assertEquals(differences(migrations, schemas), []);
  assertEquals(await fingerprint(migrations), await fingerprint(schemas));
});

Deno.test({
  name: 'until 1.0 is tagged the baseline is what "npm run migration" prints',
  ignore: await isReleased(),
  fn: async () => {
    assertEquals(await Deno.readTextFile(`${root}/${baselinePath}`), await baseline());
  },
});

Deno.test("the baseline refuses a database that was built before 1.0", async () => {
  await using project = await emptyProject();
  await project.sql`create schema private`; // the first thing that the earlier migrations did
  const script = await Deno.readTextFile(`${root}/${baselinePath}`);
  await assertRejects(
    () => project.sql.begin((tx) => tx.unsafe(script)),
    Error,
    "This database was built by migrations from before 1.0 and cannot be upgraded: start with an empty one",
  );
  const [left] = await project.sql`select count(*)::int as tables from pg_tables where schemaname = 'public'`;
  assertEquals(left?.tables, 0);
});

Deno.test("a difference between two catalogs names the object", () => {
  const before = { "table public.a": "r", "index public.b": "1", "view public.c": "v" };
  const after = { "table public.a": "r", "index public.b": "2", "view public.d": "v" };
  assertEquals(differences(before, after), [
    "changed: index public.b",
    "dropped: view public.c",
    "added: view public.d",
  ]);
});
