/**
 * Runs the commands of docs/runbooks as they are written there.
 *
 * @module
 */
import { run } from "../../supabase/local/command.ts";
import { postgresBinaries } from "../../supabase/local/postgres/packages.ts";
import { runAsOwner } from "../../supabase/local/postgres/postgres.ts";
import { root } from "../../tools/command.ts";
import { stack } from "../support/env.ts";

/** The sections that hold commands. */
export type Section = "First look" | "Action" | "Expected result" | "Way back";

export const sections = ["First look", "Action", "Expected result", "Way back"] as const;

/** Values for the variables that a runbook names. */
export type Values = Record<string, string>;

const path = (name: string) => `${root}/docs/runbooks/${name}.md`;

/** The text of each section. */
export async function readRunbook(name: string): Promise<Record<Section, string>> {
  const text = await Deno.readTextFile(path(name));
  const parts = text.split(/^## /m).slice(1);
  return Object.fromEntries(
    sections.map((section) => {
      const part = parts.find((part) => part.startsWith(`${section}\n`));
      if (part === undefined) throw new Error(`${path(name)} has no section "${section}"`);
      return [section, part];
    }),
  ) as Record<Section, string>;
}

/** The shell commands of a section, in their order. */
export async function commandsOf(name: string, section: Section): Promise<string> {
  const text = (await readRunbook(name))[section];
  return [...text.matchAll(/^( *)```sh\n(.*?)^ *```$/gms)].map((match) => match[2] ?? "").join("");
}

/** Runs a section's commands and returns what they print. Throws if one fails, or the section has none. */
export async function follow(
  name: string,
  section: Section,
  values: Values = {},
  as: "operator" | "database" = "operator",
  cwd = stack.directory,
): Promise<string> {
  const commands = await commandsOf(name, section);
  if (commands === "") throw new Error(`docs/runbooks/${name}.md has no command under "${section}"`);
  const { bin } = await postgresBinaries();
  const env = {
    PATH: `${bin}:${Deno.env.get("PATH") ?? ""}`,
    SUPABASE_URL: stack.url,
    SUPABASE_SECRET_KEY: stack.secretKey,
    SUPABASE_DB_URL: stack.databaseUrl,
    ...values,
  };
  const args = ["-euo", "pipefail", "-c", commands];
  if (as === "database") return await runAsOwner("bash", args, env);
  return await run("bash", args, { cwd, env });
}

/** Writes into each runbook when it last passed. */
export async function stamp(name: string, seconds: number): Promise<void> {
  const text = await Deno.readTextFile(path(name));
  const day = new Date().toISOString().slice(0, 10);
  const line = `Last passed: ${day}, in ${seconds.toFixed(1)} s. Written by \`npm run drill -- --runbooks\`.`;
  await Deno.writeTextFile(
    path(name),
    `${text.replace(/\n*^Last passed: .*\n?/m, "").trimEnd()}\n\n${line}\n`,
  );
}
