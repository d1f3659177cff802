/**
 * The interactive reference that `npm run docs` writes, in a real browser.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "#assert";
import { errorCodes } from "../../shared/http/errors.ts";
import { output, toolsDeno } from "../../tools/command.ts";
import { stack } from "../support/env.ts";
import { findChromium, look } from "../support/chromium.ts";
import { type Document, operationsOf } from "../../tools/openapi/openapi.ts";
import { readDocument } from "../../tools/openapi/packed.ts";

const chromium = await findChromium();
const why = "missing" in chromium ? ` (skipped: ${chromium.missing})` : "";
const ignore = "missing" in chromium;
const document = readDocument();

async function showsEverything(address: string): Promise<void> {
  assert("program" in chromium);
  const { html, messages } = await look(chromium.program, address);
  assertEquals(messages, [], "the browser complains");
  for (const { path, operation } of operationsOf(document)) {
    assertStringIncludes(html, `data-path="${path}"`);
    assertStringIncludes(html, escaped(operation.summary ?? ""));
  }
  for (const type of Object.keys(document.webhooks ?? {})) assertStringIncludes(html, type);
  // Folded, so that the first screen shows operations.
  const [, codes = ""] = /<details><summary>All \d+ error codes<\/summary>(.*?)<\/details>/s.exec(html) ?? [];
  for (const code of Object.keys(errorCodes)) assertStringIncludes(codes, `<code>${code}</code>`);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Serves the folder that `npm run docs` writes, below `/reference/`, as any web host would. */
async function serveReference(project: string, work: (address: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "frontline-docs-" });
  const types: Record<string, string> = {
    js: "text/javascript",
    css: "text/css",
    json: "application/json",
  };
  try {
    await output(toolsDeno, ["run", "-A", "tools/openapi/write_reference.ts", project, folder]);
    await using host = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      async (request) => {
        const { pathname } = new URL(request.url);
        const name = pathname.split("/").at(-1) || "index.html";
        const body = await Deno.readFile(`${folder}/${name}`).catch(() => undefined);
        const type = types[name.split(".").at(-1) ?? ""] ?? "text/html; charset=utf-8";
        return new Response(body ?? null, { status: body ? 200 : 404, headers: { "content-type": type } });
      },
    );
    await work(`http://127.0.0.1:${host.addr.port}/reference/`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: `a browser shows every operation and event in the reference, without an error${why}`,
  ignore,
  fn: () => serveReference(stack.functionsUrl, showsEverything),
});

Deno.test({
  name: `a browser shows an operation's code samples in the reference${why}`,
  ignore,
  fn: () =>
    serveReference(stack.functionsUrl, async (address) => {
      assert("program" in chromium);
      const { html } = await look(chromium.program, `${address}#/teams/post_teams`);
      assertStringIncludes(html, "code-samples");
      assertStringIncludes(html, "supabase-js");
      assertStringIncludes(html, "$FUNCTIONS_URL/teams/v1");
    }),
});

Deno.test("the reference's files come from one folder, and its document names the project's address", async () => {
  const project = "https://project.supabase.co/functions/v1";
  await serveReference(project, async (address) => {
    const page = await (await fetch(address)).text();
    const files = [...page.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)].map((match) => match[1] ?? "");
    assert(files.length >= 3, page);
    for (const file of files) {
      assertMatch(file, /^[\w.]+$/, "a file outside of the folder");
      const response = await fetch(address + file);
      assertEquals(response.status, 200, await response.text());
    }
    const script = await (await fetch(`${address}reference.js`)).text();
    assertStringIncludes(script, "SwaggerUIBundle");
    const written: Document = await (await fetch(`${address}openapi.json`)).json();
    assertEquals(written.servers, [{ url: project }]);
  });
});
