/**
 * The rules that the database keeps, one by one: what would be lost without this policy, check or trigger.
 *
 * @module
 */
import type { ReservedSql } from "postgres";
import { root } from "../../tools/command.ts";
import { schemaFiles } from "../../tools/schemas.ts";

/** A rule that can be taken away. */
export interface Mutant {
  kind: "policy" | "check" | "trigger";
  /** `policy public.teams: teams:read may see teams`. */
  name: string;
  /** The table that it is about; null for a domain's check. */
  table: string | null;
  /** The statement that takes it away. */
  drop: string;
  /** The folders of tests/ that should notice: those of its capability, its table and the kernel. */
  folders: string[];
}

/** Where the tests of a folder of supabase/schemas are, if not in the folder of its name. */
const testFolders: Record<string, string[]> = {
  kernel: ["api_keys", "settings", "jobs"],
  rows: ["batch_import"],
  crm: ["crm", "batch_import"],
  agents: ["agents", "routing"],
};

/** Every rule of the catalog, sorted by name; a partition's rules are its parent's. */
export async function mutants(sql: ReservedSql): Promise<Mutant[]> {
  const rows = await sql<Omit<Mutant, "folders">[]>`
    with objects as (
      select 'policy' as kind, p.polrelid::regclass::text as owner, p.polname::text as object,
        format('drop policy %I on %s', p.polname, p.polrelid::regclass) as drop, c.relnamespace as schema
      from pg_policy p join pg_class c on c.oid = p.polrelid
      union all
      select 'check', t.conrelid::regclass::text, t.conname,
        format('alter table %s drop constraint %I', t.conrelid::regclass, t.conname), t.connamespace
      from pg_constraint t where t.contype = 'c' and t.conrelid <> 0 and t.conislocal
      union all
      select 'check', format_type(t.contypid, null), t.conname,
        format('alter domain %s drop constraint %I', format_type(t.contypid, null), t.conname), t.connamespace
      from pg_constraint t where t.contype = 'c' and t.contypid <> 0
      union all
      select 'trigger', g.tgrelid::regclass::text, g.tgname,
        format('drop trigger %I on %s', g.tgname, g.tgrelid::regclass), c.relnamespace
      from pg_trigger g join pg_class c on c.oid = g.tgrelid where not g.tgisinternal and g.tgparentid = 0
    )
    select kind, case when to_regclass(owner) is not null then owner end as table,
      kind || ' ' || owner || ': ' || object as name, drop
    from objects where schema in ('public'::regnamespace, 'private'::regnamespace) order by 3`;
  const homes = await capabilities();
  return rows.map((row) => {
    const [owner = "", object] = row.name.replace(/^\w+ (?:(?:public|private)\.)?/, "").split(": ");
    const found = [homes.get(owner) ?? "kernel", homes.get(`${object} on ${owner}`) ?? []].flat();
    const folders = found.flatMap((home) => testFolders[home] ?? [home]);
    return { ...row, folders: [...new Set([...folders, "kernel"])] };
  });
}

/**
 * The capability whose folder of supabase/schemas creates a table or domain, by its bare name, or a trigger, by
 * `touch on teams`.
 */
async function capabilities(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const path of await schemaFiles()) {
    const home = /schemas\/\d+_(\w+)\//.exec(path)?.[1] ?? "kernel";
    const text = await Deno.readTextFile(`${root}/${path}`);
    const owners = text.matchAll(/^create (?:unlogged )?(?:table|domain) (?:public|private)\.(\w+)/gm);
    for (const [, name = ""] of owners) found.set(name, home);
    const triggers = text.matchAll(/^create trigger (\w+)[^;]*? on (?:public|private)\.(\w+)/gm);
    for (const [, trigger, owner] of triggers) found.set(`${trigger} on ${owner}`, home);
  }
  return found;
}
