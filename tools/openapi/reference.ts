/**
 * The files of the interactive reference. Swagger UI comes from its npm package, so nothing is loaded from a CDN.
 *
 * @module
 */
import packageFolder from "swagger-ui-dist/absolute-path.js";
import { styleSheet } from "../style/style_sheet.ts";
import type { Document } from "./openapi.ts";
import { page, start } from "./page.ts";

const sources = { "reference.js": "swagger-ui-bundle.js", "reference.css": "swagger-ui.css" };

/** The files' texts by name, for functions at this address. */
export async function referenceFiles(document: Document, address: string): Promise<Map<string, string>> {
  const assets = Object.entries(sources).map(async ([name, source]): Promise<[string, string]> => {
    const text = await Deno.readTextFile(`${packageFolder()}/${source}`);
    // The source maps are left out.
    return [name, text.replace(/\n?(\/\/|\/\*)# sourceMappingURL=.*$/s, "\n")];
  });
  return new Map([
    ["index.html", page],
    ["start.js", start],
    ["style.css", await styleSheet("tools/openapi/style.css")],
    ["openapi.json", JSON.stringify({ ...document, servers: [{ url: address }] })],
    ...await Promise.all(assets),
  ]);
}
