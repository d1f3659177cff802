/**
 * There are no import circles, so that each file can be read and tested after its imports.
 *
 * @module
 */
import { assertEquals } from "#assert";
import { pathToFileURL } from "node:url";
import { filesUnder, output, root, toolsDeno } from "../../tools/command.ts";

interface ModuleGraph {
  modules: {
    specifier: string;
    dependencies?: { code?: { specifier: string }; type?: { specifier: string } }[];
  }[];
}

/** The imports of each file of the project that this file needs, types included. */
async function importsFrom(file: string): Promise<Map<string, string[]>> {
  const graph: ModuleGraph = JSON.parse(
    await output(toolsDeno, ["info", "--json", "--config", "deno.json", file]),
  );
  const project = pathToFileURL(`${root}/`).href;
  const own = (specifier?: string) => specifier?.startsWith(project) ? [specifier.slice(project.length)] : [];
  return new Map(
    graph.modules.flatMap(({ specifier, dependencies = [] }) =>
      own(specifier).map((
        path,
      ) => [path, dependencies.flatMap((d) => [...own(d.code?.specifier), ...own(d.type?.specifier)])])
    ),
  );
}

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
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(
      entry,
      files.map((file) => `import "${pathToFileURL(`${root}/${file}`)}";\n`).join(""),
    );
    const imports = await importsFrom(entry);
    assertEquals(files.filter((file) => !imports.has(file)), [], "not walked");
    assertEquals(findCircle(imports), undefined);
  } finally {
    await Deno.remove(entry);
  }
});

Deno.test("an import circle is reported with its files", () => {
  const imports = new Map([["a.ts", ["b.ts"]], ["b.ts", ["c.ts"]], ["c.ts", ["b.ts"]]]);
  assertEquals(findCircle(imports), "b.ts → c.ts → b.ts");
});
