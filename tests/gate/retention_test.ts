/**
 * Every table says what ends its rows: retention.tsv, a reviewed list.
 *
 * @module
 */
import { assertEquals } from "#assert";
import { withDatabase } from "../support/sql.ts";

const text = await Deno.readTextFile(new URL("retention.tsv", import.meta.url));
const answers = new Map(
  text.trimEnd().split("\n").slice(1).map((line) => {
    const [table = "", ends = ""] = line.split("\t");
    return [table, ends];
  }),
);

Deno.test("every table says what ends its rows", async () => {
  const tables = await withDatabase(async (sql) =>
    await sql<{ name: string }[]>`
      select n.nspname || '.' || c.relname as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname in ('public', 'private') and not c.relispartition order by 1`
  );
  const names = tables.map(({ name }) => name);
  assertEquals(names.filter((name) => !answers.get(name)), [], "no line in tests/gate/retention.tsv");
  assertEquals([...answers.keys()].filter((name) => !names.includes(name)), [], "lines without a table");
});

Deno.test("a rule in the list is one in the database, and its job is scheduled", async () => {
  const found = await withDatabase(async (sql) => ({
    rules: await sql<{ name: string }[]>`
      select n.nspname || '.' || c.relname as name from private.retention_rules r
      join pg_class c on c.oid = r.retained join pg_namespace n on n.oid = c.relnamespace order by 1`,
    settings: await sql<{ key: string }[]>`select key from private.setting_definitions`,
    tasks: await sql<{ name: string }[]>`select name from private.scheduled_tasks`,
  }));
  const listed = [...answers].filter(([, ends]) => ends.startsWith("rule")).map(([table]) => table);
  assertEquals(found.rules.map(({ name }) => name).sort(), listed.sort());
  const known = new Set([...found.settings.map(({ key }) => key), ...found.tasks.map(({ name }) => name)]);
  const named = [...answers.values()].flatMap((ends) =>
    ends.match(/limits\.\w+|webhooks\.\w+|end_parked_events|delete_\w+|sum_usage|aggregate_performance/g) ??
      []
  );
  assertEquals(named.filter((name) => !known.has(name)), [], "settings or jobs that do not exist");
  assertEquals(known.has("delete_all_expired"), true);
});
