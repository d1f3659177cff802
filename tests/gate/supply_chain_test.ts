/**
 * What the project is made of: known, locked, pinned, and without known vulnerabilities where the registry can say.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "#assert";
import { z } from "zod";
import { root } from "../../tools/command.ts";
import { lockedPackages } from "../../tools/sbom/packages.ts";
import { billOfMaterials } from "../../tools/sbom.ts";

const registry = "https://registry.npmjs.org/-/npm/v1/security/advisories/bulk";
const Advisories = z.record(
  z.string(),
  z.array(z.object({ title: z.string(), severity: z.string(), url: z.string() })),
);

/** Advisories that do not concern us, by URL, each with the reason. */
const accepted: Record<string, string> = {};

/** The registry's advisories for every locked package; undefined with a note if it cannot be asked. */
async function audit(): Promise<z.output<typeof Advisories> | undefined> {
  const versions: Record<string, string[]> = {};
  for (const { name, version } of await lockedPackages()) (versions[name] ??= []).push(version);
  try {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify(versions);
    const answer = await fetch(registry, {
      method: "POST",
      headers,
      body,
      signal: AbortSignal.timeout(15_000),
    });
    if (answer.ok) return Advisories.parse(await answer.json());
    await answer.body?.cancel();
    console.warn(`dependency audit not possible: the registry answered ${answer.status}`);
  } catch (error) {
    if (error instanceof z.ZodError) throw error;
    console.warn(`dependency audit not possible: ${error}`);
  }
  return undefined;
}

Deno.test("no locked package has a known vulnerability, as far as the registry can be asked", async () => {
  const advisories = await audit();
  const open = Object.entries(advisories ?? {}).flatMap(([name, list]) =>
    list.filter(({ url }) => !(url in accepted)).map(({ severity, title, url }) =>
      `${name}: ${severity}: ${title} ${url}`
    )
  );
  assertEquals(open, []);
});

/** The registry that wrote package-lock.json did not have the tools' binaries for other systems, so their hashes are missing. */
const binaries = /^@(deno|supabase)\/(cli-)?(darwin|linux|win32|windows)-/;

Deno.test("every locked package has a hash, except the tools' binaries for other systems", async () => {
  const packages = await lockedPackages();
  assert(packages.length > 150, `${packages.length} packages were found`);
  const open = packages.filter(({ integrity }) => integrity === undefined).map(({ name }) => name);
  assertEquals(open.filter((name) => !binaries.test(name)), []);
});

Deno.test("the bill of materials names each package once, with its hash", async () => {
  const { components, ...document } = await billOfMaterials();
  assertEquals([document.bomFormat, document.specVersion], ["CycloneDX", "1.5"]);
  const Component = z.object({
    purl: z.string().startsWith("pkg:npm/"),
    hashes: z.array(z.object({ content: z.string() })).optional(),
  });
  const listed = z.array(Component).parse(components);
  assertEquals(new Set(listed.map(({ purl }) => purl)).size, listed.length);
  assert(listed.some(({ purl }) => purl.startsWith("pkg:npm/hono@")));
  for (const { hashes: [hash] = [] } of listed) {
    assertMatch(hash?.content ?? "0".repeat(128), /^[0-9a-f]{128}$/);
  }
});

Deno.test("workflow actions are pinned by digest", async () => {
  const text = await Deno.readTextFile(`${root}/.github/workflows/ci.yml`);
  const uses = [...text.matchAll(/uses: (\S+)/g)].map(([, action = ""]) => action);
  assert(uses.length > 0);
  assertEquals(uses.filter((action) => !/@[0-9a-f]{40}$/.test(action)), []);
});
