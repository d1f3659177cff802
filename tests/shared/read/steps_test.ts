import { assert, assertEquals } from "#assert";
import fc from "fast-check";
import { encodingOf } from "../../../shared/read/charset.ts";
import { dateFormatOf, dateFormats, dateReader } from "../../../shared/read/dates.ts";
import { formFields } from "../../../shared/read/form.ts";
import { foreignKind, isSpreadsheet } from "../../../shared/read/kind.ts";
import { numberFormatOf, numberFormats, numberReader } from "../../../shared/read/numbers.ts";
import { saysNothing, shapeOf, shapes } from "../../../shared/read/shapes.ts";
import { nameKey, tidy } from "../../../shared/input/names.ts";
import { comparable } from "../../../shared/read/text.ts";
import { translator } from "../../../shared/read/values.ts";
import { lettersOf, similarity, similarityOfLetters, wordsOf } from "../../../shared/read/words.ts";
import { writeDate, writeNumber } from "./write.ts";

const text = fc.string({ unit: "grapheme", maxLength: 30 });
const word = fc.stringMatching(/^[a-zà-ÿ]{1,10}$/);

Deno.test("tidy text has no blank at its ends, and tidying twice changes nothing", () => {
  fc.assert(fc.property(text, (text) => {
    assertEquals(tidy(tidy(text)), tidy(text));
    assert(text.includes(tidy(text)));
    assertEquals(nameKey(nameKey(text)), nameKey(text));
    assertEquals(comparable(` ${text}\u200b`), comparable(text));
  }));
});

Deno.test("a value is translated in any case and with any blanks, another one stays as it is", () => {
  fc.assert(fc.property(word, word, fc.constantFrom("\u00a0", "  ", "\u200b "), (sent, meaning, blank) => {
    const translate = translator({ stage: { [`Closed ${sent}`]: meaning } });
    assertEquals(translate("stage", `CLOSED${blank}${sent.toUpperCase()}${blank}`), meaning);
    assertEquals(translate("stage", `Open ${sent}`), `Open ${sent}`);
    assertEquals(translate("name", `Closed ${sent}`), `Closed ${sent}`);
  }));
  assertEquals(translator({})("constructor", "toString"), "toString");
});

Deno.test("text of letters, digits and delimiters is never taken for another kind of file", () => {
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1 }),
      fc.constantFrom(",", ";", "\t", "|"),
      (cells, delimiter) => {
        const bytes = new TextEncoder().encode(`${cells.join(delimiter)}\n`);
        assertEquals([foreignKind(bytes), isSpreadsheet(bytes)], [undefined, false]);
      },
    ),
  );
});

Deno.test("no bytes are too odd to look at", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
    assert(["string", "undefined"].includes(typeof foreignKind(bytes)));
  }));
});

Deno.test("of a form every field with text comes back, lists with commas", () => {
  const fields = fc.array(
    fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom("", " ", "1", "2", "x y")),
  );
  fc.assert(fc.property(fields, (fields) => {
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value);
    const expected = Map.groupBy(fields.filter(([, value]) => value.trim() !== ""), ([name]) => name);
    assertEquals(
      formFields(form),
      Object.fromEntries(
        expected.entries().map(([name, sent]) => [name, sent.map(([, value]) => value).join(",")]),
      ),
    );
  }));
});

Deno.test("a charset is read in any spelling, and the option wins", () => {
  const spelled = fc.constantFrom("utf-16", "UTF16LE", '"utf-16be"', "Windows-1252", "cp1252");
  fc.assert(fc.property(spelled, fc.constantFrom("", " ", "  "), (charset, blank) => {
    const found = encodingOf(`text/csv;${blank}charset=${charset}`);
    assertEquals(found, /1252/.test(charset) ? "windows-1252" : "utf-16");
    assertEquals(encodingOf(`text/csv; charset=${charset}`, "utf-8"), "utf-8");
  }));
});

Deno.test("the format that is found for a column reads it as it was written", () => {
  const amounts = fc.array(fc.integer({ min: 0, max: 99_999_999 }), { minLength: 1, maxLength: 20 });
  const days = fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 20 });
  const numberFormat = fc.constantFrom(...numberFormats.filter((format) => format !== "auto"));
  const dateFormat = fc.constantFrom(
    ...dateFormats.filter((format) => format !== "auto" && format !== "excel"),
  );
  fc.assert(
    fc.property(amounts, days, numberFormat, dateFormat, (amounts, days, numberFormat, dateFormat) => {
      const plain = amounts.map((cents) => (cents / 100).toFixed(2));
      const numbers = plain.map((amount) => writeNumber(amount, numberFormat));
      assertEquals(
        numbers.map(numberReader(numberFormatOf([numbers]), numbers)),
        plain.map((value) => ({ value })),
      );
      const dates = days.map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
      const written = dates.map((day) => writeDate(day, dateFormat));
      const format = dateFormatOf(written);
      if (format === "auto") return;
      assertEquals(written.map(dateReader(format, written)), dates.map((value) => ({ value })));
    }),
  );
});

Deno.test("every column looks like something, an empty one like nothing", () => {
  fc.assert(fc.property(fc.array(text), (cells) => {
    assert(shapes.includes(shapeOf(cells)));
    assertEquals(shapeOf(cells.filter(saysNothing)), "empty");
  }));
  const samples = {
    uuid: ["0b1c2d3e-1111-2222-3333-444455556666"],
    email: ["ada@northwind.test", "eve@northwind.test"],
    url: ["https://northwind.test/deals", "www.northwind.test"],
    date: ["2026-12-31", "31.12.2026", "03/04/2026"],
    percent: ["60 %", "5%"],
    money: ["1.234,50 €", "$5", "EUR 7"],
    number: ["1,234", "5", "7.5"],
    currency: ["EUR", "USD"],
    boolean: ["yes", "No"],
    category: ["hot", "cold", "hot", "cold", "hot", "hot"],
    text: ["Northwind: renewal", "Pilot"],
  };
  for (const [shape, cells] of Object.entries(samples)) {
    assertEquals<string>(shapeOf(cells), shape, `${cells}`);
  }
});

Deno.test("similarity is 1 for equal texts only, the same both ways, and one change is one letter's share", () => {
  fc.assert(fc.property(word, word, fc.nat(), (a, b, at) => {
    assertEquals(similarity(a, a), 1);
    assertEquals(similarity(a, b), similarity(b, a));
    assertEquals(similarity(a, b) === 1, a === b);
    const place = at % a.length;
    const changed = `${a.slice(0, place)}#${a.slice(place + 1)}`;
    assert(Math.abs(similarity(a, changed) - (1 - 1 / a.length)) < 1e-9);
  }));
  assertEquals(similarity("amount", "amuont"), 1 - 1 / 6);
  fc.assert(fc.property(word, word, (a, b) => {
    const longest = Math.max(a.length, b.length);
    assert(similarityOfLetters(lettersOf(a), lettersOf(b), longest) >= similarity(a, b) - 1e-9);
  }));
});

Deno.test("a name has the same words however programs write it", () => {
  for (const name of ["closeDate", "Close_Date", "CLOSE DATE", "close-date__c", " Close  Dàte\u200b"]) {
    assertEquals(wordsOf(name), ["close", "date"]);
  }
});
