/**
 * The parts of the stack that the fault tests stop, kill and freeze.
 *
 * @module
 */
import { stack } from "../support/env.ts";
import { eventually, type Look } from "../support/eventually.ts";
import { connect } from "../support/sql.ts";

/** What every fault test promises: an answer to each request, and service after a fault, within this time. */
export const promised = 10_000;

/** How often a worker is killed at each moment. `npm run bench -- kills` sets 25. */
export const kills = Number(Deno.env.get("KILLS") ?? 8);

/** Looks until there is something, as eventually does, within the promised time. */
export function promptly<T>(what: string, look: Look<T>, within = promised): Promise<T> {
  return eventually(what, look, within);
}

/** The process of a function that runs now. */
export async function functionPid(name: string): Promise<number | undefined> {
  const response = await fetch(`${stack.url}/_internal/processes`);
  const running: Record<string, { pid: number }> = await response.json();
  return running[name]?.pid;
}

/**
 * Kills a function's process, and waits for a new one if the last was killed already. Afterwards the stack knows of the
 * death: a request that follows goes to the next process.
 */
export async function killFunction(name: string): Promise<void> {
  const killed = await promptly(`the function ${name} runs and is killed`, async () => {
    const pid = await functionPid(name);
    return pid !== undefined && signal([pid], "SIGKILL") ? pid : undefined;
  });
  await promptly(`the death of the function ${name} is noticed`, async () => {
    return await functionPid(name) === killed ? undefined : true;
  });
}

/** Freezes processes until disposed of: they keep their sockets and answer nothing. */
export function freeze(pids: number[]): Disposable {
  signal(pids, "SIGSTOP");
  return { [Symbol.dispose]: () => void signal(pids, "SIGCONT") };
}

/** Makes every import stop inside of its transaction until disposed of. */
export async function holdImports(): Promise<AsyncDisposable & { waiting(): Promise<void> }> {
  const sql = connect(stack.adminDatabaseUrl);
  const holder = await sql.reserve();
  await holder`begin`;
  await holder`lock table public.opportunities in share mode`;
  return {
    async waiting() {
      await promptly("an import waits in Postgres", async () => {
        const [lock] = await sql`
          select from pg_locks where relation = 'public.opportunities'::regclass and not granted`;
        return lock;
      });
    },
    async [Symbol.asyncDispose]() {
      await holder`rollback`;
      holder.release();
      await sql.end();
    },
  };
}

/** The server's first process and all of its children. */
export async function postgresPids(): Promise<number[]> {
  const file = await Deno.readTextFile(`${stack.directory}/postgres/data/postmaster.pid`);
  const first = Number(file.split("\n")[0]);
  const pids = [first];
  for await (const { name } of Deno.readDir("/proc")) {
    if (/^\d+$/.test(name) && await parentOf(name) === first) pids.push(Number(name));
  }
  return pids;
}

export async function redisPid(): Promise<number> {
  return Number(await Deno.readTextFile(`${stack.directory}/redis/redis.pid`));
}

async function parentOf(pid: string): Promise<number | undefined> {
  try {
    const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
    return Number(stat.slice(stat.lastIndexOf(")")).split(" ")[2]);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || isGone(error)) return undefined;
    throw error;
  }
}

/** True if any of the processes was still running. */
export function signal(pids: number[], name: Deno.Signal): boolean {
  return pids.map((pid) => {
    try {
      Deno.kill(pid, name);
      return true;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound || isGone(error)) return false;
      throw error;
    }
  }).includes(true);
}

/** A process that ends while it is looked at. */
function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ESRCH";
}
