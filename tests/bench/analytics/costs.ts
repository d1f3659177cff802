/**
 * What requests cost in Postgres, by its own statistics.
 *
 * @module
 */
import type { Database } from "../../support/sql.ts";
import type { Asker } from "./reads.ts";

/** Milliseconds of Postgres that the Data API's statements took during the work. */
export async function postgresTime(admin: Database, work: () => Promise<unknown>): Promise<number> {
  const total = async () => {
    const [row] = await admin`select coalesce(sum(s.total_exec_time + s.total_plan_time), 0)::float8 as ms
      from extensions.pg_stat_statements s where s.toplevel and s.userid in (
        select oid from pg_roles where rolname in ('authenticator', 'authenticated'))`;
    return Number(row!.ms);
  };
  const before = await total();
  await work();
  return await total() - before;
}

/** How often the Data API called the function during the work. */
export async function callsOf(admin: Database, rpc: string, work: () => Promise<unknown>): Promise<number> {
  const total = async () => {
    const [row] = await admin`select coalesce(sum(s.calls), 0)::integer as calls
      from extensions.pg_stat_statements s where s.toplevel and s.query like ${`%"${rpc}"%`}`;
    return Number(row!.calls);
  };
  const before = await total();
  await work();
  return await total() - before;
}

const scans =
  `select c.oid::regclass::text as name, pg_stat_get_xact_numscans(c.oid)::integer as scans from pg_class c
  where c.relkind = 'r' and c.reltuples > 1000 and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
    and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'client_id')`;

/** Large tables of tenants that the statements read from end to end, in the open transaction of `asUser`. */
export async function scannedBy(asUser: Asker, statements: string[]): Promise<string[]> {
  const count = async () => new Map((await asUser(scans)).map(({ name, scans }) => [name, scans]));
  const before = await count();
  for (const statement of statements) await asUser(statement);
  return [...await count()].filter(([name, scans]) => scans > before.get(name)).map(([name]) => name);
}
