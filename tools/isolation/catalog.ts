/**
 * The tables, functions and policies that a caller could reach.
 *
 * @module
 */
import type { ReservedSql } from "postgres";

/** A table or view of the schemas that are the project's. */
export interface Relation {
  oid: number;
  name: string;
  /** The column with the tenant; null for what all tenants share. */
  tenantColumn: string | null;
  /** Columns that a statement may set. */
  columns: string[];
}

export interface Routine {
  oid: number;
  signature: string;
  /** Its arguments' types, or null if it cannot be called as such (triggers). */
  argumentTypes: string[] | null;
}

export interface Policy {
  name: string;
  relation: string;
  command: "ALL" | "SELECT" | "INSERT" | "UPDATE" | "DELETE";
}

export async function relations(sql: ReservedSql): Promise<Relation[]> {
  const rows = await sql<Relation[]>`
    select c.oid::integer, c.oid::regclass::text as name,
      case when c.oid = 'public.clients'::regclass then 'id'
           when bool_or(a.attname = 'client_id') then 'client_id' end as "tenantColumn",
      array_agg(a.attname::text order by a.attnum)
        filter (where a.attgenerated = '' and a.attidentity <> 'a') as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
    group by c.oid order by c.relnamespace::regnamespace::text desc, c.relname`;
  return rows.map((row) => ({ ...row, name: qualified(row.name) }));
}

export async function routines(sql: ReservedSql): Promise<Routine[]> {
  return await sql<Routine[]>`
    select p.oid::integer,
      n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as signature,
      case when p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype) then
        array(select format_type(t, null) from unnest(p.proargtypes) with ordinality as a (t, i) order by i)
      end as "argumentTypes"
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'private') and p.prokind in ('f', 'p')
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by n.nspname desc, p.proname, signature`;
}

export async function policies(sql: ReservedSql): Promise<Policy[]> {
  return await sql<Policy[]>`
    select policyname as name, schemaname || '.' || tablename as relation, cmd as command
    from pg_policies where schemaname in ('public', 'private') order by 2, 1`;
}

/** regclass leaves out the schema that the search path finds. */
function qualified(name: string): string {
  return name.includes(".") ? name : `public.${name}`;
}
