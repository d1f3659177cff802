/**
 * The Debian packages that the stack needs: found, or installed by apt, or the command that would install
 * them.
 *
 * @module
 */
import { CommandError, readIfThere, run, succeeds } from "../command.ts";

const supported = [17, 16, 15];
const extensions = ["pg_cron", "pgtap", "plpgsql_check"];

/** Where the programs of a usable PostgreSQL are. */
export interface PostgresBinaries {
  version: number;
  bin: string;
}

/** The newest installed PostgreSQL that has every extension; throws when there is none. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const found = await findPostgres();
  if (!found) throw new Error("no PostgreSQL 15 to 17 with pg_cron, pgtap and plpgsql_check is installed");
  return found;
}

/** Installs missing packages. If that is not possible, the error names the exact command. */
export async function ensurePackages(log: (line: string) => void): Promise<void> {
  const needsPostgres = !await findPostgres();
  const needsRedis = !await succeeds("redis-server", ["--version"]);
  if (!needsPostgres && !needsRedis) return;
  if (!await succeeds("apt-get", ["--version"])) {
    throw new Error(
      "PostgreSQL 15 to 17 with pg_cron, pgtap and plpgsql_check, and Redis, are needed, and there is no apt here " +
        'to install them: install them by hand, or use Docker and "npx supabase start"',
    );
  }
  const wanted = async () => [
    ...needsPostgres ? postgresPackages(await availableVersion()) : [],
    ...needsRedis ? ["redis-server"] : [],
  ];
  const sudo = Deno.uid() === 0 ? [] : ["sudo", "-n"];
  if (sudo.length > 0 && !await succeeds("sudo", ["-n", "true"])) {
    const packages = (await wanted()).join(" ");
    throw new Error(
      `packages are missing; install them with: sudo sh -c 'apt-get update && apt-get install -y ${packages}'`,
    );
  }
  log("installing PostgreSQL and Redis with apt (once)");
  // RUNLEVEL=1 keeps Debian from starting servers of its own on the standard ports.
  const prefix = [...sudo, "env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get"];
  await apt([...prefix, "update", "-q"]);
  await apt([...prefix, "install", "-q", "-y", "--no-install-recommends", ...await wanted()]);
}

async function apt([program = "", ...args]: string[]): Promise<void> {
  try {
    await run(program, args);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const isOffline = /Temporary failure|Could not resolve|Unable to fetch|Unable to locate/.test(
      error.output,
    );
    const reason = isOffline ? "the package server cannot be reached" : error.message;
    throw new Error(`could not install the packages: ${reason}; by hand: ${[program, ...args].join(" ")}`);
  }
}

async function findPostgres(): Promise<PostgresBinaries | undefined> {
  for (const version of supported) {
    const controls = extensions.map((name) => `/usr/share/postgresql/${version}/extension/${name}.control`);
    const bin = `/usr/lib/postgresql/${version}/bin`;
    const there = await Promise.all([...controls.map(readIfThere), exists(`${bin}/postgres`)]);
    if (there.every(Boolean)) return { version, bin };
  }
}

/** The version that this distribution offers. Falls back to Debian 12's. */
async function availableVersion(): Promise<number> {
  for (const version of supported) {
    if (await succeeds("apt-cache", ["show", `postgresql-${version}-cron`])) return version;
  }
  return 15;
}

function postgresPackages(version: number): string[] {
  return [
    `postgresql-${version}`,
    ...["cron", "pgtap", "plpgsql-check"].map((name) => `postgresql-${version}-${name}`),
  ];
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
