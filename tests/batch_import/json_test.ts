import { assertEquals } from "#assert";
import { checkRows } from "../../functions/batch-import/json_rows.ts";
import { opportunities } from "../../supabase/local/demo/opportunities.ts";

const check = (...rows: string[]) => checkRows(rows.map((row) => JSON.parse(row)));
const found = (...rows: string[]) =>
  check(...rows).problems.map(({ row, field, code }) => [row, field, code]);

Deno.test("valid rows are passed on unchanged", () => {
  const rows = opportunities(100, 1).map((row) => ({ ...row }));
  assertEquals(checkRows(rows), { opportunities: rows, problems: [] });
});

Deno.test("a row that is not an object is a row error", () => {
  assertEquals(found("null", "1", "[]", '"a"'), [1, 2, 3, 4].map((row) => [row, null, "type"]));
  assertEquals(check("null").opportunities, [{}]);
});

Deno.test("a wrong JSON type is an error of its field and says which type is right", () => {
  const { problems } = check('{"name": 5, "amount": true, "context": [], "probability_percent": "5"}');
  assertEquals(problems.map(({ message }) => message), [
    "name is a number, must be a string",
    "probability_percent is a string, must be a number",
    "amount is a boolean, must be a number or a decimal string",
    "context is an array, must be an object",
  ]);
});

Deno.test("null means the same as leaving the field out", () => {
  assertEquals(found('{"name": null, "amount": null, "context": null}'), []);
});

Deno.test("unknown fields are reported, with a suggestion if a known one is similar", () => {
  const { problems } = check('{"Deal-Owner": "a", "__proto__": {"b": 1}, "constructor": 1}');
  assertEquals(problems.map(({ field, code }) => [field, code]), [
    ["Deal-Owner", "unknown_field"],
    ["__proto__", "unknown_field"],
    ["constructor", "unknown_field"],
  ]);
  assertEquals(problems[0]!.message, "Deal-Owner is not a field, did you mean deal_owner?");
  assertEquals(Object.getPrototypeOf(check('{"__proto__": {"b": 1}}').opportunities[0]), Object.prototype);
});

Deno.test("NUL and lone surrogates anywhere are row errors, shown as U+FFFD", () => {
  const row = '{"name": "a\\u0000b", "notes": "\\ud800", "context": {"\\udc00": ["\\u0000"]}}';
  assertEquals(found(row), [[1, "name", "characters"], [1, "notes", "characters"], [
    1,
    "context",
    "characters",
  ]]);
  assertEquals(check(row).opportunities, [
    { name: "a\uFFFDb", notes: "\uFFFD", context: { "\uFFFD": ["\uFFFD"] } },
  ]);
});

Deno.test("a surrogate pair is a valid character", () => {
  assertEquals(found('{"name": "\\ud83d\\ude00"}'), []);
});

Deno.test("an infinite number is a row error", () => {
  assertEquals(found('{"amount": 1e400, "context": {"a": -1e400}}'), [[1, "amount", "range"], [
    1,
    "context",
    "range",
  ]]);
});

Deno.test("only the first of many unknown fields are reported", () => {
  const row = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`${i}\0`, "\0"]));
  assertEquals(checkRows([row]).problems.length, 20);
});
