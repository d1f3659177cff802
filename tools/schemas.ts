/**
 * The files that describe the database, in the order of `schema_paths` in supabase/config.toml.
 *
 * @module
 */
import { root } from "./command.ts";

/** Their paths from the project's folder, in order of dependency. */
export async function schemaFiles(): Promise<string[]> {
  const config = await Deno.readTextFile(`${root}/supabase/config.toml`);
  const list = /^schema_paths = \[\n(.*?)^\]/ms.exec(config)?.[1];
  if (list === undefined) throw new Error("supabase/config.toml has no schema_paths");
  return [...list.matchAll(/"\.\/(.+?)"/g)].map((match) => `supabase/${match[1]}`);
}

/** The files joined into one script that builds the whole database. */
export async function joinedSchemas(): Promise<string> {
  const texts = (await schemaFiles()).map(async (path) => {
    const text = await Deno.readTextFile(`${root}/${path}`);
    return `-- ${path}\n\n${text.trimEnd()}\n`;
  });
  return (await Promise.all(texts)).join("\n");
}
