/**
 * The stack's own PostgreSQL cluster: created, started, stopped and restarted with Debian's binaries.
 *
 * @module
 */
import { databaseUrl } from "../addresses.ts";
import { CommandError, readIfThere, run, succeeds } from "../command.ts";
import { postgresBinaries } from "./packages.ts";

const isRoot = Deno.uid() === 0;

/** Starts the cluster, creating it first if needed. Returns true if it is new and still has no roles. */
export async function startPostgres(directory: string, port: number, durable: boolean): Promise<boolean> {
  const isNew = await readIfThere(`${directory}/postgres.ready`) === undefined;
  if (isNew) {
    await removeCluster(directory);
    await initialize(await placeCluster(directory));
  }
  const cluster = await Deno.realPath(`${directory}/postgres`);
  await configure(cluster, port, durable);
  await control(cluster, ["-m", "fast", "stop"], { mayFail: true });
  await control(cluster, ["-t", "30", "start"]);
  return isNew;
}

/** Ends every session and stops the server. Does nothing if it is already stopped. */
export async function stopPostgres(directory: string): Promise<void> {
  const cluster = await clusterOf(directory);
  if (cluster) await control(cluster, ["-m", "fast", "stop"], { mayFail: true });
}

/** Starts a stopped server of this stack again. */
export async function resumePostgres(directory: string): Promise<void> {
  await control(await Deno.realPath(`${directory}/postgres`), ["-t", "30", "start"]);
}

/**
 * Restarts the server while it is in use. `immediate` simulates a crash: the server recovers from its log.
 */
export async function restartPostgres(directory: string, mode: "fast" | "immediate" = "fast"): Promise<void> {
  await control(await Deno.realPath(`${directory}/postgres`), ["-t", "30", "-m", mode, "restart"]);
}

/** Runs a file of SQL in one transaction with psql, by default as the superuser. */
export async function psql(
  port: number,
  file: string,
  role: "supabase_admin" | "postgres" = "supabase_admin",
): Promise<void> {
  const program = `${(await postgresBinaries()).bin}/psql`;
  await run(program, [
    databaseUrl(port, role),
    "-X",
    "-q",
    "-1",
    "-o",
    "/dev/null",
    "-v",
    "ON_ERROR_STOP=1",
    "-f",
    file,
  ]);
}

/** The Vault's key. It lies in the cluster's folder, where an SQL dump does not reach it. */
export async function createVaultKey(directory: string): Promise<void> {
  const path = `${await Deno.realPath(`${directory}/postgres`)}/data/vault.key`;
  await Deno.writeTextFile(path, crypto.getRandomValues(new Uint8Array(32)).toHex(), { mode: 0o600 });
  if (isRoot) await run("chown", ["postgres:postgres", path]);
}

/** Deletes the cluster, wherever it lies. */
export async function removeCluster(directory: string): Promise<void> {
  const cluster = await clusterOf(directory);
  if (!cluster) return;
  await stopPostgres(directory);
  await Deno.remove(cluster, { recursive: true });
  if (cluster !== `${directory}/postgres`) await Deno.remove(`${directory}/postgres`);
}

async function clusterOf(directory: string): Promise<string | undefined> {
  try {
    return await Deno.realPath(`${directory}/postgres`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * PostgreSQL refuses to run as root, and the user `postgres` cannot enter a project under /root: then the cluster lies
 * under /var/lib/postgresql, with a link to it here.
 */
async function placeCluster(directory: string): Promise<string> {
  let cluster = `${directory}/postgres`;
  if (isRoot && !await succeeds("runuser", ["-u", "postgres", "--", "test", "-x", directory])) {
    const name = directory.replaceAll("/", "-");
    const link = cluster;
    cluster = `/var/lib/postgresql/frontline${name}`;
    await Deno.mkdir(cluster, { recursive: true });
    await Deno.symlink(cluster, link);
  } else {
    await Deno.mkdir(cluster);
  }
  if (isRoot) await run("chown", ["postgres:postgres", cluster]);
  return cluster;
}

async function initialize(cluster: string): Promise<void> {
  const options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"];
  await asPostgres("initdb", ["-D", `${cluster}/data`, "-U", "supabase_admin", ...options]);
}

/** pg_cron runs its jobs as background workers, so that no socket's path can be too long. */
async function configure(cluster: string, port: number, durable: boolean): Promise<void> {
  const safety = durable ? "on" : "off";
  const settings = `
listen_addresses = '127.0.0.1'
port = ${port}
unix_socket_directories = ''
shared_preload_libraries = 'pg_cron,pg_stat_statements,plpgsql_check'
cron.database_name = 'postgres'
cron.use_background_workers = on
# The Data API's statements carry the caller's token.
log_min_error_statement = panic
cron.log_statement = off
max_worker_processes = 20
max_connections = 100
shared_buffers = 128MB
fsync = ${safety}
synchronous_commit = ${safety}
full_page_writes = ${safety}
timezone = 'UTC'
log_timezone = 'UTC'
`;
  await Deno.writeTextFile(`${cluster}/data/postgresql.auto.conf`, settings);
}

async function control(cluster: string, args: string[], options = { mayFail: false }): Promise<void> {
  try {
    await asPostgres("pg_ctl", [
      "-D",
      `${cluster}/data`,
      "-l",
      `${cluster}/postgres.log`,
      "-w",
      "-s",
      ...args,
    ]);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (options.mayFail) return;
    const log = await readIfThere(`${cluster}/postgres.log`) ?? "";
    throw new Error(`PostgreSQL did not ${args.at(-1)}: ${log.trim().split("\n").slice(-5).join("\n")}`);
  }
}

async function asPostgres(program: string, args: string[]): Promise<void> {
  await runAsOwner(`${(await postgresBinaries()).bin}/${program}`, args);
}

/** Runs a program as the user that owns the clusters' files. */
export async function runAsOwner(
  program: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<string> {
  // From the root folder: the user postgres may not be able to enter the current one.
  const options = { cwd: "/", env };
  if (isRoot) return await run("runuser", ["-u", "postgres", "--", program, ...args], options);
  return await run(program, args, options);
}
