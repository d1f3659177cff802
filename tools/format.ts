/**
 * Formats generated TypeScript as `deno fmt` does.
 *
 * @module
 */
import { childEnvironment, root, toolsDeno } from "./command.ts";

/** The source as it is written to its file. */
export async function format(source: string): Promise<string> {
  const formatter = new Deno.Command(toolsDeno, {
    args: ["fmt", "--ext", "ts", "-"],
    cwd: root,
    env: childEnvironment,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [, { success, stdout, stderr }] = await Promise.all([
    new Blob([source]).stream().pipeTo(formatter.stdin),
    formatter.output(),
  ]);
  if (!success) throw new Error(`deno fmt cannot read generated code: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}
