/**
 * PgBouncer in transaction mode in front of a cluster, as hosted projects have a pooler: many clients share few
 * sessions, and each has one only for the length of a transaction.
 *
 * @module
 */
import { isListening, kill, run, succeeds, until } from "../command.ts";

export interface PoolerOptions {
  /** Its settings and log lie here. */
  directory: string;
  port: number;
  postgresPort: number;
  /** Sessions of Postgres for all clients of one role. */
  size: number;
  clients: number;
}

/** Starts it, and returns when it listens. Throws if the Debian package is not installed. */
export async function startPooler(options: PoolerOptions): Promise<{ stop(): Promise<void> }> {
  if (!await succeeds("pgbouncer", ["--version"])) {
    throw new Error("PgBouncer is not installed; install it with: apt-get install pgbouncer");
  }
  const folder = `${options.directory}/pooler`;
  await Deno.mkdir(folder);
  await Deno.writeTextFile(`${folder}/users.txt`, '"supabase_admin" ""\n"postgres" ""\n');
  await Deno.writeTextFile(`${folder}/pgbouncer.ini`, settings(folder, options));
  const isRoot = Deno.uid() === 0;
  // It refuses to run as root.
  if (isRoot) await run("chown", ["-R", "postgres:postgres", folder]);
  const [program = "", ...args] = [
    ...isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : [],
    ...["pgbouncer", "--quiet", `${folder}/pgbouncer.ini`],
  ];
  const child = new Deno.Command(program, { args, cwd: "/", stdin: "null", stdout: "null", stderr: "null" })
    .spawn();
  const stop = async () => {
    kill(child, "SIGTERM");
    await child.status;
    await Deno.remove(folder, { recursive: true });
  };
  try {
    await until(
      () => isListening(options.port),
      5_000,
      `PgBouncer did not start: see ${folder}/pgbouncer.log`,
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

/** A client waits for a session as long as the Data API's callers do, and a dead server is tried again soon. */
function settings(folder: string, { port, postgresPort, size, clients }: PoolerOptions): string {
  return `[databases]
* = host=127.0.0.1 port=${postgresPort}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${folder}/users.txt
admin_users = supabase_admin
pool_mode = transaction
default_pool_size = ${size}
max_client_conn = ${clients}
query_wait_timeout = 4
server_login_retry = 1
ignore_startup_parameters = extra_float_digits
logfile = ${folder}/pgbouncer.log
`;
}
