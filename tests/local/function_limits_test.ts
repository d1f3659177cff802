import { assert, assertEquals, assertMatch } from "#assert";
import { type FunctionConfig, Functions } from "../../supabase/local/functions/functions.ts";
import { Isolate } from "../../supabase/local/functions/isolate.ts";
import { hosted, type Limits, readLimits } from "../../supabase/local/functions/limits.ts";
import { eventually } from "../support/eventually.ts";

const spin: FunctionConfig = {
  name: "spin",
  verifyJwt: false,
  entrypoint: new URL("../fixtures/functions/spin.ts", import.meta.url).pathname,
};

class Limited implements AsyncDisposable {
  readonly killed: string[] = [];
  readonly #functions: Functions;

  private constructor(
    private readonly folder: string,
    private readonly log: Deno.FsFile,
    limits: Limits,
  ) {
    this.#functions = new Functions(
      new Map([["spin", spin]]),
      {},
      log,
      limits,
      (line) => this.killed.push(line),
    );
  }

  static async start(limits: Partial<Limits> = {}): Promise<Limited> {
    const folder = await Deno.makeTempDir();
    const log = await Deno.open(`${folder}/log`, { create: true, write: true });
    return new Limited(folder, log, { ...hosted, ...limits });
  }

  /** Calls the function as the gateway does; returns the process that answered. */
  async call(query = ""): Promise<number> {
    const isolate = await this.#functions.isolate(spin);
    const response = await isolate.fetch(`/spin?${query}`, {});
    await response.body?.cancel();
    return isolate.pid;
  }

  /** Waits for a line of the log. */
  async logged(line: string): Promise<void> {
    await eventually(`the log says "${line}"`, async () => (await this.lines()).includes(line));
  }

  async lines(): Promise<string[]> {
    return (await Deno.readTextFile(`${this.folder}/log`)).trimEnd().split("\n");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#functions.stop();
    this.log.close();
    await Deno.remove(this.folder, { recursive: true });
  }
}

Deno.test("an isolate over its soft CPU limit is told, and the next request gets a fresh one", async () => {
  await using functions = await Limited.start({ cpuSoftMs: 100 });
  const first = await functions.call("cpu=400");
  await functions.logged("told to end: cpu");
  assert(await functions.call() !== first, "the retired isolate got a request");
  assertEquals(functions.killed, []);
});

Deno.test("no request fails while isolates are replaced again and again", async () => {
  await using functions = await Limited.start({ cpuSoftMs: 50 });
  const isolates = new Set<number>();
  await Promise.all(Array.from({ length: 4 }, async () => {
    for (let i = 0; i < 20; i++) isolates.add(await functions.call("cpu=10"));
  }));
  assert(isolates.size > 2, `only ${isolates.size} isolates answered`);
  assertEquals(functions.killed, []);
});

Deno.test("an isolate over its hard CPU limit is killed with a line that says why", async () => {
  await using functions = await Limited.start({ cpuSoftMs: 150, cpuHardMs: 300 });
  const error = await functions.call("cpu=5000").catch((error: unknown) => error);
  assert(error instanceof Error, "the request was answered");
  const [line = ""] = await eventually(
    "a line says so",
    () => functions.killed[0] ? functions.killed : undefined,
  );
  assertMatch(line, /^spin was killed: it used 0\.\d s of CPU, and 0\.3 s are allowed$/);
});

Deno.test("each request that is open at the soft limit may use the hard limit's CPU", async () => {
  await using functions = await Limited.start({ cpuSoftMs: 150, cpuHardMs: 300 });
  await Promise.all(Array.from({ length: 6 }, () => functions.call("cpu=90&wait=200")));
  assertEquals(functions.killed, []);
});

Deno.test("a retired isolate ends after its background work, and not before", async () => {
  await using functions = await Limited.start({ cpuSoftMs: 50 });
  await functions.call("cpu=400&background=500");
  await functions.logged("background work is done");
  assertEquals((await functions.lines()).sort(), ["background work is done", "told to end: cpu"]);
});

Deno.test("an isolate ends when its time is over although it is idle, and is killed if it goes on", async () => {
  await using functions = await Limited.start({ wallSoftMs: 500, wallHardMs: 1_500 });
  const first = await functions.call();
  await functions.logged("told to end: wall_clock");
  const error = await functions.call("wait=5000").catch((error: unknown) => error);
  assert(error instanceof Error, "the request was answered");
  const [line = ""] = await eventually(
    "a line says so",
    () => functions.killed[0] ? functions.killed : undefined,
  );
  assertMatch(line, /^spin was killed: it ran for 1\.\d s, and 1\.5 s are allowed$/);
  assert(await functions.call() !== first);
});

Deno.test("an isolate over its memory limit is killed", async () => {
  await using functions = await Limited.start();
  const error = await functions.call("mb=300&wait=2000").catch((error: unknown) => error);
  assert(error instanceof Error, "the request was answered");
  const [line = ""] = await eventually(
    "a line says so",
    () => functions.killed[0] ? functions.killed : undefined,
  );
  assertMatch(line, /^spin was killed: it used \d+ MB of memory, and 256 MB are allowed$/);
});

Deno.test("log lines beyond 100 in 10 s and longer than 10,000 characters are dropped", async () => {
  await using functions = await Limited.start();
  await functions.call("long=10001");
  await functions.call("lines=150");
  await functions.logged("line 98");
  assertEquals((await functions.lines()).length, 99);
});

Deno.test("FUNCTION_LIMITS turns the limits off or changes single ones", () => {
  assertEquals(readLimits(""), hosted);
  assertEquals(readLimits("off"), undefined);
  assertEquals(readLimits('{"cpuHardMs": 5000}'), { ...hosted, cpuHardMs: 5_000 });
  for (const wrong of ['{"cpu": 1}', '{"cpuHardMs": "1"}', "3"]) {
    let message = "";
    try {
      readLimits(wrong);
    } catch (error) {
      message = String(error);
    }
    assertMatch(message, /must be "off" or an object of numbers/);
  }
});

Deno.test("ending a process in the moment in which it ends by itself does nothing", async () => {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["--version"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  await child.status;
  const isolate = new Isolate("gone", child, undefined, () => {});
  assert(!isolate.ended.aborted, "its end is known already");
  isolate.end();
  await child.stdout.cancel();
});
