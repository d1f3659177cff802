/**
 * The key by which names are compared: its rules, and that SQL and TypeScript agree on them.
 *
 * @module
 */
import fc from "fast-check";
import { assert, assertEquals } from "#assert";
import { nameKey, tidy } from "../../../shared/input/names.ts";
import { withDatabase } from "../../support/sql.ts";

/** Names that look the same. */
const same: Record<string, string[]> = {
  "case": ["Équipe", "ÉQUIPE", "équipe"],
  "full case folding": ["Straße", "STRASSE", "STRAẞE", "straſse"],
  "the last sigma": ["ΟΔΥΣΣΕΥΣ", "Οδυσσευς", "οδυσσευσ"],
  "the dotted and the dotless i": ["İstanbul", "ISTANBUL", "istanbul", "i\u0307stanbul", "ıstanbul"],
  "composed and decomposed letters": ["Caf\u00E9", "Cafe\u0301"],
  "kinds and numbers of blanks": [
    "North Wind",
    "North\u00A0Wind",
    "North  Wind",
    " North\u3000\tWind\u2003",
    "North\u2028Wind",
  ],
  "characters that never show": [
    "Northwind",
    "North\u00ADwind",
    "\uFEFFNorth\u200Bwind\u200E",
    "\u202ANorth\u2060wind\u202C",
  ],
  "invisible characters between words": [
    "North Wind",
    "North\u200B Wind",
    "North \u200D\u200C Wind",
    "North\u200E\u00A0\u200FWind",
  ],
  "joiners at the ends": ["می‌خواهم", "\u200Cمی‌خواهم\u200D"],
  "joiners where letters do not join": ["Auflage", "Auf\u200Clage", "A\u200Duflage", "Auflag\u034Fe"],
};

/** Names that look different, or whose invisible characters carry meaning. */
const different: Record<string, [string, string]> = {
  "the joiner of a Persian word": ["می‌خواهم", "میخواهم"],
  "the joiner of an Indic conjunct": ["क्‍ष", "क्ष"],
  "the joiner of an emoji": ["👩‍🚀", "👩🚀"],
  "an accent": ["Equipe", "Équipe"],
  "a blank": ["North Wind", "Northwind"],
  "an umlaut and its transcription": ["Müller", "Mueller"],
};

for (const [what, names] of Object.entries(same)) {
  Deno.test(`names are one without regard to ${what}`, () => {
    assertEquals([...new Set(names.map(nameKey))].length, 1, names.map(nameKey).join(" | "));
  });
}

for (const [what, [one, other]] of Object.entries(different)) {
  Deno.test(`names differ by ${what}`, () => {
    assert(nameKey(one) !== nameKey(other), nameKey(one));
  });
}

/** Code points that one of the rules is about, and some of every kind that none is about. */
const interesting = [
  ..."aAzZ09-_.'&/ßẞſİIıiΣσςéÉǅŉΐᾳﬁöÖÅｱ　中국あмМאعنीक्ष்👩🚀🏽❤𐐀𐐨𞤀",
  ..." \t\n\v\f\r\u0085\u00A0\u1680\u2000\u2003\u2009\u200A\u2028\u2029\u202F\u205F\u2800\u3000\u3164\uFFA0",
  ..."\u0001\u001F\u007F\u0084\u0086\u00AD\u061C\u200B\u200E\u200F\u202A\u202E\u2060\u2064\u2066\u2069\u206F\uFEFF\uFFF9",
  ..."\u034F\u115F\u1160\u180E\u200C\u200D\uFE0F\uFE0E",
  ..."\u0300\u0301\u0303\u0307\u0308\u0323\u0327\u0342\u0345\u05B0\u064E\u3099\u1100\u1161\u11A8",
];
const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...interesting) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }).filter((text) =>
      !text.includes("\0")
    ),
  },
);
const name = fc.array(character, { maxLength: 12 }).map((parts) => parts.join(""));

Deno.test("SQL and TypeScript agree on 20,000 random names, and on every character", async () => {
  // Postgres's ICU may not know the case pairs that Unicode 16 added.
  const newest = new Set("\u{1C89}\u{1C8A}\u{A7CB}\u{A7CC}\u{A7CD}\u{A7DA}\u{A7DB}\u{A7DC}\u0264\u019B");
  const everyCharacter = Array.from({ length: 0xD7FF }, (_, index) => String.fromCharCode(index + 1));
  const names = [...everyCharacter.filter((sent) => !newest.has(sent)), ...fc.sample(name, 20_000)];
  const keys = await withDatabase((sql) =>
    sql<{ key: string; tidy: string }[]>`
      select private.name_key(n.name) as key, private.tidy(n.name) as tidy
      from unnest(${names}::text[]) with ordinality as n (name, at) order by n.at`
  );
  const apart = names.flatMap((sent, index) => {
    const { key, tidy: tidied } = keys[index]!;
    return key === nameKey(sent) && tidied === tidy(sent)
      ? []
      : [JSON.stringify([sent, key, nameKey(sent), tidied])];
  });
  assertEquals(apart.slice(0, 20), []);
});

Deno.test("the key of a key is itself, and case, composition and blanks around it do not change it", () => {
  fc.assert(
    fc.property(name, (sent) => {
      const key = nameKey(sent);
      assertEquals(nameKey(key), key);
      assertEquals(nameKey(sent.normalize("NFD")), key);
      assertEquals(nameKey(` \u200B${sent}\u00A0\u200E`), key);
      assertEquals(nameKey(tidy(sent)), key);
    }),
    { numRuns: 20_000 },
  );
});
