import { bytes, csv, testRefusals } from "../fixtures/bad_input.ts";
import { spreadsheet } from "../fixtures/spreadsheets.ts";

testRefusals([
  {
    what: "a CSV with ragged rows",
    call: csv("name,organization\nA,Northwind,x\nB\n"),
    status: 422,
    details: [[1, null, "ragged_row"], [2, null, "ragged_row"]],
  },
  {
    what: "an unclosed quote",
    call: csv('name,organization\n"A,Northwind\nB,Northwind\n'),
    status: 422,
    details: [[1, null, "quotes"]],
  },
  {
    what: "an unclosed quote in the header",
    call: csv('name,"organization\nA,Northwind\n'),
    status: 400,
    says: "line 1",
  },
  {
    what: "UTF-16 with a header only",
    call: csv(bytes([0xff, 0xfe], [..."name,organization"].map((c) => `${c}\0`).join(""))),
    status: 422,
    says: "header row only",
  },
  {
    what: "a spreadsheet",
    call: csv(bytes("PK\x03\x04..[Content_Types].xml")),
    status: 400,
    says: "spreadsheet",
  },
  {
    what: "a spreadsheet with a password",
    call: csv(bytes([0xd0, 0xcf, 0x11, 0xe0], "EncryptedPackage".split("").join("\0"), [0])),
    status: 400,
    says: "protected with a password",
  },
  {
    what: "a zip bomb",
    call: csv(spreadsheet({
      sheets: { Deals: [["name"]] },
      parts: {
        "xl/worksheets/sheet1.xml": `<worksheet><sheetData><row>${
          " ".repeat(50_000_000)
        }</row></sheetData></worksheet>`,
      },
    })),
    status: 400,
    says: "unpacks to more than 5 MB",
  },
  { what: "an HTML page", call: csv("<!DOCTYPE html><html></html>"), status: 400, says: "HTML" },
  { what: "JSON as CSV", call: csv('[{"name": "A"}]'), status: 400, says: "JSON" },
  { what: "a PDF", call: csv("%PDF-1.7\n"), status: 400, says: "PDF" },
  {
    what: "a header that matches nothing",
    call: csv("Deal,Company\nA,Northwind\n"),
    status: 422,
    says: "'Deal', 'Company'",
  },
  {
    what: "an amount that reads two ways",
    call: csv('name,organization,amount\nA,Northwind,"1,234"\n'),
    status: 422,
    details: [[1, "amount", "ambiguous"]],
  },
  {
    what: "a date that reads two ways",
    call: csv("name,organization,expected_close_date\nA,Northwind,03/04/2026\n"),
    status: 422,
    details: [[1, "expected_close_date", "ambiguous"]],
  },
  { what: "an empty file", call: csv(bytes()), status: 422, says: "empty" },
  { what: "a header only", call: csv("name,organization\n"), status: 422, says: "header row only" },
  {
    what: "duplicate headers",
    call: csv("Name,organization,name\nA,Northwind,B\n"),
    status: 422,
    says: "'Name' and 'name'",
  },
  {
    what: "NUL in a cell",
    call: csv("name,organization\nA\0,Northwind\n"),
    status: 422,
    details: [[1, "name", "characters"]],
  },
  {
    what: "a cell that is not UTF-8",
    call: csv(bytes("name,organization\nA", [0xff, 0xc3, 0xa9], ",Northwind\n")),
    status: 422,
    details: [[1, "name", "characters"]],
  },
  {
    what: "a __proto__ column only",
    call: csv("__proto__\nA\n"),
    status: 422,
    says: "'__proto__'",
  },
  {
    what: "a mapping that is no JSON",
    call: csv("name\nA\n"),
    query: "?mapping={name",
    status: 422,
    says: "mapping",
  },
  {
    what: "a mapping to nothing",
    call: csv("name\nA\n"),
    query: '?mapping={"name":5}',
    status: 422,
    says: "mapping.name",
  },
  {
    what: "a mapping to an unknown field",
    call: csv("name\nA\n"),
    query: '?mapping={"name":"title"}',
    status: 422,
    says: "'title'",
  },
  {
    what: "values of an unknown field",
    call: csv("name\nA\n"),
    query: '?values={"title":{}}',
    status: 422,
    says: "values",
  },
  {
    what: "values with NUL",
    call: csv("name\nA\n"),
    query: '?values={"name":{"a":"\\u0000"}}',
    status: 422,
    says: "values.name.a",
  },
  {
    what: "a mapping with NUL",
    call: csv("name\nA\n"),
    query: '?mapping={"\\u0000":"name"}',
    status: 422,
    says: "mapping",
  },
]);
