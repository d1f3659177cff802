import { assertEquals, assertStringIncludes, assertThrows } from "#assert";
import { readRows } from "../../functions/batch-import/csv_rows.ts";
import { maxRows } from "../../functions/batch-import/schema.ts";
import { readTable } from "../../shared/read/table.ts";
import { ApiError } from "../../shared/http/errors.ts";

const encoder = new TextEncoder();
const parse = (file: string) => readTable(encoder.encode(file), { maxRows });
const read = (file: string, mapping = {}, values = {}) => readRows(parse(file), mapping, values);

function refusal(work: () => unknown): { status: number; message: string } {
  const { status, message } = assertThrows(work, ApiError);
  return { status, message };
}

Deno.test("the header decides between comma, semicolon and tab", () => {
  for (const delimiter of [",", ";", "\t"]) {
    const file = parse(
      ["name", "organization"].join(delimiter) + "\r\n" + ["a", "b"].join(delimiter) + "\r\n",
    );
    assertEquals(file.columns, ["name", "organization"]);
    assertEquals(file.rows, [["a", "b"]]);
  }
});

Deno.test("a delimiter inside a quoted header cell does not count", () => {
  assertEquals(parse('name,"a;b;c;d",stage\n1,2,3').columns, ["name", "a;b;c;d", "stage"]);
  assertEquals(parse('"name";"amount, net, EUR"\n1;2').columns, ["name", "amount, net, EUR"]);
});

Deno.test("a byte order mark is not part of the first column's name", () => {
  assertEquals(parse("\uFEFFname,organization\na,b").columns, ["name", "organization"]);
  assertEquals(parse('\uFEFF"name",organization\na,b').columns, ["name", "organization"]);
});

Deno.test("quoted cells keep newlines, quotes and delimiters", () => {
  assertEquals(parse('name,notes\r\n"a, ""b""","1\r\n2\n3"\r\n').rows, [['a, "b"', "1\r\n2\n3"]]);
});

Deno.test("empty lines are skipped", () => {
  assertEquals(parse("\n\nname,notes\n\na,b\n\n\nc,d\n\n").rows, [["a", "b"], ["c", "d"]]);
});

Deno.test("an unclosed quote is the fault of the row where it starts, and of no other", () => {
  const file = parse('sep=,\nname,notes\na,b\n"c,d\ne,f\n\ng,""\n');
  assertEquals([file.rows, file.lines], [[["a", "b"], ['"c', "d"], ["e", "f"], ["g", ""]], [3, 4, 5, 7]]);
  const { opportunities, problems } = readRows(file, {}, {});
  assertEquals(opportunities.map(({ name }) => name), ["a", undefined, "e", "g"]);
  assertEquals(problems.map(({ row, code }) => [row, code]), [[2, "quotes"]]);
});

Deno.test("an unclosed quote in the header is refused with its line", () => {
  const { status, message } = refusal(() => parse('name,"notes\na,b\n'));
  assertEquals(status, 400);
  assertStringIncludes(message, "line 1");
});

Deno.test("a quote that does not enclose its cell is text and affects at most its own row", () => {
  assertEquals(parse('name,notes\na,"1\n2"\n"C" street,19" rack\n"b,c" d,e\nf,g\n').rows, [
    ["a", "1\n2"],
    ['"C" street', '19" rack'],
    ['"b', 'c" d', "e"],
    ["f", "g"],
  ]);
});

Deno.test("UTF-16 is read, with and without mark", () => {
  for (const mark of [[0xff, 0xfe], []]) {
    const text = [..."name,organization\na,b\n"].flatMap((c) => [c.charCodeAt(0), 0]);
    assertEquals(readTable(new Uint8Array([...mark, ...text]), { maxRows }).rows, [["a", "b"]]);
  }
});

Deno.test("an empty file and a file with a header only are refused", () => {
  for (const file of ["", "\n\n", "\uFEFF", "name,organization", "name,organization\r\n"]) {
    assertEquals(refusal(() => parse(file)).status, 422, JSON.stringify(file));
  }
});

Deno.test("one row more than a thousand is read, so that SQL can refuse with the tenant's limit", () => {
  assertEquals(parse("name\n" + "a\n".repeat(5000)).rows.length, 1001);
  assertEquals(parse("name\n" + "a\n".repeat(1000)).rows.length, 1000);
});

Deno.test("header names match without regard to case, spaces and underscores", () => {
  const { opportunities } = read("External ID,NAME,Expected Close_Date,dealOwner\n1,a,2026-01-01,b\n");
  assertEquals(opportunities, [
    { external_id: "1", name: "a", expected_close_date: "2026-01-01", deal_owner: "b" },
  ]);
});

Deno.test("cells are trimmed, empty cells are left out, and numbers stay text", () => {
  assertEquals(read("name,amount,stage\n a ,00012.50,  \n").opportunities, [{
    name: "a",
    amount: "00012.50",
  }]);
});

Deno.test("unknown columns are named as sent, or by position if they have no name", () => {
  assertEquals(read("name,Foo Bar,\na,b,c\n").source.unknown_columns, ["Foo Bar", "column 3"]);
});

Deno.test("a mapping fills one or more fields from a foreign column, and overrides its name", () => {
  const mapping = { "Deal Stage": "stage", "opportunity_id": ["external_id", "name"], "notes": "deal_owner" };
  assertEquals(read("opportunity_id,deal_stage,notes\n1,won,b\n", mapping).opportunities, [
    { external_id: "1", name: "1", stage: "won", deal_owner: "b" },
  ]);
});

Deno.test("listed values are translated, others stay as they are", () => {
  const values = { stage: { Engaging: "engaging" } };
  assertEquals(read("name,stage\nEngaging, Engaging \nb,Won\n", {}, values).opportunities, [
    { name: "Engaging", stage: "engaging" },
    { name: "b", stage: "Won" },
  ]);
});

Deno.test("a mapping to an unknown field, of an unknown column, or of two columns to one field is refused", () => {
  for (
    const [mapping, part] of [
      [{ foo: "stages" }, "'foo' to 'stages'"],
      [{ fooo: "stage" }, "'fooo'"],
      [{ foo: "name" }, "'name' and 'foo'"],
      [Object.fromEntries([["__proto__", "name"]]), "'__proto__'"],
    ] as const
  ) {
    const { status, message } = refusal(() => read("name,foo\na,b\n", mapping));
    assertEquals(status, 422);
    assertStringIncludes(message, part);
  }
});

Deno.test("two columns with the same name are refused, and both are named", () => {
  const { status, message } = refusal(() => read("Deal Owner,name,deal_owner\na,b,c\n"));
  assertEquals(status, 422);
  assertStringIncludes(message, "'Deal Owner' and 'deal_owner'");
});

Deno.test("a row with more or fewer cells than the header is a row error", () => {
  const { opportunities, problems } = read("name,organization\na,b\nc\nd,e,f\n");
  assertEquals(opportunities, [{ name: "a", organization: "b" }, {}, {}]);
  assertEquals(problems.map(({ row, field, code }) => [row, field, code]), [
    [2, null, "ragged_row"],
    [3, null, "ragged_row"],
  ]);
});

Deno.test("NUL and bytes that are not UTF-8 are row errors, shown as U+FFFD", () => {
  const file = new Uint8Array([...encoder.encode("name,notes\na\0b,c\nd,caf"), 0xe9, 0x0a]);
  const { opportunities, problems, source } = readRows(readTable(file, { maxRows }), {}, {});
  assertEquals(problems.map(({ row, field, code }) => [row, field, code]), [
    [1, "name", "characters"],
    [2, "notes", "characters"],
  ]);
  assertEquals(opportunities, [{ name: "a\uFFFDb", notes: "c" }, { name: "d", notes: "caf\uFFFD" }]);
  assertEquals(source.rows, [["a\uFFFDb", "c"], ["d", "caf\uFFFD"]]);
});

Deno.test("a U+FFFD in a valid UTF-8 file is kept as sent", () => {
  assertEquals(read("name\na\uFFFDb\n").problems, []);
});

Deno.test("context cells are JSON objects", () => {
  const cell = (json: string) => `"${json.replaceAll('"', '""')}"`;
  const rows = ['{"a": [1]}', "{a}", '{"a": "\\u0000"}', '{"a": 1e400}', "[".repeat(100_000)].map(cell);
  const { opportunities, problems } = read(`context\n${rows.join("\n")}\n`);
  assertEquals(opportunities[0], { context: { a: [1] } });
  assertEquals(problems.map(({ row, field, code }) => [row, field, code]), [
    [2, "context", "format"],
    [3, "context", "characters"],
    [4, "context", "range"],
    [5, "context", "format"],
  ]);
});

Deno.test("columns named __proto__ or constructor are ordinary unknown columns", () => {
  const { opportunities, source } = read("name,__proto__,constructor\na,b,c\n");
  assertEquals(opportunities, [{ name: "a" }]);
  assertEquals(source.unknown_columns, ["__proto__", "constructor"]);
});

Deno.test("a file with too many columns or cells is refused at once", () => {
  const cells = ",".repeat(5_000_000);
  const [wide, ragged] = [`${cells}\nb`, `name,notes\na,b\n${cells}`].map((file) =>
    refusal(() => parse(file))
  );
  assertEquals([wide?.status, ragged?.status], [400, 400]);
  const header = Array.from({ length: 1_001 }, (_, i) => `column${i}`).join(",");
  assertStringIncludes(refusal(() => parse(`${header}\na`)).message, "1,001 columns");
});
