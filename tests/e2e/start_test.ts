/**
 * `npm start` prints the import, refuses to run twice, and leaves nothing behind when it ends.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes, fail } from "#assert";
import { childEnvironment, root } from "../../tools/command.ts";
import { freePorts } from "../../tools/ports.ts";

const startLimit = 180_000;

Deno.test({
  name: "npm start imports once and serves, a second one says so, and SIGTERM leaves no process",
  ignore: Deno.env.get("STACK") === "supabase",
  fn: async () => {
    const directory = await Deno.makeTempDir({ prefix: "frontline-start-" });
    await Deno.chmod(directory, 0o755);
    const port = freePorts();
    const npm = (limit: number) =>
      new Deno.Command("npm", {
        args: ["start", "--silent"],
        cwd: root,
        env: { ...childEnvironment, STACK_DIR: directory, STACK_PORT: String(port) },
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
        signal: AbortSignal.timeout(limit),
      }).spawn();

    const started = npm(startLimit + 60_000);
    try {
      const errors = new Response(started.stderr).text();
      const reader = started.stdout.pipeThrough(new TextDecoderStream()).getReader();
      const printed = await readUntil(reader, "Serving until Ctrl-C", startLimit);
      if (!printed.found) fail(`npm start ended or hangs:\n${printed.text}\n${await ended(started, errors)}`);
      assertStringIncludes(printed.text, "500");
      assertStringIncludes(printed.text, "Routed three calls");
      assertStringIncludes(printed.text, "last seven days");
      assertMatch(printed.text, /Recorded 10,000 transactions .* in \d+ ms/);
      assertMatch(printed.text, /30 days {2}[▁▂▃▄▅▆▇█]{30} /);
      assertStringIncludes(printed.text, "curl");
      assertStringIncludes(printed.text, `http://127.0.0.1:${port}/functions/v1`);

      const second = await npm(30_000).output();
      const [said, refused] = [second.stdout, second.stderr].map((bytes) => new TextDecoder().decode(bytes));
      assertEquals(second.success, false, `${said}${refused}`);
      assertStringIncludes(refused ?? "", "already running");

      const processes = await descendants(started.pid);
      assert(processes.length > 1, "npm start has no processes of its own");
      started.kill("SIGTERM");
      await drain(reader);
      await started.status;
      assertEquals(await errors, "");
      assertEquals((await Promise.all(processes.map(isAlive))).filter(Boolean), [], "processes left");
      assertEquals(await mentioning(directory), [], "servers left");
    } finally {
      if ((await descendants(started.pid)).length) started.kill("SIGTERM");
      await started.status;
      await Deno.remove(directory, { recursive: true });
    }
  },
});

type Reader = ReadableStreamDefaultReader<string>;

async function readUntil(
  reader: Reader,
  part: string,
  limit: number,
): Promise<{ found: boolean; text: string }> {
  const deadline = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => deadline.resolve(undefined), limit);
  let text = "";
  try {
    while (!text.includes(part)) {
      const next = await Promise.race([reader.read(), deadline.promise]);
      if (!next || next.done) return { found: false, text };
      text += next.value;
    }
    return { found: true, text };
  } finally {
    clearTimeout(timer);
  }
}

async function drain(reader: Reader): Promise<void> {
  while (!(await reader.read()).done);
}

async function ended(child: Deno.ChildProcess, errors: Promise<string>): Promise<string> {
  child.kill("SIGTERM");
  await child.status;
  return await errors;
}

/** The process and its descendants, except those that have another parent by now. */
async function descendants(pid: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for await (const { name } of Deno.readDir("/proc")) {
    const stat = /^\d+$/.test(name) ? await readIfThere(`/proc/${name}/stat`) : undefined;
    const parent = stat?.match(/\) \S (\d+) /)?.[1];
    if (parent) parents.set(Number(name), Number(parent));
  }
  const found = parents.has(pid) ? [pid] : [];
  for (let i = 0; i < found.length; i++) {
    for (const [child, parent] of parents) if (parent === found[i]) found.push(child);
  }
  return found;
}

/** Command lines of processes that work in the folder. */
async function mentioning(directory: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    const line = /^\d+$/.test(name) ? await readIfThere(`/proc/${name}/cmdline`) : undefined;
    if (line?.includes(directory)) lines.push(line.replaceAll("\0", " "));
  }
  return lines;
}

async function isAlive(pid: number): Promise<number> {
  const stat = await readIfThere(`/proc/${pid}/stat`);
  return stat && !/\) Z /.test(stat) ? pid : 0;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch {
    return undefined; // the process ended meanwhile
  }
}
