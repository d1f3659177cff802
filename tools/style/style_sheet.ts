import { root } from "../command.ts";

/** The style sheet of a page: the tokens that all pages share, then the page's own rules. `path` is below the root. */
export async function styleSheet(path: string): Promise<string> {
  const files = [`${root}/tools/style/tokens.css`, `${root}/${path}`];
  return (await Promise.all(files.map((file) => Deno.readTextFile(file)))).join("");
}
