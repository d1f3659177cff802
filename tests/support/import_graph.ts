/**
 * Which file of the project imports which, as `deno info` sees them.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import { pathToFileURL } from "node:url";
import { output, root, toolsDeno } from "../../tools/command.ts";

interface ModuleGraph {
  modules: {
    specifier: string;
    error?: string;
    dependencies?: { code?: { specifier: string }; type?: { specifier: string } }[];
  }[];
}

/** The imports of each file of the project, types included, by its path. */
export type ImportGraph = Map<string, string[]>;

const project = pathToFileURL(`${root}/`).href;

/** The graph of these files and of all that they import. Fails if an import cannot be loaded or leaves the project. */
export async function importGraph(files: string[]): Promise<ImportGraph> {
  const folder = await Deno.makeTempDir();
  try {
    // One module that imports them all, because `deno info` takes one.
    const entry = `${folder}/entry.ts`;
    await Deno.writeTextFile(entry, files.map((file) => `import "${project}${file}";\n`).join(""));
    const printed = await output(toolsDeno, ["info", "--json", "--config", "deno.json", entry]);
    const { modules }: ModuleGraph = JSON.parse(printed);
    for (const { specifier, error } of modules) assertEquals(error, undefined, specifier);
    const local = modules.filter(({ specifier }) =>
      specifier.startsWith("file:") && specifier !== pathToFileURL(entry).href
    );
    const pathOf = (specifier: string) => {
      assert(specifier.startsWith(project), `${specifier} is imported, which is outside the project`);
      return specifier.slice(project.length);
    };
    return new Map(local.map(({ specifier, dependencies = [] }) => [
      pathOf(specifier),
      dependencies.flatMap(({ code, type }) => [code?.specifier, type?.specifier])
        .filter((imported) => imported !== undefined)
        .filter((imported) => imported.startsWith("file:")).map(pathOf),
    ]));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The file and everything that it imports, directly or not. */
export function reachedFrom(file: string, graph: ImportGraph): string[] {
  const reached = new Set([file]);
  for (const path of reached) for (const imported of graph.get(path) ?? []) reached.add(imported);
  return [...reached];
}
