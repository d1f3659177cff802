/**
 * One tenant's rows on both sides, in temporary tables of one transaction: `wanted_n` holds the rows that table n is to
 * have, `expected_n` those that they replace.
 *
 * @module
 */
import type { Database, Transaction } from "../database.ts";
import type { TenantTable } from "./tenant_tables.ts";

/** How a table differs. Newer rows did not exist then. */
export interface Difference {
  table: string;
  missing: number;
  changed: number;
  newer: number;
  examples: string[];
}

/** Bookkeeping, which says nothing about a row's content. */
const bookkeeping = ["version", "updated_at", "updated_by"];

/** SQL that is true if two rows have the same key. */
export function sameKey({ key }: TenantTable, a: string, b: string): string {
  return key.map((column) => `${a}.${column} = ${b}.${column}`).join(" and ");
}

/** SQL that is true if two rows have the same content. */
export function sameContent({ columns }: TenantTable, a: string, b: string): string {
  const [left, right] = [a, b].map((row) =>
    columns.filter((column) => !bookkeeping.includes(column)).map((column) => `${row}.${column}`).join(", ")
  );
  return `row(${left})::text = row(${right})::text`;
}

/** Makes the two temporary tables of each table. */
export async function createRowTables(tx: Transaction, tables: TenantTable[]): Promise<void> {
  for (const [n, { name, columns }] of tables.entries()) {
    for (const kind of ["wanted", "expected"]) {
      await tx.unsafe(
        `create temp table ${kind}_${n} on commit drop as select ${columns.join(", ")} from ${name} limit 0`,
      );
    }
  }
}

/** Reads the tenant's rows of a restored copy and leaves in `wanted_n` those that are missing or different today. */
export async function compareRows(
  tx: Transaction,
  copy: Database,
  tables: TenantTable[],
  { client, at }: { client: string; at: string },
): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const [n, table] of tables.entries()) {
    await copyRows(tx, copy, table, n, client);
    await eraseAgain(tx, table, n, client, at);
    await tx.unsafe(`create index on wanted_${n} (${table.key.join(", ")})`);
    await tx.unsafe(`analyze wanted_${n}`);
    differences.push(await compareTable(tx, table, n, client));
  }
  return differences;
}

async function copyRows(tx: Transaction, copy: Database, table: TenantTable, n: number, client: string) {
  const { name, columns, tenantColumn } = table;
  const current = name === "private.secrets" ? " and expires_at is null" : "";
  const rows = copy.unsafe<{ row: string }[]>(
    `select row(${
      columns.join(", ")
    })::text as row from ${name} where ${tenantColumn} = '${client}'${current}`,
  ).cursor(1_000);
  for await (const batch of rows) await addRows(tx, `wanted_${n}`, batch.map(({ row }) => row));
}

/** Persons who were erased since stay erased: their rows come back under the pseudonyms that they have today. */
async function eraseAgain(tx: Transaction, { name }: TenantTable, n: number, client: string, at: string) {
  if (name === "public.clients") return;
  await tx`select private.erase_copy(${`wanted_${n}`}::regclass, ${name}::regclass, ${client}, ${at})`;
}

/** Adds rows in PostgreSQL's own text form, which loses nothing. */
export async function addRows(tx: Transaction, into: string, rows: string[]): Promise<void> {
  await tx.unsafe(
    `insert into ${into} select (r.row).* from (
      select v.text::${into} as row from jsonb_array_elements_text($1::text::jsonb) v (text) offset 0) r`,
    [JSON.stringify(rows)],
  );
}

async function compareTable(
  tx: Transaction,
  table: TenantTable,
  n: number,
  client: string,
): Promise<Difference> {
  const { name, tenantColumn, columns, mode } = table;
  const today = `${name} c where c.${tenantColumn} = '${client}'`;
  const [newer] = await tx.unsafe<[{ count: number }]>(
    `select count(*)::int as count from ${today} and not exists (
      select from wanted_${n} w where ${sameKey(table, "w", "c")})`,
  );
  const same = mode === "missing" ? "true" : sameContent(table, "w", "c");
  await tx.unsafe(`delete from wanted_${n} w using ${today} and ${sameKey(table, "w", "c")} and ${same}`);
  await tx.unsafe(
    `insert into expected_${n} select ${columns.map((column) => `c.${column}`).join(", ")} from ${today}
      and exists (select from wanted_${n} w where ${sameKey(table, "w", "c")})`,
  );
  const [counts] = await tx.unsafe<[{ wanted: number; changed: number }]>(
    `select (select count(*)::int from wanted_${n}) as wanted, (select count(*)::int from expected_${n}) as changed`,
  );
  return {
    table: name,
    missing: counts.wanted - counts.changed,
    changed: counts.changed,
    newer: newer.count,
    examples: await examples(tx, table, n),
  };
}

/** Up to five rows as a person reads them: what comes back, and which columns differ. */
async function examples(tx: Transaction, table: TenantTable, n: number): Promise<string[]> {
  const key = table.key.map((column) => `w.${column}::text`).join(", ");
  const rows = await tx.unsafe<{ line: string }[]>(
    `select left(concat_ws(' ', ${key}) || ': ' || case when e is null then 'is missing' else (
        select string_agg(format('%s is %s, was %s', t.key, t.value, o.value), '; ' order by t.key)
        from jsonb_each(to_jsonb(e)) t join jsonb_each(to_jsonb(w)) o using (key)
        where t.value <> o.value and t.key <> all ($1)) end, 300) as line
    from wanted_${n} w left join expected_${n} e on ${sameKey(table, "w", "e")}
    order by e is null, ${key} limit 5`,
    [bookkeeping],
  );
  return rows.map(({ line }) => line);
}
