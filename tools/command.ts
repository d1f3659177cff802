/**
 * The tools of the gate as child processes.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

/** The project's folder, without a slash at its end. */
export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
/** The Deno that serves the functions, in the version of the hosted runtime. */
export const edgeDeno = `${root}/node_modules/deno-edge/deno`;
/** The Deno of the tools and tests. */
export const toolsDeno = Deno.execPath();
/** The real Supabase CLI; its first file is a script for Node. */
export const supabase = `${root}/node_modules/.bin/supabase`;

/** The environment of each child process. The caller's own values take precedence. */
export const childEnvironment: Record<string, string> = {
  DENO_TLS_CA_STORE: Deno.env.get("DENO_TLS_CA_STORE") ?? "mozilla,system",
  DENO_NO_UPDATE_CHECK: "1",
  NO_COLOR: "1",
  PGSSLMODE: "disable",
  SUPABASE_TELEMETRY_DISABLED: "1",
  SUPABASE_NO_UPDATE_NOTIFIER: "1",
};

export interface Output {
  success: boolean;
  stdout: string;
  /** Both streams, for a person. */
  text: string;
}

/** Runs a program to its end, in the project's folder. */
export async function command(
  program: string,
  args: string[],
  options: { env?: Record<string, string>; cwd?: string } = {},
): Promise<Output> {
  const child = new Deno.Command(program, {
    args,
    cwd: options.cwd ?? root,
    env: { ...childEnvironment, ...options.env },
    stdin: "null",
  });
  const { success, stdout, stderr } = await child.output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)) as [string, string];
  return { success, stdout: out, text: `${out}${err}` };
}

/** Like `command`, but throws the program's output if it fails. */
export async function output(
  program: string,
  args: string[],
  options: { env?: Record<string, string>; cwd?: string } = {},
): Promise<string> {
  const result = await command(program, args, options);
  if (!result.success) throw new Error(`${program} ${args.join(" ")} failed:\n${result.text}`);
  return result.stdout;
}

/** The project's functions: each folder of functions/ with an index.ts. */
export async function functionNames(): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(`${root}/functions`)) {
    if (!entry.isDirectory) continue;
    for await (const { name } of Deno.readDir(`${root}/functions/${entry.name}`)) {
      if (name === "index.ts") names.push(entry.name);
    }
  }
  if (names.length === 0) throw new Error("functions/ has no folder with an index.ts");
  return names.sort();
}

/** The files under a folder whose paths end so, as paths from the project's folder, sorted. */
export async function filesUnder(folder: string, ending: string, project = root): Promise<string[]> {
  const found: string[] = [];
  try {
    for await (const entry of Deno.readDir(`${project}/${folder}`)) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory) found.push(...await filesUnder(path, ending, project));
      else if (path.endsWith(ending)) found.push(path);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found.sort();
}
