/**
 * Each function deploys alone, so it may import itself and shared/, and shared/ only itself. What people run does not
 * need the tests.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import { pathToFileURL } from "node:url";
import { filesUnder, functionNames, output, root, toolsDeno } from "../../tools/command.ts";

interface ModuleGraph {
  modules: { specifier: string; error?: string }[];
}

/** The project's files that this module needs, directly or not. */
async function localImports(file: string): Promise<string[]> {
  const graph: ModuleGraph = JSON.parse(await output(toolsDeno, ["info", "--json", file]));
  const project = pathToFileURL(`${root}/`).href;
  return graph.modules.map(({ specifier, error }) => {
    assertEquals(error, undefined, `${file} imports ${specifier}`);
    return specifier;
  }).filter((specifier) => specifier.startsWith("file:"))
    .map((specifier) => {
      assert(specifier.startsWith(project), `${file} imports ${specifier}, which is outside the project`);
      return specifier.slice(project.length);
    });
}

for (const name of await functionNames()) {
  Deno.test(`${name} imports only itself and shared/`, async () => {
    const foreign = (await localImports(`functions/${name}/index.ts`))
      .filter((path) => !path.startsWith(`functions/${name}/`) && !path.startsWith("shared/"));
    assertEquals(foreign, []);
  });
}

Deno.test("shared/ imports nothing of the project but itself", async () => {
  for (const file of await filesUnder("shared", ".ts")) {
    const foreign = (await localImports(file)).filter((path) => !path.startsWith("shared/"));
    assertEquals(foreign, [], file);
  }
});

Deno.test("nothing outside tests/ imports tests/", async () => {
  const importing: string[] = [];
  for (const folder of ["tools", "supabase", "client"]) {
    for (const file of await filesUnder(folder, ".ts")) {
      if ((await localImports(file)).some((path) => path.startsWith("tests/"))) importing.push(file);
    }
  }
  assertEquals(importing, []);
});
