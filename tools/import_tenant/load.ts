/**
 * Loading an export into an empty tenant.
 *
 * @module
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Database, Transaction } from "../database.ts";

/** What was loaded of one kind, and the SHA-256 of its records in the file, which those in the table have, too. */
export interface Loaded {
  kind: string;
  rows: number;
  checksum: string;
}

interface Kind {
  kind: string;
  relation: string;
  columns: string[];
  hidden: string[];
  added: string;
}

/** Kinds that a new tenant has rows of. */
const present = ["clients", "settings", "client_members"];

/**
 * Loads what is not history in one transaction, with ids and times as they are in the file. Throws if the file is not
 * whole, users are missing, the tenant is not empty, or a row differs from its line afterwards.
 */
export async function loadTenant(sql: Database, tenant: string, file: string): Promise<Loaded[]> {
  return await sql.begin(async (tx) => {
    await stage(tx, file);
    const kinds = await loadedKinds(tx);
    await requireEmpty(tx, tenant, kinds);
    await requireUsers(tx);
    await tx`select private.open_audit_group('clients', ${tenant})`;
    await tx`delete from public.settings where client_id = ${tenant}`;
    for (const kind of kinds) await load(tx, tenant, kind);
    // The events of a tenant that was created elsewhere have been told there.
    await tx`delete from private.outbox where client_id = ${tenant} and created_at = now()`;
    await tx`select private.close_audit_group(), private.record_action(${tenant}, 'clients', ${tenant}, 'imported', '{}')`;
    const loaded: Loaded[] = [];
    for (const kind of kinds.filter((one) => one.kind !== "clients")) {
      loaded.push(await compare(tx, tenant, kind));
    }
    return loaded;
  });
}

async function stage(tx: Transaction, file: string): Promise<void> {
  await tx`create temp table staged (kind text, record jsonb) on commit drop`;
  const keep = (lines: string[]) =>
    tx`insert into staged select l::jsonb ->> 'kind', l::jsonb -> 'record' from unnest(${lines}::text[]) l`;
  let lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (lines.push(line) < 1000) continue;
    await keep(lines);
    lines = [];
  }
  await keep(lines);
  await tx`create index on staged (kind)`;
  const [end] = await tx`select from staged where kind = 'end'`;
  if (!end) {
    throw new Error(`${file} is not whole: its last line is not of the kind "end"; go on with ?after=`);
  }
}

async function loadedKinds(tx: Transaction): Promise<Kind[]> {
  return await tx<Kind[]>`
    select o.kind, e.relation::regclass::text as relation, e.hidden, e.added,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = e.relation and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
          and a.attname <> all (e.hidden)) as columns
    from private.export_order() o join private.exported_tables e on e.relation = o.relation
    where e.loaded order by o.kind <> 'settings', o.place`;
}

async function requireEmpty(tx: Transaction, tenant: string, kinds: Kind[]): Promise<void> {
  const [known] = await tx`select from public.clients where id = ${tenant}`;
  if (!known) throw new Error(`There is no tenant ${tenant}: create one first`);
  for (const { kind, relation } of kinds) {
    if (present.includes(kind)) continue;
    const [row] = await tx`select from ${tx.unsafe(relation)} where client_id = ${tenant} limit 1`;
    if (row) throw new Error(`The tenant is not empty: it has ${kind}`);
  }
}

async function requireUsers(tx: Transaction): Promise<void> {
  const missing = await tx<{ email: string }[]>`
    select s.record ->> 'email' as email from staged s where s.kind = 'client_members'
      and not exists (select from auth.users u where u.id::text = s.record ->> 'user_id') order by 1 limit 20`;
  if (missing.length > 0) {
    throw new Error(`Users are missing, import them first: ${missing.map(({ email }) => email).join(", ")}`);
  }
}

async function load(tx: Transaction, tenant: string, { kind, relation, columns }: Kind): Promise<void> {
  if (kind === "clients") {
    await tx`update public.clients c set (name, currency, time_zone) =
      (select s.record ->> 'name', s.record ->> 'currency', s.record ->> 'time_zone' from staged s
        where s.kind = 'clients') where c.id = ${tenant}`;
    return;
  }
  const again = kind === "client_members"
    ? tx`on conflict (client_id, user_id) do update
        set role = excluded.role, created_at = excluded.created_at, activated_at = excluded.activated_at`
    : tx``;
  await tx`insert into ${tx.unsafe(relation)} (${tx(columns)})
    select ${tx(columns.map((column) => `r.${column}`))} from staged s
    cross join lateral jsonb_populate_record(null::${tx.unsafe(relation)},
      s.record || jsonb_build_object('client_id', ${tenant}::text)) r
    where s.kind = ${kind} ${again}`;
}

async function compare(
  tx: Transaction,
  tenant: string,
  { kind, relation, hidden, added }: Kind,
): Promise<Loaded> {
  const digest =
    tx`encode(sha256(convert_to(coalesce(string_agg(l.line, E'\n' order by l.line), ''), 'UTF8')), 'hex')`;
  const ofFile = kind !== "client_members"
    ? tx`true`
    : tx`r.user_id::text in (select s.record ->> 'user_id' from staged s where s.kind = 'client_members')`;
  const [file] = await tx<{ rows: number; checksum: string }[]>`
    select count(*)::integer as rows, ${digest} as checksum
    from (select (s.record - 'client_id')::text as line from staged s where s.kind = ${kind}) l`;
  const [table] = await tx<{ checksum: string }[]>`
    select ${digest} as checksum
    from (select (to_jsonb(r) - 'client_id' - ${hidden}::text[] || ${tx.unsafe(added)})::text as line
      from ${tx.unsafe(relation)} r where r.client_id = ${tenant} and ${ofFile}) l`;
  if (file!.checksum !== table!.checksum) throw new Error(`The rows of ${kind} differ from the file`);
  return { kind, ...file! };
}
