import { assertEquals } from "#assert";
import { root } from "../../tools/command.ts";
import { cheap, costly } from "../runbooks/cases.ts";
import { releaseRunbook } from "../runbooks/release_case.ts";
import { commandsOf, readRunbook, sections } from "../runbooks/runbook.ts";

/** Those that only `npm run drill -- --runbooks` runs. */
const drilled = [...costly.map(({ name }) => name), releaseRunbook];

for (const { name, promise, run } of cheap.map((one) => ({ ...one, run: () => one.run() }))) {
  Deno.test(`runbook ${name}: ${promise}`, run);
}

Deno.test("every runbook is drilled, and says when it last passed", async () => {
  const found: string[] = [];
  for await (const { name } of Deno.readDir(`${root}/docs/runbooks`)) {
    if (name !== "README.md") found.push(name.replace(/\.md$/, ""));
  }
  assertEquals(found.sort(), [...cheap.map(({ name }) => name), ...drilled].sort());
  for (const name of found) {
    const texts = await readRunbook(name);
    const text = sections.map((section) => texts[section]).join("");
    assertEquals(/^Last passed: (\d{4}-\d\d-\d\d, in |not yet)/m.test(text), true, name);
    for (const section of ["First look", "Action"] as const) {
      assertEquals(await commandsOf(name, section) === "", false, `${name}: ${section}`);
    }
  }
});
