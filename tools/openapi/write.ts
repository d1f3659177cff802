/**
 * `npm run openapi`: writes the document of the whole API and the types of its client.
 *
 * @module
 */
import { root } from "../command.ts";
import { clientPath, writtenClient } from "./client.ts";
import { mergedDocument } from "./document.ts";
import { documentPath, packed } from "./packed.ts";

const document = await mergedDocument();
const files = { [documentPath]: packed(document), [clientPath]: await writtenClient(document) };
for (const [path, text] of Object.entries(files)) {
  await Deno.writeTextFile(`${root}/${path}`, text);
  console.log(`wrote ${path}`);
}
