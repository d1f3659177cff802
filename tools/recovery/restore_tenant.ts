/**
 * One tenant back: the backup restored beside production, the tenant's rows compared with today's, and put back in one
 * transaction that can be taken back.
 *
 * @module
 */
import { connect, type Database } from "../database.ts";
import { freePorts } from "../ports.ts";
import { changing, follow, keepUndo, loadUndo, readUndo, writeRows } from "./change_tenant.ts";
import { copyAddress, ownedFolder, startCopy, stopCopy } from "./copy.ts";
import { RecoveryError, type Repository } from "./pgbackrest.ts";
import { compareRows, createRowTables, type Difference } from "./tenant_rows.ts";
import { tenantTables } from "./tenant_tables.ts";

export interface RestoreOptions {
  /** Production, by a role that may set session_replication_role. */
  database: string;
  repository: Repository;
  client: string;
  /** A time with its zone. */
  at: string;
  /** A new folder for the copy and, when applied, for what was replaced. */
  folder: string;
  apply: boolean;
}

export interface Restored {
  differences: Difference[];
  /** The folder for `undoRestore`, if anything was changed. */
  undo?: string;
}

/** Compares and, if told to, applies. Throws a RecoveryError whenever nothing was changed although it should have been. */
export async function restoreTenant(options: RestoreOptions): Promise<Restored> {
  const { database, repository, client, folder } = options;
  const at = timeOf(options.at);
  requireId(client);
  const sql = connect(database, { max: 2 });
  const copyFolder = `${folder}/copy`;
  try {
    await refuseDeleted(sql, client);
    await ownedFolder(folder);
    await ownedFolder(copyFolder);
    const port = freePorts();
    await startCopy({ repository, folder: copyFolder, port, at });
    const copy = connect(copyAddress(port), { max: 2 });
    try {
      return await compareAndApply(sql, copy, options);
    } finally {
      await copy.end();
    }
  } finally {
    await sql.end();
    await stopCopy(copyFolder);
    await removeIfThere(copyFolder);
  }
}

async function compareAndApply(sql: Database, copy: Database, options: RestoreOptions): Promise<Restored> {
  const { client, at, folder, apply } = options;
  const [then] = await copy`select from public.clients where id = ${client}`;
  if (!then) throw new RecoveryError(`There was no tenant ${client} at ${at}. Nothing was changed.`);
  return await changing(sql, async (tx) => {
    const tables = await tenantTables(tx, copy);
    await createRowTables(tx, tables);
    const differences = await compareRows(tx, copy, tables, { client, at });
    if (!apply || !differences.some(({ missing, changed }) => missing + changed > 0)) return { differences };
    const undo = `${folder}/undo`;
    await writeRows(tx, tables, client);
    await follow(tx, client, "restored", { at, rows: rowsOf(differences) });
    await keepUndo(tx, undo, client, tables);
    return { differences, undo };
  });
}

/** Takes a restore back, unless its rows were changed again. Returns the tenant. */
export async function undoRestore(database: string, folder: string): Promise<string> {
  const { client, tables } = await readUndo(folder);
  const sql = connect(database, { max: 2 });
  try {
    await changing(sql, async (tx) => {
      await createRowTables(tx, tables);
      await loadUndo(tx, folder, tables);
      await writeRows(tx, tables, client);
      await follow(tx, client, "restore_undone", {});
    });
  } finally {
    await sql.end();
  }
  return client;
}

function rowsOf(differences: Difference[]) {
  const touched = differences.filter(({ missing, changed }) => missing + changed > 0);
  return Object.fromEntries(touched.map(({ table, missing, changed }) => [table, missing + changed]));
}

/** What pgBackRest and Postgres read alike. */
function timeOf(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()) || !/(Z|[+-]\d\d(:?\d\d)?)$/i.test(text)) {
    throw new RecoveryError(
      `"${text}" is no time with a zone, such as 2026-11-26T09:59:59Z. Nothing was changed.`,
    );
  }
  return time.toISOString().replace("T", " ").replace("Z", "+00");
}

function requireId(client: string): void {
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(client)) return;
  throw new RecoveryError(`"${client}" is no tenant's id. Nothing was changed.`);
}

/** Deleted stays deleted: its owner wanted that, and the backups are not asked again. */
async function refuseDeleted(sql: Database, client: string): Promise<void> {
  const [deleted] = await sql<{ deleted_at: Date }[]>`
    select deleted_at from private.deleted_tenants where tenant_id = ${client}`;
  if (!deleted) return;
  throw new RecoveryError(
    `The tenant ${client} was deleted for good on ${deleted.deleted_at.toISOString()}. Nothing was changed.`,
  );
}

async function removeIfThere(folder: string): Promise<void> {
  try {
    await Deno.remove(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
