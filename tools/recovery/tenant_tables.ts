/**
 * Which rows of one tenant a restore brings back.
 *
 * @module
 */
import type { Database, Transaction } from "../database.ts";

/** `missing` puts back only rows that are gone, and changes none that is there. */
type Mode = "all" | "missing";

/** A table whose rows come back. */
export interface TenantTable {
  /** Schema and name, quoted where SQL needs it. */
  name: string;
  /** The column that names the tenant. */
  tenantColumn: string;
  key: string[];
  /** All that can be written and exist on both sides, the key included. */
  columns: string[];
  mode: Mode;
}

/**
 * Tables of `public` that stay as they are: records of what happened, what is under way, who may get in (a member who
 * was removed or a key that was revoked since must not come back), and figures that are computed from other rows.
 */
const left = new Set([
  "audit_log",
  "job_queue",
  "webhook_attempts",
  "inbound_events",
  "client_members",
  "api_keys",
  "agent_metrics_v2",
  "team_performance",
]);

/** Rows that follow a course of their own, and the tables of `private` that belong to a tenant's things. */
const modes: Record<string, Mode> = {
  "public.routing_decisions": "missing",
  "public.opportunity_batches": "missing",
  "private.secrets": "missing",
  "private.batch_rows": "missing",
  "private.batch_error_rows": "missing",
  "private.batch_columns": "missing",
  "private.alerts": "all",
};

/** A secret comes back with its owner. One that was replaced since stays replaced. */
const keys: Record<string, string[]> = { "private.secrets": ["client_id", "kind", "owner_id"] };

interface Found {
  name: string;
  key: string[];
  columns: string[];
}

/** The tables in foreign-key order: those that others refer to come first. */
export async function tenantTables(
  today: Database | Transaction,
  copy: Database | Transaction,
): Promise<TenantTable[]> {
  const then = new Map((await readTables(copy)).map((table) => [table.name, table.columns]));
  return (await readTables(today)).flatMap(({ name, key, columns }) => {
    const mode = modes[name] ?? (name.startsWith("public.") ? "all" : undefined);
    const before = then.get(name);
    if (mode === undefined || left.has(name.replace(/^public\./, "")) || before === undefined) return [];
    return [{
      name,
      mode,
      tenantColumn: name === "public.clients" ? "id" : "client_id",
      key: keys[name] ?? key,
      columns: columns.filter((column) => before.includes(column)),
    }];
  });
}

async function readTables(sql: Database | Transaction): Promise<Found[]> {
  return await sql<Found[]>`
    select t.name, t.key, t.columns
    from (
      select c.oid, format('%I.%I', c.relnamespace::regnamespace, c.relname) as name, c.relname,
        array(select quote_ident(a.attname) from pg_constraint k
          join pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey)
          where k.conrelid = c.oid and k.contype = 'p' order by array_position(k.conkey, a.attnum)) as key,
        array(select quote_ident(a.attname) from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
          order by a.attnum) as columns
      from pg_class c
      where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
    ) t
    left join private.tenant_tables() d on d.relation = t.oid
    where t.key <> '{}' and (d.relation is not null or t.name = 'public.clients')
    order by t.name <> 'public.clients', d.depth desc, t.name`;
}
