/**
 * Writes the rows that tenant_rows.ts prepared, checks that nothing is broken, and keeps what it replaced.
 *
 * @module
 */
import postgres from "postgres";
import type { Database, Transaction } from "../database.ts";
import { RecoveryError } from "./pgbackrest.ts";
import { brokenConstraints } from "./state.ts";
import { addRows, sameContent, sameKey } from "./tenant_rows.ts";
import type { TenantTable } from "./tenant_tables.ts";

/** Runs the work in one transaction that sees one state; what a constraint or another writer refuses becomes a sentence. */
export async function changing<T>(sql: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  try {
    return await sql.begin("isolation level repeatable read", work) as T;
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error;
    const sentence = error.code === "40001"
      ? "The tenant's rows were changed meanwhile; repeat it"
      : error.code === "23505"
      ? `${error.schema_name}.${error.table_name} has a row from since then that excludes one to put back ` +
        `(${error.detail ?? error.constraint_name}); rename it first`
      : `The database refused it: ${error.message}`;
    throw new RecoveryError(`${sentence}. Nothing was changed.`);
  }
}

/** Makes every `wanted_n` row true in place of its `expected_n` row. Throws if rows are no longer as expected. */
export async function writeRows(tx: Transaction, tables: TenantTable[], client: string): Promise<void> {
  await refuseConflicts(tx, tables, client);
  // Triggers would send events, count and touch what only comes back. Foreign keys are triggers, too: checked below.
  await tx`set local session_replication_role = replica`;
  for (const [n, table] of tables.entries()) await writeTable(tx, table, n);
  await tx`set local session_replication_role = origin`;
  const broken = await brokenConstraints(tx, client);
  if (broken.length > 0) {
    throw new RecoveryError(
      `Rows would point to rows that are gone: ${broken.join("; ")}. Nothing was changed.`,
    );
  }
}

async function writeTable(tx: Transaction, table: TenantTable, n: number): Promise<void> {
  const { name, columns, key, mode } = table;
  const same = sameKey(table, "w", "c");
  await tx.unsafe(
    `delete from ${name} c using expected_${n} e where ${sameKey(table, "e", "c")}
      and not exists (select from wanted_${n} w where ${sameKey(table, "w", "e")})`,
  );
  // A version never goes back: whoever read today's row must not overwrite the one that comes back.
  const values = columns.filter((column) => !key.includes(column)).map((column) =>
    column === "version" ? "version = c.version + 1" : `${column} = w.${column}`
  );
  if (mode === "all" && values.length > 0) {
    await tx.unsafe(`update ${name} c set ${values.join(", ")} from wanted_${n} w where ${same}`);
  }
  await tx.unsafe(
    `insert into ${name} (${columns.join(", ")}) overriding system value
      select ${columns.map((column) => `w.${column}`).join(", ")} from wanted_${n} w
      where not exists (select from ${name} c where ${same})`,
  );
}

async function refuseConflicts(tx: Transaction, tables: TenantTable[], client: string): Promise<void> {
  for (const [n, table] of tables.entries()) {
    const [found] = await tx.unsafe<[{ foreign: number; changed: number }]>(
      `select
        (select count(*)::int from wanted_${n} w where w.${table.tenantColumn} <> '${client}') as foreign,
        (select count(*)::int from expected_${n} e where not exists (
          select from ${table.name} c where ${sameKey(table, "e", "c")} and ${sameContent(table, "e", "c")}))
        + (select count(*)::int from wanted_${n} w
          where exists (select from ${table.name} c where ${sameKey(table, "w", "c")})
            and not exists (select from expected_${n} e where ${sameKey(table, "w", "e")})) as changed`,
    );
    if (found.foreign > 0) {
      throw new RecoveryError(`${table.name}: rows of another tenant. Nothing was changed.`);
    }
    if (found.changed > 0) {
      throw new RecoveryError(
        `${table.name}: ${found.changed} rows were changed after the restore, which would be lost. Nothing was changed.`,
      );
    }
  }
}

/** Has figures, search and usage computed again, and leaves an entry in the tenant's audit log. */
export async function follow(tx: Transaction, client: string, action: string, details: postgres.JSONValue) {
  // So that names of tables in text have their schema.
  await tx`set local search_path = ''`;
  await tx`insert into private.changed_buckets (client_id) values (${client})`;
  await tx`insert into private.changed_totals (client_id) values (${client})`;
  await tx`select private.reconcile_search_of(array[${client}]::uuid[], null)`;
  await tx`
    select private.recount_usage_of(array[${client}]::uuid[],
      jsonb_build_object('counted', c.counted::text, 'budget', c.budget))
    from private.counted_tables c`;
  await tx`select private.record_action(${client}, 'clients', ${client}, ${action}, ${tx.json(details)})`;
}

interface Undo {
  client: string;
  tables: TenantTable[];
}

/** Writes what the transaction replaces into a folder, before it commits. */
export async function keepUndo(tx: Transaction, folder: string, client: string, tables: TenantTable[]) {
  await Deno.mkdir(folder, { mode: 0o700 });
  for (const n of tables.keys()) {
    for (const kind of ["wanted", "expected"]) {
      const file = await Deno.open(`${folder}/${kind}_${n}.jsonl`, {
        createNew: true,
        write: true,
        mode: 0o600,
      });
      const writer = file.writable.getWriter();
      for await (
        const rows of tx.unsafe<{ row: string }[]>(`select r::text as row from ${kind}_${n} r`).cursor(1_000)
      ) {
        const lines = rows.map(({ row }) => `${JSON.stringify(row)}\n`).join("");
        await writer.write(new TextEncoder().encode(lines));
      }
      await writer.close();
    }
  }
  const undo: Undo = { client, tables };
  await Deno.writeTextFile(`${folder}/undo.json`, JSON.stringify(undo, null, 2), { mode: 0o600 });
}

/** Reads such a folder: which tenant it is, and its tables. */
export async function readUndo(folder: string): Promise<Undo> {
  try {
    return JSON.parse(await Deno.readTextFile(`${folder}/undo.json`));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof SyntaxError)) throw error;
    throw new RecoveryError(`${folder} is no folder that a restore wrote. Nothing was changed.`);
  }
}

/** Loads a folder the other way round: what was replaced is wanted again. */
export async function loadUndo(tx: Transaction, folder: string, tables: TenantTable[]): Promise<void> {
  for (const n of tables.keys()) {
    for (const [kind, file] of [["wanted", "expected"], ["expected", "wanted"]] as const) {
      const text = await Deno.readTextFile(`${folder}/${file}_${n}.jsonl`);
      await addRows(tx, `${kind}_${n}`, text.split("\n").filter(Boolean).map((line) => JSON.parse(line)));
    }
  }
}
