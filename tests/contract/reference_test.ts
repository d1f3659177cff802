/**
 * The interactive reference in a real browser: as the function serves it, and as the folder of `npm run docs`.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "#assert";
import { errorCodes } from "../../shared/http/errors.ts";
import { output, root, toolsDeno } from "../../tools/command.ts";
import { stack } from "../support/env.ts";
import { findChromium, look } from "./chromium.ts";
import { type Document, operationsOf } from "../../tools/openapi/openapi.ts";

const chromium = await findChromium();
const why = "missing" in chromium ? ` (skipped: ${chromium.missing})` : "";
const ignore = "missing" in chromium;
const document: Document = JSON.parse(await Deno.readTextFile(`${root}/functions/docs/openapi.json`));

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

Deno.test({
  name: `a browser shows every operation and event, without an error or a foreign address${why}`,
  ignore,
  fn: () => showsEverything(`${stack.functionsUrl}/docs/v1`),
});

Deno.test({
  name: `a browser shows an operation's code samples${why}`,
  ignore,
  fn: async () => {
    assert("program" in chromium);
    const address = `${stack.functionsUrl}/docs/v1#/teams/post_teams`;
    const { html } = await look(chromium.program, address);
    assertStringIncludes(html, "code-samples");
    assertStringIncludes(html, "supabase-js");
    assertStringIncludes(html, "$FUNCTIONS_URL/teams/v1");
  },
});

Deno.test({
  name: `the folder that "npm run docs" writes shows the same on any web host${why}`,
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "frontline-docs-" });
    const types: Record<string, string> = {
      js: "text/javascript",
      css: "text/css",
      json: "application/json",
    };
    try {
      const project = "https://project.supabase.co/functions/v1";
      await output(toolsDeno, ["run", "-A", "tools/openapi/write_static.ts", project, folder]);
      const written: Document = JSON.parse(await Deno.readTextFile(`${folder}/openapi.json`));
      assertEquals(written.servers, [{ url: project }]);
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
      await showsEverything(`http://127.0.0.1:${host.addr.port}/reference/`);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
