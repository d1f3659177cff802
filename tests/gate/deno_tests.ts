/**
 * Runs Deno tests in a process of their own and counts them from the TAP that they print.
 *
 * @module
 */
import { TapReader, type TapTest } from "./tap.ts";
import { childEnvironment, root, toolsDeno } from "../../tools/command.ts";

/** They take 13 minutes, and 20 on a slow machine. */
const limit = 30 * 60_000;

/** Runs the files in parallel or one by one, and reports each test as it ends. */
export async function runDenoTests(
  files: string[],
  env: Record<string, string>,
  options: { parallel: boolean; signal: AbortSignal },
  add: (test: TapTest) => void,
): Promise<void> {
  const parallel = options.parallel ? ["--parallel"] : [];
  const child = new Deno.Command(toolsDeno, {
    // The type check is a step of its own.
    args: ["test", "--allow-all", "--no-check", "--reporter=tap", ...parallel, ...files],
    cwd: root,
    env: { ...childEnvironment, ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.any([options.signal, AbortSignal.timeout(limit)]),
  }).spawn();
  const said = new Response(child.stderr).text();

  const reader = new TapReader();
  let waiting: TapTest | undefined; // its diagnostics follow it
  for await (const line of lines(child.stdout)) {
    const test = reader.read(line);
    if (!test) continue;
    if (waiting) add(waiting);
    waiting = test;
  }
  if (waiting) add(waiting);

  const { success, signal } = await child.status;
  const failed = reader.tests.some((test) => test.outcome === "failed");
  if (!success && !failed || reader.planned !== reader.tests.length) {
    throw new Error(`deno test did not run to its end${signal ? ` (${signal})` : ""}:\n${await said}`);
  }
  await said;
}

async function* lines(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    yield* parts;
  }
  if (rest) yield rest;
}
