import fc from "fast-check";
import { assert, assertEquals } from "#assert";
import { wordsAskedFor } from "../../functions/search/query.ts";
import { snippetOf } from "../../functions/search/snippet.ts";

function snippet(title: string, q: string, body = ""): string {
  return snippetOf(title, body, wordsAskedFor(q));
}

Deno.test("what matches is marked: words, beginnings, other spellings, typos and parts of Chinese words", () => {
  assertEquals(snippet("Café Müller", "cafe mul"), "<mark>Café</mark> <mark>Müller</mark>");
  assertEquals(snippet("The Northwind Company", "nortwind"), "The <mark>Northwind</mark> Company");
  assertEquals(snippet("中国人民银行", "人民"), "中国<mark>人民</mark>银行");
  assertEquals(snippet("North", "-north or wind"), "North", "what is excluded is not marked");
});

Deno.test("a long text is shown around its first match, the title if the text has none", () => {
  const body = `${"before ".repeat(100)}needle${" after".repeat(100)}`;
  const shown = snippet("Title", "needle", body);
  assert(shown.includes("<mark>needle</mark>") && shown.length < 200, shown);
  assertEquals(snippet("A needle", "needle", "nothing here"), "A <mark>needle</mark>");
});

Deno.test("nothing in a snippet is HTML but its marks", () => {
  assertEquals(
    snippet(`<img src=x onerror="alert('1')"> & co`, "img alert"),
    "&lt;<mark>img</mark> src=x onerror=&quot;<mark>alert</mark>(&#39;1&#39;)&quot;&gt; &amp; co",
  );
  fc.assert(fc.property(fc.string(), fc.string(), fc.string(), (title, body, q) => {
    const rest = snippet(title, q, body).replaceAll(/<\/?mark>/g, "");
    assert(!/[<>"']/.test(rest), rest);
  }));
});
