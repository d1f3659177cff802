/**
 * Each function deploys alone, so it may import itself and shared/, and shared/ only itself. What people run does not
 * need the tests.
 *
 * @module
 */
import { assertEquals } from "#assert";
import { filesUnder, functionNames } from "../../tools/command.ts";
import { importGraph, reachedFrom } from "../support/import_graph.ts";

const names = await functionNames();
const shared = await filesUnder("shared", ".ts");
const tools = (await Promise.all(["tools", "supabase", "client"].map((folder) => filesUnder(folder, ".ts"))))
  .flat();
const graph = await importGraph([...names.map((name) => `functions/${name}/index.ts`), ...shared, ...tools]);

for (const name of names) {
  Deno.test(`${name} imports only itself and shared/`, () => {
    const foreign = reachedFrom(`functions/${name}/index.ts`, graph)
      .filter((path) => !path.startsWith(`functions/${name}/`) && !path.startsWith("shared/"));
    assertEquals(foreign, []);
  });
}

Deno.test("shared/ imports nothing of the project but itself", () => {
  for (const file of shared) {
    const foreign = reachedFrom(file, graph).filter((path) => !path.startsWith("shared/"));
    assertEquals(foreign, [], file);
  }
});

Deno.test("nothing outside tests/ imports tests/", () => {
  const importing = tools.filter((file) =>
    reachedFrom(file, graph).some((path) => path.startsWith("tests/"))
  );
  assertEquals(importing, []);
});
