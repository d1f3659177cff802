import { assertEquals, assertStringIncludes, assertThrows } from "#assert";
import { ApiError } from "../../../shared/http/errors.ts";
import { readTable } from "../../../shared/read/table.ts";

const encoder = new TextEncoder();
const read = (text: string) => readTable(encoder.encode(text), { maxRows: 100 });

Deno.test("empty surplus cells are ignored, filled ones are kept", () => {
  assertEquals(read("a,b\n1,2,,,\n3,4,\n5,6,,7\n").rows, [["1", "2"], ["3", "4"], ["5", "6", "", "7"]]);
});

Deno.test("empty columns at the end of the header go, with a value below they stay", () => {
  assertEquals(read("a,b,,\n1,2,,\n").columns, ["a", "b"]);
  assertEquals(read("a,b,,\n1,2,3,\n").columns, ["a", "b", ""]);
});

Deno.test("rows of delimiters and blanks are no rows, and lines are still counted", () => {
  const { rows, lines } = read('sep=,\na,b\n,,\n1,2\n \u00a0,\u200b\n"3\n",4\n5,6\n');
  assertEquals(rows, [["1", "2"], ["3\n", "4"], ["5", "6"]]);
  assertEquals(lines, [4, 6, 8]);
});

Deno.test("a file that is not a CSV is refused with the kind of file it is", () => {
  const files: [string, string][] = [
    ["PK\x03\x04....xl/workbook.xml", "spreadsheet (.xlsx)"],
    ["PK\x03\x04....data.csv", "zip"],
    ["\xd0\xcf\x11\xe0\xa1\xb1", "spreadsheet (.xls)"],
    ["%PDF-1.7", "PDF"],
    ["\x1f\x8b\x08", "gzip"],
    ["  <!DOCTYPE html><title>Sign in", "HTML"],
    ['[{"name": "Oak"}]', "JSON"],
    ['{"opportunities": []}', "JSON"],
  ];
  for (const [text, kind] of files) {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const { status, message } = assertThrows(() => readTable(bytes, { maxRows: 1 }), ApiError);
    assertEquals(status, 400);
    assertStringIncludes(message, kind);
  }
});

Deno.test("a CSV whose first cell begins like another kind is a CSV", () => {
  for (const text of ["[id],name\n1,2\n", "<5,name\n1,2\n", "PK,name\n1,2\n", "{id},name\n1,2\n"]) {
    assertEquals(read(text).rows, [["1", "2"]]);
  }
});
