/**
 * How words are compared in a search: the rules, and that SQL and TypeScript agree on them.
 *
 * @module
 */
import fc from "fast-check";
import { assertEquals } from "#assert";
import { wordsOf } from "../../functions/search/fold.ts";
import { withDatabase } from "../support/sql.ts";

const same: Record<string, [string, string]> = {
  "case and accents": ["Café ÉLÉGANCE", "cafe elegance"],
  "sharp s": ["Straße", "STRASSE"],
  "final letters and points of Hebrew": ["שָׁלוֹם", "שלומ"],
  "marks and alike letters of Arabic": ["مُؤَسَّسَة", "موسسه"],
  "the width of letters": ["ＡＢＣ　１２３", "abc 123"],
  "half-width kana": ["ｶﾞｲﾄﾞ", "ガイド"],
  "decomposed Hangul": ["한국".normalize("NFD"), "한국"],
  "letters with a stroke": ["Łódź Øresund", "lodz oresund"],
};

for (const [what, [one, other]] of Object.entries(same)) {
  Deno.test(`a search makes no difference of ${what}`, () => assertEquals(wordsOf(one), wordsOf(other)));
}

Deno.test("words are parted by punctuation and symbols, not by what belongs to them", () => {
  assertEquals(wordsOf("O'Brien-Smith & Co. (1999)"), ["o", "brien", "smith", "co", "1999"]);
  assertEquals(wordsOf("ann@example.com"), ["ann", "example", "com"]);
  assertEquals(wordsOf("हिन्दी भाषा"), ["हिन्दी", "भाषा"]);
  assertEquals(wordsOf("🎉Party🎉 €100"), ["party", "100"]);
  assertEquals(wordsOf(" ... "), []);
});

const interesting = [
  ..."aAzZ09-_.'&/ßẞſİIıiΣσςéÉǅŉΐᾳﬁöÖÅøØłŁđĐæŒþðｱﾞ　中国가각あмМאםןץףךعىةुक्ष्ไทย👩🚀🏽❤𐐀𐐨",
  ..." \t\u00A0\u2003\u200B\u200D\uFE0F\u0300\u0301\u0307\u0308\u05B0\u05BE\u064E\u0640\u3099\u1100\u1161\u11A8",
];
const text = fc.array(fc.constantFrom(...interesting), { maxLength: 16 }).map((parts) => parts.join(""));

Deno.test("SQL and TypeScript find the same words in 20,000 random texts, and in every character", async () => {
  // Postgres's ICU may not know the case pairs that Unicode 16 added, nor the marks that it orders anew.
  const newest = new Set("\u{1C89}\u{1C8A}\u{A7CB}\u{A7CC}\u{A7CD}\u{A7DA}\u{A7DB}\u{A7DC}\u0264\u019B");
  const everyCharacter = Array.from({ length: 0xD7FF }, (_, index) => String.fromCharCode(index + 1));
  const texts = [...everyCharacter.filter((sent) => !newest.has(sent)), ...fc.sample(text, 20_000)];
  const found = await withDatabase((sql) =>
    sql<{ words: string[] }[]>`
      select private.search_words(t.text) as words
      from unnest(${texts}::text[]) with ordinality as t (text, at) order by t.at`
  );
  const apart = texts.flatMap((sent, index) => {
    const { words } = found[index]!;
    return words.join(" ") === wordsOf(sent).join(" ") ? [] : [JSON.stringify([sent, words, wordsOf(sent)])];
  });
  assertEquals(apart.slice(0, 20), []);
});
