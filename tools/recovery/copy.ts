/**
 * A restored copy of the database next to production, which starts without cron and without doorbell.
 *
 * @module
 */
import { statfs } from "node:fs/promises";
import { CommandError, readIfThere, run } from "../../supabase/local/command.ts";
import { postgresBinaries } from "../../supabase/local/postgres/packages.ts";
import { runAsOwner } from "../../supabase/local/postgres/postgres.ts";
import { connect } from "../database.ts";
import { reach, RecoveryError, type Repository, restore } from "./pgbackrest.ts";

/** The libraries of a copy: neither pg_cron nor pg_net, so that no job starts and nothing is sent. */
const libraries = "pg_stat_statements,plpgsql_check";

export interface CopyOptions {
  repository: Repository;
  /** An empty folder; `data` in it becomes the copy's data folder. */
  folder: string;
  port: number;
  /** The moment to restore to. The end of the archive if there is none. */
  at?: Date | string;
}

/** Restores a copy and returns when it has reached its moment and takes writes. */
export async function startCopy({ repository, folder, port, at }: CopyOptions): Promise<void> {
  const moment = at instanceof Date ? at.toISOString() : at;
  await requireReachable(repository, folder, moment);
  await restore(repository, `${folder}/data`, moment);
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    shared_preload_libraries: libraries,
  };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`).join(" ");
  await control(folder, ["-w", "-t", "600", "-o", flags, "start"]);
  await untilPromoted(folder, port);
}

/** A folder that the clusters' owner may write to. */
export async function ownedFolder(path: string): Promise<string> {
  await Deno.mkdir(path, { recursive: true, mode: 0o700 });
  if (Deno.uid() === 0) await run("chown", ["postgres:postgres", path]);
  return path;
}

/** Where a copy on this port is reached. */
export function copyAddress(port: number): string {
  return `postgresql://supabase_admin:postgres@127.0.0.1:${port}/postgres`;
}

/** Ends the copy's server; its files stay. */
export async function stopCopy(folder: string): Promise<void> {
  if (await readIfThere(`${folder}/data/postmaster.pid`) === undefined) return;
  await control(folder, ["-w", "-m", "fast", "stop"]);
}

async function requireReachable(repository: Repository, folder: string, moment?: string): Promise<void> {
  const { from, bytes } = await reach(repository);
  if (moment !== undefined && new Date(moment) < from) {
    throw new RecoveryError(
      `${moment} is before the first backup, which ended at ${from.toISOString()}. Nothing was changed.`,
    );
  }
  if (moment !== undefined && new Date(moment) > new Date()) {
    throw new RecoveryError(`${moment} is in the future. Nothing was changed.`);
  }
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes) {
    const [has, needs] = [bavail * bsize, bytes].map((size) => `${Math.ceil(size / 2 ** 20)} MB`);
    throw new RecoveryError(
      `There is not enough space for the copy: ${folder} has ${has}, it needs ${needs}. Nothing was changed.`,
    );
  }
}

async function control(folder: string, args: string[]): Promise<void> {
  const program = `${(await postgresBinaries()).bin}/pg_ctl`;
  try {
    await runAsOwner(program, ["-D", `${folder}/data`, "-l", `${folder}/postgres.log`, "-s", ...args]);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw await startProblem(folder);
  }
}

async function untilPromoted(folder: string, port: number): Promise<void> {
  const sql = connect(copyAddress(port), { max: 1 });
  try {
    for (;;) {
      const [row] = await sql<[{ recovering: boolean }]>`select pg_is_in_recovery() as recovering`;
      if (!row.recovering) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } catch {
    throw await startProblem(folder);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** What the copy's log says about a start that failed. */
async function startProblem(folder: string): Promise<RecoveryError> {
  const log = await run("tail", ["-n", "40", `${folder}/postgres.log`]);
  if (/recovery ended before configured recovery target was reached/.test(log)) {
    return new RecoveryError(
      "The archive ends before that time: wait until its log is archived, or choose an earlier time. " +
        "Nothing was changed.",
    );
  }
  const fatal = log.match(/(?:FATAL|PANIC|ERROR): +(.*)/)?.[1] ?? "see postgres.log in the copy's folder";
  return new RecoveryError(`The copy did not start: ${fatal}. Nothing was changed.`);
}
