import { assertEquals, assertThrows } from "#assert";
import fc from "fast-check";
import { OpenQuote, readRecords } from "../../../shared/read/cells.ts";

const cellsOf = (text: string, delimiter = ",") =>
  [...readRecords(text, delimiter)].map(({ cells }) => cells);
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

Deno.test("any cell is read back unchanged, with every delimiter, line end and way of quoting", () => {
  const cell = fc.string({ unit: "grapheme" });
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
  const delimiter = fc.constantFrom(",", ";", "\t", "|");
  const end = fc.constantFrom("\n", "\r\n", "\r");
  fc.assert(fc.property(table, delimiter, end, fc.boolean(), (rows, delimiter, end, always) => {
    const write = (text: string) =>
      always || /["\r\n]|^\s*$/.test(text) || text.includes(delimiter) ? quoted(text) : text;
    const text = rows.map((cells) => cells.map(write).join(delimiter)).join(end);
    assertEquals(cellsOf(text, delimiter), rows);
  }));
});

Deno.test("a record knows the line that it begins at", () => {
  const records = [...readRecords('a\n\n"b\r\nc",d\r\ne\rf', ",")];
  assertEquals(records.map(({ line }) => line), [1, 2, 3, 5, 6]);
});

Deno.test("a quote inside a bare cell is text, and blanks around quotes do not count", () => {
  assertEquals(cellsOf('19" rack,5" pipe,"C" street'), [['19" rack', '5" pipe', '"C" street']]);
  assertEquals(cellsOf('"a" , "b"\u00a0,\t"c, d"'), [["a", "b", "c, d"]]);
  assertEquals(cellsOf('"say ""hi""",""'), [['say "hi"', ""]]);
});

Deno.test("a quote that is never closed names the line of its record", () => {
  assertEquals(assertThrows(() => cellsOf('a,b\nc,d\ne,"f\ng'), OpenQuote).line, 3);
});

Deno.test("any text is read to its end", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    const plain = text.replaceAll('"', "");
    assertEquals(cellsOf(plain).flat().join("").length, plain.replaceAll(/[,\r\n]/g, "").length);
  }));
});
