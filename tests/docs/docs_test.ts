import { assert, assertEquals, assertMatch, assertStringIncludes } from "#assert";
import { type Document, operationsOf } from "../../tools/openapi/openapi.ts";
import { functionNames, root } from "../../tools/command.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";

Deno.test("one document holds the operations of every function, for anybody to read", async () => {
  const answer = await api("GET", "/docs/v1/openapi.json");
  assertEquals(answer.status, 200, String(answer));
  assertEquals(
    answer.text,
    JSON.stringify(JSON.parse(await Deno.readTextFile(`${root}/functions/docs/openapi.json`))),
  );
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

Deno.test("the reference is a page whose files come from the function itself, and that may load nothing else", async () => {
  const page = await api("GET", "/docs/v1");
  assertEquals([page.status, page.headers.get("content-type")], [200, "text/html; charset=UTF-8"]);
  const policy = page.headers.get("content-security-policy") ?? "";
  assertMatch(policy, /default-src 'none'.*script-src 'self'/);
  const files = [...page.text.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)].map((match) => match[1] ?? "");
  assert(files.length >= 3, page.text);
  for (const file of files) {
    const address = new URL(file, `${stack.functionsUrl}/docs/v1`);
    assertEquals(address.origin, new URL(stack.functionsUrl).origin);
    const response = await fetch(address);
    assertEquals(response.status, 200, await response.text());
  }
});

Deno.test("the reference's script arrives as JavaScript that a browser may run", async () => {
  const response = await fetch(`${stack.functionsUrl}/docs/v1/reference.js`);
  const text = await response.text();
  assertEquals(response.headers.get("content-type"), "text/javascript; charset=utf-8");
  assertStringIncludes(text, "SwaggerUIBundle");
  assertEquals((await api("GET", "/docs/v1/other.js")).status, 404);
  assertEquals((await api("POST", "/docs/v1")).status, 405);
});
