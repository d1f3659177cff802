/**
 * What a database holds, in a form that compares: rows and checksum of each table, and broken constraints.
 *
 * @module
 */
import type { Database, Transaction } from "../database.ts";

/** Rows and checksum by table. The order of the rows does not count. */
export type State = Record<string, string>;

/** Rows and checksum of every logged table, whoever owns it; a crash empties the unlogged ones. */
export async function readState(sql: Database): Promise<State> {
  return await sql.begin("isolation level repeatable read read only", async (tx) => {
    await fixFormats(tx);
    const tables = await tx<{ name: string }[]>`
      select c.oid::regclass::text as name from pg_class c
      where c.relkind = 'r' and c.relpersistence = 'p'
        and c.relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
      order by 1`;
    const counts = tables.map(({ name }) =>
      `select ${literal(name)} as name, count(*) || ' rows, checksum '
        || coalesce(sum(hashtextextended(t::text, 0)), 0) as state from ${name} t`
    );
    const rows = await tx.unsafe<{ name: string; state: string }[]>(counts.join(" union all "));
    return Object.fromEntries(rows.map(({ name, state }) => [name, state]));
  });
}

/** One line for each table that is not the same on both sides. */
export function stateDifferences(before: State, after: State): string[] {
  const tables = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return tables.filter((table) => before[table] !== after[table])
    .map((table) => `${table}: ${before[table] ?? "missing"} → ${after[table] ?? "missing"}`);
}

/**
 * Constraints that the rows do not keep: one line for each. Restored rows were never checked by the server. With a
 * tenant, the foreign keys of its rows only: the server checks everything else also in replica mode.
 */
export async function brokenConstraints(sql: Database | Transaction, client?: string): Promise<string[]> {
  const own = client === undefined ? "" : `c.client_id = ${literal(client)} and `;
  const checks = await sql<{ name: string; query: string }[]>`
    select format('%s on %s', k.conname, k.conrelid::regclass) as name, case k.contype
      when 'c' then format('select 1 from %s where not (%s)', k.conrelid::regclass, pg_get_expr(k.conbin, k.conrelid))
      when 'f' then format('select 1 from %s c where ' || ${own}::text || '%s and not exists (select from %s p where %s)',
        k.conrelid::regclass, s.given, k.confrelid::regclass, s.same)
      else format('select 1 from %s group by %s having count(*) > 1 and bool_and(%s)',
        k.conrelid::regclass, s.columns, s.given_alone) end as query
    from pg_constraint k
    join pg_class r on r.oid = k.conrelid and r.relkind = 'r' and r.relpersistence = 'p'
    cross join lateral (
      select string_agg(format('%I', a.attname), ', ') as columns,
        string_agg(format('c.%I is not null', a.attname), ' and ') as given,
        string_agg(format('%I is not null', a.attname), ' and ') as given_alone,
        string_agg('p.' || quote_ident(f.attname) || ' = c.' || quote_ident(a.attname), ' and ') as same
      from unnest(k.conkey) with ordinality n (number, place)
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = n.number
      left join pg_attribute f on f.attrelid = k.confrelid and f.attnum = k.confkey[n.place]
    ) s
    where case when ${client ?? null}::text is null then k.contype in ('c', 'f', 'u', 'p')
      else k.contype = 'f' and exists (
        select from pg_attribute t where t.attrelid = r.oid and t.attname = 'client_id' and not t.attisdropped) end`;
  if (checks.length === 0) return [];
  const union = checks.map(({ name, query }) => `select ${literal(name)} as name where exists (${query})`);
  const broken = await sql.unsafe<{ name: string }[]>(union.join(" union all "));
  return broken.map(({ name }) => `broken: ${name}`);
}

/** Throws if an index is damaged or lacks a row, by PostgreSQL's amcheck. Returns how many are sound. Needs the superuser. */
export async function checkIndexes(sql: Database): Promise<number> {
  let checked = 0;
  await sql.begin(async (tx) => {
    await tx`create extension amcheck with schema pg_catalog`;
    const [row] = await tx<[{ checked: number }]>`
      select count(bt_index_check(i.indexrelid, true))::int as checked
      from pg_index i
      join pg_class c on c.oid = i.indexrelid and c.relpersistence = 'p' and c.relkind = 'i'
      join pg_am m on m.oid = c.relam and m.amname = 'btree'
      where i.indisvalid and i.indisready`;
    checked = row.checked;
    throw new Checked();
  }).catch((error) => {
    if (!(error instanceof Checked)) throw error;
  });
  return checked;
}

/** Rolls the extension back, so that the copy stays as it was restored. */
class Checked extends Error {}

async function fixFormats(tx: Transaction): Promise<void> {
  await tx`set local search_path = ''`;
  await tx`set local timezone = 'UTC'`;
  await tx`set local extra_float_digits = 3`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
