import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "#assert";
import docs from "../../functions/docs/index.ts";
import { functionNames, root } from "../../tools/command.ts";
import { type Document, operationsOf } from "../../tools/openapi/openapi.ts";
import { readDocumentText } from "../../tools/openapi/packed.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { useStack } from "../support/in_process.ts";

Deno.test("anyone can read one document with the operations of every function", async () => {
  const answer = await api("GET", "/docs/v1/openapi.json");
  assertEquals(answer.status, 200, String(answer));
  assertEquals(answer.headers.get("content-type"), "application/json");
  assertEquals(answer.text, readDocumentText());
  const whole: Document = JSON.parse(answer.text);
  const merged = new Set(operationsOf(whole).map(({ method, path }) => `${method} ${path}`));
  for (const name of await functionNames()) {
    const own: Document = JSON.parse((await api("GET", `/${name}/v1/openapi.json`)).text);
    const missing = operationsOf(own).map(({ method, path }) => `${method} ${path}`).filter((at) =>
      !merged.has(at)
    );
    assertEquals(missing, [], name);
  }
});

for (
  const [accepted, encoding] of [
    ["br", "br"],
    ["gzip, deflate, br", "gzip"],
    ["gzip;q=0.5, br", "br"],
    ["br;q=0.5, gzip", "gzip"],
    ["identity", null],
    ["gzip;q=0", null],
    [undefined, null],
  ] as const
) {
  const client = accepted === undefined ? "sends no Accept-Encoding" : `sends "Accept-Encoding: ${accepted}"`;
  Deno.test(`a client that ${client} gets the document ${encoding ? `in ${encoding}` : "as plain text"}`, async () => {
    useStack();
    // In this process, because fetch unpacks answers before a test sees them.
    const response = await docs.request("/docs/v1/openapi.json", {
      headers: accepted === undefined ? {} : { "accept-encoding": accepted },
    });
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("content-encoding"), encoding);
    assertMatch(response.headers.get("vary") ?? "", /Accept-Encoding/);
    const body = new Uint8Array(await response.arrayBuffer());
    const plain = encoding === "br"
      ? brotliDecompressSync(body)
      : encoding === "gzip"
      ? gunzipSync(body)
      : body;
    assertEquals(new TextDecoder().decode(plain) === readDocumentText(), true);
  });
}

Deno.test("the function's page links to the document, names the command that writes the reference, and loads nothing", async () => {
  const page = await api("GET", "/docs/v1");
  assertEquals([page.status, page.headers.get("content-type")], [200, "text/html; charset=UTF-8"]);
  assertMatch(page.headers.get("content-security-policy") ?? "", /default-src 'none'/);
  assertStringIncludes(page.text, "npm run docs");
  assertEquals(/<(script|style|img)|src=/.test(page.text), false, page.text);
  const links = [...page.text.matchAll(/href="(?!data:)([^"]+)"/g)].map((match) => match[1] ?? "");
  assertEquals(links, ["v1/openapi.json"]);
  for (const link of links) {
    const response = await fetch(new URL(link, `${stack.functionsUrl}/docs/v1`));
    assertEquals(response.status, 200, await response.text());
  }
});

Deno.test("the function answers 404 for an unknown path and 405 for another method", async () => {
  assertEquals((await api("GET", "/docs/v1/other.js")).status, 404);
  assertEquals((await api("POST", "/docs/v1")).status, 405);
});

Deno.test("the function's files stay below 100 kB, far below the bundle limit of 5 MB", async () => {
  let bytes = 0;
  for await (const { name } of Deno.readDir(`${root}/functions/docs`)) {
    bytes += (await Deno.stat(`${root}/functions/docs/${name}`)).size;
  }
  assert(bytes < 100_000, `${bytes} bytes`);
});
