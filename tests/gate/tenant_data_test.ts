/**
 * Every table with rows of tenants has a rule for export, erasure and deletion: tenant_data.tsv, a reviewed list.
 *
 * @module
 */
import { assertEquals } from "#assert";
import { withDatabase } from "../support/sql.ts";

const text = await Deno.readTextFile(new URL("tenant_data.tsv", import.meta.url));
const rules = text.trimEnd().split("\n").slice(1).map((line) => line.split("\t"));

/** What the database does with each table. */
async function actual() {
  return await withDatabase(async (sql) =>
    await sql<{ name: string; exported: string; erased: string; deleted: string }[]>`
      select n.nspname || '.' || c.relname as name,
        case when e.loaded then 'rows' when not e.loaded then 'history' else '-' end as exported,
        case when c.relname = 'audit_log' then 'erase_from_audit'
          when c.relname <> 'clients' and exists (select from private.erasable_columns(c.oid)) then 'texts'
          else '-' end as erased,
        case when c.relkind = 'p' or c.oid in (select t.relation from private.tenant_tables() t) then 'rows'
          else 'last' end as deleted
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('public', 'private')
      left join private.exported_tables e on e.relation = c.oid
      where c.relkind in ('r', 'p') and not c.relispartition and (c.oid = 'public.clients'::regclass
        or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'client_id'))
      order by 1`
  );
}

Deno.test("every table with rows of tenants says how it is exported, erased and deleted", async () => {
  const stated = rules.map(([name = "", exported = "", erased = "", deleted = ""]) =>
    [name, exported.split(":")[0], erased.split(":")[0], deleted].join(" ")
  );
  const found = (await actual()).map(({ name, exported, erased, deleted }) =>
    [name, exported, erased, deleted].join(" ")
  );
  assertEquals(stated.toSorted(), found.toSorted());
});

Deno.test("a table that is not exported, or has nothing to erase, says why", () => {
  assertEquals(rules.filter((cells) => cells.some((cell) => cell === "-")), []);
});
