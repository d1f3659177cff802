/**
 * A database's objects, each as one text, so that comparing two databases names the objects that differ.
 *
 * @module
 */
import type { Database } from "./database.ts";
import { root } from "./command.ts";

/** Definitions by object: `table public.teams`, `function private.fail(…)`, `row private.queues jobs`. */
export type Catalog = Record<string, string>;

/** Reads tables, functions, policies, rights, comments, triggers, cron jobs and registry rows. */
export async function readCatalog(sql: Database): Promise<Catalog> {
  const query = await Deno.readTextFile(`${root}/tools/catalog.sql`);
  return await sql.begin("isolation level repeatable read read only", async (tx) => {
    await tx`set local search_path = ''`;
    const objects = await tx.unsafe<Entry[]>(query);
    const registries = await tx<Registry[]>`${tx.unsafe(registriesQuery)}`;
    const rows = await tx.unsafe<Entry[]>(registries.map(registryRows).join("\nunion all\n") || noRows);
    return Object.fromEntries([...objects, ...rows].map(({ object, definition }) => [object, definition]));
  });
}

/** One line per object that is missing on a side or differs. */
export function differences(before: Catalog, after: Catalog): string[] {
  const objects = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return objects.flatMap((object) => {
    if (before[object] === after[object]) return [];
    if (before[object] === undefined) return [`added: ${object}`];
    return [after[object] === undefined ? `dropped: ${object}` : `changed: ${object}`];
  });
}

/** SHA-256 of a catalog: equal for databases that are built alike. */
export async function fingerprint(catalog: Catalog): Promise<string> {
  const entries = Object.keys(catalog).sort().map((object) => [object, catalog[object]]);
  const bytes = new TextEncoder().encode(JSON.stringify(entries));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

interface Entry {
  object: string;
  definition: string;
}

interface Registry {
  name: string;
  key: string[];
  times: string[];
}

const noRows = "select '' as object, '' as definition where false";

/**
 * Migrations fill the tables of private whose primary key is made of names alone, such as queues and event
 * types.
 */
const registriesQuery = `
  select c.oid::regclass::text as name, k.key,
    array(select attname::text from pg_attribute
      where attrelid = c.oid and attnum > 0 and atttypid = 'timestamptz'::regtype) as times
  from pg_class c
  join pg_index i on i.indrelid = c.oid and i.indisprimary
  cross join lateral (
    select array_agg(a.attname::text order by a.attname) as key,
      bool_and(a.atttypid = 'text'::regtype or t.typtype = 'e') as is_named
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    where a.attrelid = c.oid and a.attnum = any (i.indkey)
  ) k
  where c.relnamespace = 'private'::regnamespace and k.is_named
  order by 1`;

/** A row's definition leaves out columns with times, which say when it was made or last ran. */
function registryRows({ name, key, times }: Registry): string {
  const named = key.map((column) => `r.${column}::text`).join(", ");
  const left = times.map((column) => ` - '${column}'`).join("");
  return `select 'row ${name} ' || concat_ws(' ', ${named}) as object, (to_jsonb(r)${left})::text as definition from ${name} r`;
}
