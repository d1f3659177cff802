/**
 * Finds the stack that runs in a folder, and cleans up after a killed one.
 *
 * @module
 */
import { isAlive, readIfThere, until } from "./command.ts";
import { stopPostgres } from "./postgres/postgres.ts";
import { stopRedis } from "./redis/redis.ts";

/** The process that serves the stack of this folder, if one does. */
export async function runningStack(directory: string): Promise<number | undefined> {
  const pid = Number(await readIfThere(`${directory}/stack.pid`));
  if (!pid || pid === Deno.pid || !await isAlive(pid)) return undefined;
  const command = await readIfThere(`/proc/${pid}/comm`);
  return command?.startsWith("deno") ? pid : undefined; // another program may have got the number since
}

/** Stops the stack of this folder, waits until it has ended, and cleans up after a killed one. */
export async function stopRunning(directory: string): Promise<boolean> {
  const pid = await runningStack(directory);
  if (pid !== undefined) {
    Deno.kill(pid, "SIGTERM");
    await until(
      async () => !await isAlive(pid),
      20_000,
      `process ${pid} does not end; see ${directory}/stack.log`,
    );
  }
  await stopServers(directory);
  return pid !== undefined;
}

/** Cleans up after a killed stack. Throws if a running one serves from this folder. */
export async function stopLeftBehind(directory: string): Promise<void> {
  const pid = await runningStack(directory);
  if (pid !== undefined) {
    throw new Error(`a stack is already running here (process ${pid}); "npm run stop" ends it`);
  }
  await stopServers(directory);
}

/** Ends the servers that outlive the process that started them. */
export async function stopServers(directory: string): Promise<void> {
  await Promise.all([stopRedis(directory), stopPostgres(directory)]);
}

/** Throws an error that says what to do if another program uses the port. */
export function requireFreePort(port: number): void {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) throw portInUse(port);
    throw error;
  }
}

/** The error message if another program uses the port. */
export function portInUse(port: number): Error {
  return new Error(
    `port ${port} is in use by another program: stop it, or choose others with STACK_PORT=55000 npm start`,
  );
}
