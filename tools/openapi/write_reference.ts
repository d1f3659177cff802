/**
 * `npm run docs [-- <address of the functions> [<folder>]]`: writes the interactive reference to `reference/` or the
 * given folder, for any web host. The hosted platform cannot serve it: it turns HTML into plain text on its own domain.
 *
 * @module
 */
import { root } from "../command.ts";
import { readDocument } from "./packed.ts";
import { referenceFiles } from "./reference.ts";

const [address = "/functions/v1", folder = `${root}/reference`] = Deno.args;
const files = await referenceFiles(readDocument(), address);

await Deno.mkdir(folder, { recursive: true });
for (const [name, text] of files) await Deno.writeTextFile(`${folder}/${name}`, text);
console.log(`wrote ${[...files.keys()].join(", ")} to ${folder}`);
