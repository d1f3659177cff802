/**
 * `npm run import`, as a person runs it.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "#assert";
import { root, toolsDeno } from "../../tools/command.ts";
import { createKey } from "../fixtures/api_keys.ts";
import { contentOf, type Upload } from "../fixtures/uploads.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

const set = ["--set", "on_error=skip", "--set", "create_missing=organizations"];

async function command(tenant: Tenant, args: string[]): Promise<Deno.ChildProcess> {
  const { key } = await createKey(tenant.owner, ["opportunities:read", "opportunities:import"]);
  return new Deno.Command(toolsDeno, {
    args: ["run", "-A", `${root}/tools/import.ts`, ...args],
    cwd: root,
    env: { FRONTLINE_URL: stack.functionsUrl, FRONTLINE_API_KEY: key, NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function run(tenant: Tenant, args: string[]): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await (await command(tenant, args)).output();
  return { code, text: [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("") };
}

async function withFile(text: string, work: (file: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "frontline-import-" });
  try {
    await Deno.writeTextFile(`${directory}/deals.csv`, text);
    await work(`${directory}/deals.csv`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("npm run import shows the columns and progress, imports, and prints the first ten errors", async () => {
  const tenant = await createTenant();
  const rows = Array.from({ length: 40 }, (_, i) => `Deal ${i},${i < 12 ? "" : "Acme"},x`);
  await withFile(["Deal,Company,Colour", ...rows].join("\n"), async (file) => {
    const { code, text } = await run(tenant, [
      file,
      "--mapping",
      '{"Deal": "name", "Company": "organization"}',
      ...set,
    ]);
    assertEquals(code, 0, text);
    assertMatch(text, /Deal +name\n/);
    assertMatch(text, /sending +\[#{30}\] 100 %/);
    assertMatch(
      text,
      /Imported: 28 created, 0 updated, 0 unchanged, 0 skipped, 12 bad\. The batch is [0-9a-f-]{36}\./,
    );
    assertStringIncludes(text, "Left out: Colour");
    assertEquals(text.match(/organization is missing/g)?.length, 10);
    assertStringIncludes(text, "… and 2 more");
    assertMatch(text, /curl -H .* \S+\/uploads\/[0-9a-f-]{36}\/errors\.csv/);
    assertEquals((await contentOf(tenant)).length, 28);
    assertEquals([...Deno.readDirSync(file.slice(0, file.lastIndexOf("/")))].length, 1);
  });
});

Deno.test("npm run import goes on with the same upload after Ctrl-C", async () => {
  const tenant = await createTenant();
  const rows = Array.from({ length: 1_000 }, (_, i) => `Deal ${i},Acme,${"n".repeat(9_000)}`);
  await withFile(["name,organization,notes", ...rows].join("\n"), async (file) => {
    const child = await command(tenant, [file, ...set]);
    await until(child, /sending +\S+ 33 %/);
    child.kill("SIGINT");
    assertEquals((await child.status).success, false);
    const { code, text } = await run(tenant, [file, ...set]);
    assertEquals(code, 0, text);
    assertStringIncludes(text, "Going on with the upload that was interrupted");
    assertEquals((await contentOf(tenant)).length, 1_000);
    assertEquals(
      (await api<Upload[]>("GET", "/batch-import/v1/uploads", { as: tenant.owner })).data.length,
      1,
    );
  });
});

Deno.test("npm run import says in one sentence what it needs", async () => {
  const tenant = await createTenant();
  assertStringIncludes((await run(tenant, ["--help"])).text, "FRONTLINE_API_KEY");
  const missing = await run(tenant, ["/no/such/file.csv"]);
  assertEquals([missing.code, missing.text.trim()], [1, "There is no file /no/such/file.csv"]);
  await withFile("title\nRefit\n", async (file) => {
    const { code, text } = await run(tenant, [file]);
    assertEquals(code, 1, text);
    assertMatch(text, /Not imported: the file has the columns 'title', and none of them is known/);
  });
});

/** Reads what the command prints until it has printed this. */
async function until(child: Deno.ChildProcess, pattern: RegExp): Promise<void> {
  void child.stderr.cancel();
  let text = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (pattern.test(text)) return;
  }
  throw new Error(`the command ended without it: ${text}`);
}
