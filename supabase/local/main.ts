/**
 * The command behind `npm start`, `npm run stop`, `npm run status` and `npm run reset`.
 *
 * @module
 */
import { project } from "./addresses.ts";
import { readIfThere } from "./command.ts";
import { demonstrate } from "./demo/demo.ts";
import { removeCluster } from "./postgres/postgres.ts";
import { runningStack, stopRunning, stopServers } from "./running.ts";
import { startStack } from "./stack.ts";

const directory = Deno.env.get("STACK_DIR") ?? `${project}/.stack`;
const commands: Record<string, () => Promise<void>> = { start, stop, status, reset };

async function start(): Promise<void> {
  const startedAt = performance.now();
  const port = Number(Deno.env.get("STACK_PORT") ?? 54321);
  if (!Number.isInteger(port) || port < 1024 || port > 65_000) {
    throw new Error(`STACK_PORT is "${Deno.env.get("STACK_PORT")}", must be a port from 1024 to 65000`);
  }
  const asked = untilAskedToEnd();
  const env = { WEBHOOK_ALLOW_LOOPBACK: "true" };
  const starting = startStack({ directory, port, durable: true, log: console.log, env });
  const stack = await Promise.race([starting, asked]);
  if (!stack) return await stopServers(directory); // before it was ready; its other parts end with this process
  try {
    console.log(`ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    await Promise.race([demonstrate(stack.env).catch(reportDemo), asked]);
    console.log(`\nMails that the stack sends: ${stack.env.INBOX_URL}`);
    console.log(`Serving until Ctrl-C. Logs: ${directory}/functions.log and ${directory}/stack.log`);
    await asked;
  } finally {
    await stack.stop();
  }
}

/** Finding the cause needs a running stack, so an error of the demo does not stop it. */
function reportDemo(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
}

async function stop(): Promise<void> {
  console.log(await stopRunning(directory) ? "stopped" : "no stack was running here");
}

async function status(): Promise<void> {
  const env = await readIfThere(`${directory}/stack.env`);
  if (!env || await runningStack(directory) === undefined) {
    throw new Error('no stack is running here; "npm start" starts one');
  }
  console.log(env.trim());
}

async function reset(): Promise<void> {
  if (await runningStack(directory) !== undefined) {
    throw new Error('a stack is running here; end it first with "npm run stop"');
  }
  await stopRunning(directory);
  await removeCluster(directory);
  if (await Deno.stat(directory).then(() => true, () => false)) {
    await Deno.remove(directory, { recursive: true });
  }
  console.log('emptied; "npm start" begins anew');
}

/** Resolves at Ctrl-C, at a signal to end, or when the command that started this one is gone. */
function untilAskedToEnd(): Promise<void> {
  const parent = Deno.ppid;
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      Deno.addSignalListener(signal, () => resolve());
    }
    setInterval(() => Deno.ppid !== parent && resolve(), 500);
  });
}

const command = commands[Deno.args[0] ?? ""];
try {
  if (!command) throw new Error(`"${Deno.args[0] ?? ""}" is unknown; use start, stop, status or reset`);
  await command();
  Deno.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}
