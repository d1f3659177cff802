/**
 * Runs one function as the hosted Edge Runtime does: `edge_runtime.ts <entrypoint>`, in a Deno process of its own (the
 * version that the hosted platform pins). Prints `listening <port>` as its first line. Its standard input holds lines:
 * `retire <reason>` dispatches `beforeunload`, `end` ends it after its background work. It also ends when the input
 * ends, so that it cannot outlive the gateway.
 *
 * @module
 */

interface FunctionModule {
  default?: { fetch(request: Request): Response | Promise<Response> };
}

const background = new Set<Promise<unknown>>();

/** What hosted functions find as a global. */
const EdgeRuntime = {
  /** Keeps the work going after the answer; its failure is logged, not thrown. */
  waitUntil<T>(work: Promise<T>): Promise<T> {
    const settled = work.catch((error) => console.error("EdgeRuntime.waitUntil:", error)).finally(() =>
      background.delete(settled)
    );
    background.add(settled);
    return work;
  },
};
Object.assign(globalThis, { EdgeRuntime });

const [entrypoint = ""] = Deno.args;
const module: FunctionModule = await import(entrypoint);
const app = module.default;
if (!app?.fetch) throw new Error(`${entrypoint} has to "export default" an object with a method "fetch"`);

const server = Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(`listening ${port}`),
}, (request) => app.fetch(request));

async function end(): Promise<void> {
  await server.shutdown(); // after the answers' bodies
  while (background.size > 0) await Promise.all(background);
  Deno.exit(0);
}

const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream());
let rest = "";
for await (const text of lines) {
  const commands = (rest + text).split("\n");
  rest = commands.pop() ?? "";
  for (const command of commands) {
    const reason = command.match(/^retire (\w+)$/)?.[1];
    if (reason) dispatchEvent(new CustomEvent("beforeunload", { detail: { reason } }));
    else if (command === "end") void end();
  }
}
Deno.exit(0);
