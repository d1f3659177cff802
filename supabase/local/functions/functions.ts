/**
 * The functions of supabase/config.toml, each in a process of its own: started at the first request or ahead
 * of
 * it, and again after it ended.
 *
 * @module
 */
import { edgeDeno, project } from "../addresses.ts";
import { CommandError, downloads, run } from "../command.ts";

const runtime = new URL("edge_runtime.ts", import.meta.url).pathname;

/**
 * In MB. Hosted functions have 256 MB for all they do; told of less than it would take, V8 collects its
 * garbage
 * instead of growing. On one thread, for the others are busy with Postgres.
 */
const heap = "--v8-flags=--max-old-space-size=128,--max-semi-space-size=4,--single-threaded-gc";

export interface FunctionProcess {
  port: number;
  pid: number;
  /** From the start of the process until it listened. */
  coldStartMs: number;
  /** Aborts when the process ended. */
  ended: AbortSignal;
}

/** A function's section of supabase/config.toml. */
export interface FunctionConfig {
  name: string;
  verifyJwt: boolean;
  entrypoint: string;
}

/** Reads the sections `[functions.<name>]`; paths there are relative to `supabase/`. */
export async function readFunctionConfig(): Promise<FunctionConfig[]> {
  const text = await Deno.readTextFile(`${project}/supabase/config.toml`);
  return text.split(/^(?=\[)/m).flatMap((section) => {
    const name = section.match(/^\[functions\.([\w-]+)\]/)?.[1];
    if (!name) return [];
    const entrypoint = section.match(/^entrypoint = "(.+)"$/m)?.[1] ?? `functions/${name}/index.ts`;
    return [{
      name,
      verifyJwt: !/^verify_jwt = false$/m.test(section),
      entrypoint: new URL(entrypoint, `file://${project}/supabase/`).pathname,
    }];
  });
}

/** Downloads the packages that the functions import. Other problems show when a function starts. */
async function downloadPackages(functions: Iterable<FunctionConfig>): Promise<void> {
  const files = [runtime, ...[...functions].map((config) => config.entrypoint)];
  try {
    await run(edgeDeno, ["cache", "--quiet", "--config", `${project}/deno.json`, "--frozen", ...files]);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const unreachable = error.output.match(/error sending request for url \(\S+\)/)?.[0];
    if (unreachable) throw new Error(`the functions' packages could not be downloaded: ${unreachable}`);
  }
}

/** Starts functions and keeps track of running ones. */
export class Functions {
  readonly #processes = new Map<string, Promise<FunctionProcess>>();
  readonly #running = new Map<string, FunctionProcess>();
  readonly #children = new Set<Deno.ChildProcess>();
  #stopping = false;

  constructor(
    readonly configs: ReadonlyMap<string, FunctionConfig>,
    private readonly env: Record<string, string>,
    private readonly logFile: Deno.FsFile,
  ) {}

  /** The function's process. Starts it if none is running. */
  process(config: FunctionConfig): Promise<FunctionProcess> {
    let started = this.#processes.get(config.name);
    if (!started) {
      started = this.#start(config);
      this.#processes.set(config.name, started);
      started.catch(() => this.#processes.delete(config.name));
    }
    return started;
  }

  /**
   * Starts every function ahead of its first request. Processes never touch the network for packages, so that
   * when one does not start the packages may be missing: they are downloaded, and it is tried again.
   */
  async startAll(log: (line: string) => void): Promise<void> {
    const start = () => Promise.allSettled([...this.configs.values()].map((config) => this.process(config)));
    if ((await start()).every((result) => result.status === "fulfilled")) return;
    log("downloading what the functions import");
    await downloadPackages(this.configs.values());
    for (const result of await start()) {
      if (result.status === "rejected") log(String(result.reason.message ?? result.reason));
    }
  }

  /** Those that run now, by name. */
  get running(): ReadonlyMap<string, FunctionProcess> {
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#children].map(async (child) => {
      child.kill("SIGKILL"); // what a function may lose at any line is its own matter
      await child.status;
    }));
  }

  async #start(config: FunctionConfig): Promise<FunctionProcess> {
    if (this.#stopping) throw new Error("the stack is stopping");
    const startedAt = performance.now();
    const child = this.#spawn(config);
    const ended = new AbortController();
    this.#children.add(child);
    void child.status.then(() => {
      this.#children.delete(child);
      this.#processes.delete(config.name);
      this.#running.delete(config.name);
      ended.abort();
    });
    void this.#keepLog(child.stderr);
    const port = await this.#listening(child, config.name);
    const coldStartMs = Math.round(performance.now() - startedAt);
    const process = { port, pid: child.pid, coldStartMs, ended: ended.signal };
    this.#running.set(config.name, process);
    return process;
  }

  #spawn(config: FunctionConfig) {
    const rights = ["--no-prompt", "--allow-net", "--allow-env", `--allow-read=${project}`];
    const packages = ["--cached-only", "--frozen", "--config", `${project}/deno.json`];
    return new Deno.Command(edgeDeno, {
      args: ["run", heap, ...rights, ...packages, runtime, `file://${config.entrypoint}`],
      cwd: project,
      env: { ...downloads(), ...this.env, SB_FUNCTION_NAME: config.name },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  /** Waits for the first line, `listening <port>`; what follows goes to the log. */
  async #listening(child: Deno.ChildProcess, name: string): Promise<number> {
    const reader = child.stdout.getReader();
    const decoder = new TextDecoder();
    let text = "";
    while (!text.includes("\n")) {
      const { value, done } = await reader.read();
      if (done) {
        throw new Error(
          `the function ${name} ended while it started: see functions.log in the stack's folder`,
        );
      }
      text += decoder.decode(value, { stream: true });
    }
    reader.releaseLock();
    const [first = "", ...rest] = text.split("\n");
    const port = Number(first.match(/^listening (\d+)$/)?.[1]);
    this.#write(new TextEncoder().encode(port ? rest.join("\n") : text));
    void this.#keepLog(child.stdout);
    if (port) return port;
    child.kill("SIGKILL");
    throw new Error(
      `the function ${name} printed "${first}" while its module loaded; modules must not print`,
    );
  }

  async #keepLog(stream: ReadableStream<Uint8Array>): Promise<void> {
    for await (const chunk of stream) this.#write(chunk);
  }

  /** Synchronous, because handing a log line to another thread costs more than the request itself. */
  #write(bytes: Uint8Array): void {
    for (let written = 0; written < bytes.length;) {
      written += this.logFile.writeSync(bytes.subarray(written));
    }
  }
}
