/**
 * Running other programs: to their end, or in the background.
 *
 * @module
 */

/** A command that ended with an error; `message` holds the last lines that it printed. */
export class CommandError extends Error {
  constructor(readonly program: string, readonly code: number, readonly output: string) {
    super(`${program} failed (exit ${code}): ${output.trim().split("\n").slice(-8).join("\n")}`);
  }
}

export interface RunOptions {
  env?: Record<string, string>;
  cwd?: string;
  /** Shown to the person at the terminal instead of being collected. */
  inherit?: boolean;
}

/**
 * Runs a program to its end and returns what it printed; throws {@linkcode CommandError} unless it exits with
 * 0.
 */
export async function run(program: string, args: string[], options: RunOptions = {}): Promise<string> {
  const stdio = options.inherit ? "inherit" : "piped";
  const child = new Deno.Command(program, {
    args,
    cwd: options.cwd,
    env: { ...downloads(), ...options.env },
    stdin: options.inherit ? "inherit" : "null",
    stdout: stdio,
    stderr: stdio,
  });
  const result = await child.output();
  const output = options.inherit ? "" : decode(result.stdout) + decode(result.stderr);
  if (!result.success) throw new CommandError(program, result.code, output);
  return output;
}

/** True if the program exits with 0. */
export async function succeeds(program: string, args: string[], options: RunOptions = {}): Promise<boolean> {
  try {
    await run(program, args, options);
    return true;
  } catch (error) {
    if (error instanceof CommandError || error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Deno 2.1.4 trusts only Mozilla's list by itself, which is not enough behind a company's proxy. */
export function downloads(): Record<string, string> {
  return { DENO_TLS_CA_STORE: Deno.env.get("DENO_TLS_CA_STORE") ?? "mozilla,system" };
}

/** True if a process with this id is running. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
    return !stat.slice(stat.lastIndexOf(")")).startsWith(") Z");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** True if something accepts connections on this port of this machine. */
export async function isListening(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return false;
    throw error;
  }
}

/** Sends a signal to a process that we started. Does nothing if it has ended. */
export function kill(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch (error) {
    // Deno knows of the end before `child.status` does.
    if (!(error instanceof TypeError)) throw error;
  }
}

/** The text of a file, or undefined if the file does not exist. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Waits until the condition holds. Throws the given sentence after the time limit. */
export async function until(
  condition: () => Promise<boolean>,
  milliseconds: number,
  otherwise: string,
): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!await condition()) {
    if (performance.now() > deadline) throw new Error(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
