/**
 * The stack's own Redis server.
 *
 * @module
 */
import { isAlive, isListening, readIfThere, run, until } from "../command.ts";

/** Starts Redis; the port is kept in the folder, so that {@linkcode resumeRedis} finds it. */
export async function startRedis(directory: string, port: number): Promise<void> {
  const folder = `${directory}/redis`;
  await stopRedis(directory);
  await Deno.mkdir(folder, { recursive: true });
  const settings = {
    bind: "127.0.0.1",
    port,
    dir: folder,
    pidfile: `${folder}/redis.pid`,
    logfile: `${folder}/redis.log`,
    daemonize: "yes",
    save: '""',
    appendonly: "no",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
  await Deno.writeTextFile(`${folder}/redis.conf`, lines.join(""));
  await resumeRedis(directory);
}

/** Starts a stopped Redis of this stack again, empty, on the same port. */
export async function resumeRedis(directory: string): Promise<void> {
  const config = `${directory}/redis/redis.conf`;
  const port = Number((await Deno.readTextFile(config)).match(/^port (\d+)$/m)?.[1]);
  await run("redis-server", [config]);
  await until(() => isListening(port), 5000, `Redis did not start: see ${directory}/redis/redis.log`);
}

/** Stops Redis. Does nothing if it is already stopped. */
export async function stopRedis(directory: string): Promise<void> {
  const pid = await redisPid(directory);
  if (pid === undefined) return;
  Deno.kill(pid, "SIGTERM");
  await until(async () => !await isAlive(pid), 5000, `Redis (process ${pid}) did not stop`);
}

/** The running Redis of this stack. A stale pid file may name another program's process. */
async function redisPid(directory: string): Promise<number | undefined> {
  const pid = Number(await readIfThere(`${directory}/redis/redis.pid`));
  if (!pid || !await isAlive(pid)) return undefined;
  const command = await readIfThere(`/proc/${pid}/comm`);
  return command?.startsWith("redis-server") ? pid : undefined;
}
