/**
 * There are no import circles, so that each file can be read and tested after its imports.
 *
 * @module
 */
import { assertEquals } from "#assert";
import { filesUnder } from "../../tools/command.ts";
import { importGraph } from "../support/import_graph.ts";

/** The first import circle found, as `a → b → a`. */
function findCircle(imports: Map<string, string[]>): string | undefined {
  const finished = new Set<string>();
  const walk = (file: string, path: string[]): string | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file].join(" → ");
    if (finished.has(file)) return undefined;
    for (const next of imports.get(file) ?? []) {
      const circle = walk(next, [...path, file]);
      if (circle) return circle;
    }
    finished.add(file);
  };
  for (const file of imports.keys()) {
    const circle = walk(file, []);
    if (circle) return circle;
  }
}

Deno.test("no file of the functions, the stack, the tools or the tests is part of an import circle", async () => {
  const folders = ["functions", "shared", "supabase/local", "tools", "client", "tests"];
  const files = (await Promise.all(folders.map((folder) => filesUnder(folder, ".ts")))).flat();
  const imports = await importGraph(files);
  assertEquals(files.filter((file) => !imports.has(file)), [], "not walked");
  assertEquals(findCircle(imports), undefined);
});

Deno.test("an import circle is reported with its files", () => {
  const imports = new Map([["a.ts", ["b.ts"]], ["b.ts", ["c.ts"]], ["c.ts", ["b.ts"]]]);
  assertEquals(findCircle(imports), "b.ts → c.ts → b.ts");
});
