/**
 * No column of a tenant's rows holds texts, JSON, bytes or arrays of any length. bounds.tsv lists the exceptions.
 *
 * @module
 */
import { assertEquals } from "#assert";
import { withDatabase } from "../support/sql.ts";

const text = await Deno.readTextFile(new URL("bounds.tsv", import.meta.url));
const exceptions = text.trimEnd().split("\n").slice(1).map((line) => line.split("\t")[0]!);

Deno.test("every text, JSON and array of a tenant's row is bounded in SQL", async () => {
  const unbounded = await withDatabase(async (sql) =>
    await sql<{ name: string }[]>`
      select c.oid::regclass || '.' || a.attname as name
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid
      join pg_type t on t.oid = a.atttypid
      where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
        and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        and exists (select from pg_attribute o where o.attrelid = c.oid and o.attname = 'client_id')
        and (t.oid in ('text'::regtype, 'jsonb'::regtype, 'json'::regtype, 'bytea'::regtype) or t.typcategory = 'A')
        and not exists (
          select from pg_constraint k
          where k.conrelid = c.oid and a.attnum = any (k.conkey) and (
            k.contype = 'f' or k.contype = 'c'
              and pg_get_constraintdef(k.oid) ~ '(length|pg_column_size|cardinality|= ANY|\{|\$)'))
      order by 1`
  );
  const names = unbounded.map(({ name }) => name);
  assertEquals(names.filter((name) => !exceptions.includes(name)), [], "neither bounded nor in bounds.tsv");
  assertEquals(exceptions.filter((name) => !names.includes(name)), [], "bounded now, so not an exception");
});
