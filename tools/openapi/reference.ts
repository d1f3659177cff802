/**
 * The interactive reference's files, taken from Swagger UI's npm package, so that nothing comes from a CDN.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import packageFolder from "swagger-ui-dist/absolute-path.js";

/** Where they are kept: gzipped, in base64, by their names. */
export const referencePath = "functions/docs/reference.json";

const sources = { "reference.js": "swagger-ui-bundle.js", "reference.css": "swagger-ui.css" };

/** The files' bytes, by the names under which they are served. */
export async function referenceFiles(): Promise<Map<string, Uint8Array>> {
  const files = Object.entries(sources).map(async ([name, source]): Promise<[string, Uint8Array]> => {
    const text = await Deno.readTextFile(`${packageFolder()}/${source}`);
    // The maps are not served.
    return [name, new TextEncoder().encode(text.replace(/\n?(\/\/|\/\*)# sourceMappingURL=.*$/s, "\n"))];
  });
  return new Map(await Promise.all(files));
}

/** As they are written to their file. */
export async function writtenReference(): Promise<string> {
  const packed = [...await referenceFiles()].map(([name, bytes]) => [
    name,
    Buffer.from(gzipSync(bytes, { level: 9 })).toString("base64"),
  ]);
  return JSON.stringify(Object.fromEntries(packed), null, 1) + "\n";
}
