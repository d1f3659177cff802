/**
 * `npm run openapi`: writes the document of the whole API and the files of its interactive reference.
 *
 * @module
 */
import { root } from "../command.ts";
import { documentPath, mergedDocument, written } from "./document.ts";
import { referencePath, writtenReference } from "./reference.ts";

const files = { [documentPath]: written(await mergedDocument()), [referencePath]: await writtenReference() };
for (const [path, text] of Object.entries(files)) {
  await Deno.writeTextFile(`${root}/${path}`, text);
  console.log(`wrote ${path}`);
}
