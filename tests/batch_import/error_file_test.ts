import { assert, assertEquals } from "#assert";
import fc from "fast-check";
import { readRows } from "../../functions/batch-import/csv_rows.ts";
import { tidy } from "../../shared/input/names.ts";
import { errorFile as fileOf } from "../../shared/read/error_file.ts";
import { targetFields } from "../../shared/read/targets.ts";
import { maxRows } from "../../functions/batch-import/schema.ts";
import { readTable } from "../../shared/read/table.ts";
import { unguard } from "../../shared/read/text.ts";

const encoder = new TextEncoder();
const errorFile = (bad: Parameters<typeof fileOf>[0]) => fileOf(bad, targetFields.opportunities);
const parse = (file: string) => readTable(encoder.encode(file), { maxRows });
const bad = (row: number, record: unknown[] | Record<string, unknown>, ...messages: string[]) => ({
  row,
  record,
  errors: messages.map((message) => ({ message })),
});

Deno.test("an error file has the columns as sent and the errors of each row", () => {
  const file = errorFile({
    columns: ["Name", "Foo"],
    rows: [bad(2, ["a", "b"], "one is wrong", "two is wrong"), bad(7, ["c", ""], "three is wrong")],
  });
  assertEquals(parse(file).columns, ["Name", "Foo", "error"]);
  assertEquals(parse(file).rows, [["a", "b", "one is wrong; two is wrong"], ["c", "", "three is wrong"]]);
});

Deno.test("cells that a spreadsheet would run as formulas are escaped, in headers and errors too", () => {
  const cells = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "harmless"];
  const file = parse(
    errorFile({ columns: ["=cmd()", ...cells.slice(1)], rows: [bad(1, cells, "=1 is wrong")] }),
  );
  for (const cell of [...file.columns, ...file.rows.flat()]) assert(!/^[=+\-@\t\r\n]/.test(cell), cell);
  assertEquals(file.rows[0]!.map(unguard), [...cells, "=1 is wrong"]);
});

Deno.test("rows sent as JSON become columns, with known fields first and objects as JSON", () => {
  const rows = [
    bad(1, JSON.parse('{"foo": 1, "amount": -5, "__proto__": {"a": 1}}'), "wrong"),
    bad(2, { name: "a", context: { b: null }, constructor: "c" }, "wrong"),
    bad(3, {}, "the row is null"),
  ];
  const file = parse(errorFile({ columns: null, rows }));
  assertEquals(file.columns, ["name", "amount", "context", "foo", "__proto__", "constructor", "error"]);
  assertEquals(file.rows, [
    ["", "-5", "", "1", '{"a":1}', "", "wrong"].map((cell) => cell === "-5" ? "'-5" : cell),
    ["a", "", '{"b":null}', "", "", "c", "wrong"],
    ["", "", "", "", "", "", "the row is null"],
  ]);
});

Deno.test("the error column of an error file is replaced, not repeated", () => {
  const file = parse(
    errorFile({ columns: ["name", "error", "stage"], rows: [bad(1, ["a", "old", "b"], "new")] }),
  );
  assertEquals(file.columns, ["name", "stage", "error"]);
  assertEquals(file.rows, [["a", "b", "new"]]);
});

Deno.test("surplus cells of a ragged row stay behind the error", () => {
  const file = parse(
    errorFile({ columns: ["name"], rows: [bad(1, ["a", "b"], "ragged"), bad(2, [], "ragged")] }),
  );
  assertEquals(file.rows, [["a", "ragged", "b"], ["", "ragged"]]);
});

Deno.test("reading an error file returns the cells that were sent, whatever they hold", () => {
  const cell = fc.string({ unit: "grapheme" }).map(tidy).filter((text) => !text.startsWith("'"));
  fc.assert(fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
    const sent = rows.map(([name, notes]) => ({ ...(name ? { name } : {}), ...(notes ? { notes } : {}) }));
    const file = errorFile({
      columns: ["name", "notes"],
      rows: rows.map((cells, i) => bad(i + 1, cells, "wrong")),
    });
    const { opportunities, problems, source } = readRows(parse(file), {}, {});
    assertEquals(opportunities, sent);
    assertEquals(problems, []);
    assertEquals(source.unknown_columns, []);
  }));
});
