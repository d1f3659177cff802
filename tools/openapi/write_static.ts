/**
 * `npm run docs [-- <address of the functions> [<folder>]]`: writes the interactive reference as a folder that any web
 * host can serve, because the hosted platform turns HTML into text on its own domain.
 *
 * @module
 */
import { page, start } from "../../functions/docs/page.ts";
import { root } from "../command.ts";
import { documentPath } from "./document.ts";
import type { Document } from "./openapi.ts";
import { referenceFiles } from "./reference.ts";

const [address = "/functions/v1", folder = `${root}/docs`] = Deno.args;
const document: Document = JSON.parse(await Deno.readTextFile(`${root}/${documentPath}`));
const files = new Map<string, string | Uint8Array>([
  ["index.html", page()],
  ["start.js", start],
  ["openapi.json", JSON.stringify({ ...document, servers: [{ url: address }] })],
  ...await referenceFiles(),
]);

await Deno.mkdir(folder, { recursive: true });
for (const [name, content] of files) {
  if (typeof content === "string") await Deno.writeTextFile(`${folder}/${name}`, content);
  else await Deno.writeFile(`${folder}/${name}`, content);
}
console.log(`wrote ${[...files.keys()].join(", ")} to ${folder}`);
