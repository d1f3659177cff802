/**
 * The functions of supabase/config.toml, each in a process of its own: started at the first request or ahead of it,
 * and again after it ended.
 *
 * @module
 */
import { edgeDeno, project } from "../addresses.ts";
import { CommandError, downloads, run } from "../command.ts";
import { readConfig } from "../config.ts";
import { Isolate } from "./isolate.ts";
import type { Limits } from "./limits.ts";

const runtime = new URL("edge_runtime.ts", import.meta.url).pathname;

/**
 * In MB. Hosted functions have 256 MB for all they do; told of less than it would take, V8 collects its garbage
 * instead of growing. On one thread, for the others are busy with Postgres.
 */
const heap = "--v8-flags=--max-old-space-size=128,--max-semi-space-size=4,--single-threaded-gc";

/**
 * Memory that is freed goes back to the system at once. By default glibc keeps it for each thread, and what a function
 * seems to need is a third more than it holds.
 */
const allocator = { MALLOC_ARENA_MAX: "2", MALLOC_MMAP_THRESHOLD_: "131072" };

/** A function's section of supabase/config.toml. */
export interface FunctionConfig {
  name: string;
  verifyJwt: boolean;
  entrypoint: string;
}

/** Reads the sections `[functions.<name>]`; paths there are relative to `supabase/`. */
export async function readFunctionConfig(): Promise<FunctionConfig[]> {
  return [...await readConfig()].flatMap(([heading, section]) => {
    const name = heading.match(/^functions\.([\w-]+)$/)?.[1];
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

/** Often enough that an isolate is not far over a limit before it is noticed. */
const checkMs = 50;

/** Starts functions, keeps track of running ones and holds them to the limits. */
export class Functions {
  /** The isolate of each function that takes new requests. */
  readonly #isolates = new Map<string, Promise<Isolate>>();
  readonly #running = new Map<string, Isolate>();
  /** Retired ones included. */
  readonly #all = new Set<Isolate>();
  readonly #checking: ReturnType<typeof setInterval>;
  #stopping = false;

  constructor(
    readonly configs: Map<string, FunctionConfig>,
    private readonly env: Record<string, string>,
    private readonly logFile: Deno.FsFile,
    private readonly limits: Limits | undefined,
    private readonly report: (line: string) => void,
  ) {
    this.#checking = setInterval(() => this.#check(), checkMs);
  }

  /** The function's isolate. Starts one if none takes requests. */
  isolate(config: FunctionConfig): Promise<Isolate> {
    let started = this.#isolates.get(config.name);
    if (!started) {
      started = this.#start(config);
      this.#isolates.set(config.name, started);
      started.catch(() => this.#isolates.delete(config.name));
    }
    return started;
  }

  /**
   * Starts every function ahead of its first request. Processes never touch the network for packages, so that
   * when one does not start the packages may be missing: they are downloaded, and it is tried again.
   */
  async startAll(log: (line: string) => void): Promise<void> {
    const start = () => Promise.allSettled([...this.configs.values()].map((config) => this.isolate(config)));
    if ((await start()).every((result) => result.status === "fulfilled")) return;
    log("downloading what the functions import");
    await downloadPackages(this.configs.values());
    for (const result of await start()) {
      if (result.status === "rejected") log(String(result.reason.message ?? result.reason));
    }
  }

  /** Serves other files from the next request on, as a deployment does. */
  async deploy(config: FunctionConfig): Promise<void> {
    const former = this.#running.get(config.name);
    this.configs.set(config.name, config);
    if (former) {
      this.#forget(former);
      former.end(); // what a function may lose at any line is its own matter
    }
    await this.isolate(config);
  }

  /** Those that take requests now, by name. */
  get running(): ReadonlyMap<string, Isolate> {
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#checking);
    await Promise.all([...this.#all].map(async (isolate) => {
      isolate.end();
      if (!isolate.ended.aborted) await new Promise((done) => isolate.ended.addEventListener("abort", done));
    }));
  }

  #check(): void {
    for (const isolate of this.#all) {
      isolate.check();
      const isCurrent = this.#running.get(isolate.name) === isolate;
      if (!isolate.isRetired || !isCurrent) continue;
      this.#forget(isolate);
      // A busy function gets its next isolate at once, an idle one with its next request.
      const config = this.configs.get(isolate.name);
      if (config && isolate.isBusy) this.isolate(config).catch(() => {}); // the next request starts it and says why
    }
  }

  async #start(config: FunctionConfig): Promise<Isolate> {
    if (this.#stopping) throw new Error("the stack is stopping");
    const isolate = new Isolate(config.name, this.#spawn(config), this.limits, (text) => this.#write(text));
    this.#all.add(isolate);
    isolate.ended.addEventListener("abort", () => {
      this.#all.delete(isolate);
      this.#forget(isolate);
      if (isolate.killed) this.report(`${config.name} was killed: ${isolate.killed}`);
    });
    await isolate.listening();
    this.#running.set(config.name, isolate);
    return isolate;
  }

  /** The next request starts a fresh isolate. */
  #forget(isolate: Isolate): void {
    if (this.#running.get(isolate.name) !== isolate) return;
    this.#running.delete(isolate.name);
    this.#isolates.delete(isolate.name);
  }

  #spawn(config: FunctionConfig) {
    const rights = ["--no-prompt", "--allow-net", "--allow-env", `--allow-read=${project}`];
    const packages = ["--cached-only", "--frozen", "--config", `${project}/deno.json`];
    return new Deno.Command(edgeDeno, {
      args: ["run", heap, ...rights, ...packages, runtime, `file://${config.entrypoint}`],
      cwd: project,
      env: { ...downloads(), ...allocator, ...this.env, SB_FUNCTION_NAME: config.name },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  /** Synchronous, because handing a log line to another thread costs more than the request itself. */
  #write(bytes: Uint8Array): void {
    for (let written = 0; written < bytes.length;) {
      written += this.logFile.writeSync(bytes.subarray(written));
    }
  }
}
