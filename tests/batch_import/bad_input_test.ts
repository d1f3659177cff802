import { assert, assertEquals, assertNotMatch, assertStringIncludes } from "#assert";
import { addNames, countsOf, opportunitiesOf } from "../fixtures/imports.ts";
import { opportunities } from "../../supabase/local/demo/opportunities.ts";
import { api, type Call } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";
import { expired } from "../support/token.ts";

const limit = 5 * 1024 * 1024;
const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(
    parts.flatMap((part) => typeof part === "string" ? [...new TextEncoder().encode(part)] : part),
  );
const json = (body: string): Call => ({ body, headers: { "content-type": "application/json" } });
const row = (fields: string) =>
  json(`{"opportunities": [{"name": "A", "organization": "Northwind", ${fields}}]}`);
const csv = (file: string | Uint8Array<ArrayBuffer>): Call => ({ csv: file });
const padded = (length: number) => {
  const empty = '{"opportunities": [], "filename": ""}';
  return json(empty.replace('""', `"${"a".repeat(length - empty.length)}"`));
};

interface Case {
  what: string;
  call: Call;
  query?: string;
  status: number;
  code?: string;
  /** [row, field, code] of each detail. */
  details?: [number, string | null, string][];
  /** What the message must say. */
  says?: string;
}

const cases: Case[] = [
  {
    what: "501 rows",
    call: { json: { opportunities: opportunities(501, 1) } },
    status: 413,
    code: "BATCH_TOO_LARGE",
    says: "500",
  },
  {
    what: "1001 rows",
    call: { json: { opportunities: opportunities(1001, 1) } },
    status: 413,
    code: "BATCH_TOO_LARGE",
  },
  { what: "5 MB + 1 of JSON", call: padded(limit + 1), status: 413, code: "PAYLOAD_TOO_LARGE" },
  { what: "5 MB + 1 of CSV", call: csv("a".repeat(limit + 1)), status: 413, code: "PAYLOAD_TOO_LARGE" },
  { what: "5 MB without rows", call: padded(limit), status: 422 },
  {
    what: "a million values",
    call: json(`{"opportunities": [${"{},".repeat(1e6)}{}]}`),
    status: 413,
    code: "PAYLOAD_TOO_LARGE",
  },
  {
    what: "a row with 90,000 unknown fields",
    call: json(`{"opportunities": [{${Array.from({ length: 9e4 }, (_, i) => `"${i}": 1`)}}]}`),
    status: 422,
  },
  { what: "truncated JSON", call: json('{"opportunities": [{"name": "A"'), status: 400, says: "line 1" },
  { what: "no body", call: json(""), status: 400 },
  {
    what: "JSON 100,000 deep",
    call: json("[".repeat(100_000) + "]".repeat(100_000)),
    status: 400,
    says: "deep",
  },
  {
    what: "context 100,000 deep",
    call: row(`"context": ${'{"a":'.repeat(1e5)}1${"}".repeat(1e5)}`),
    status: 400,
    says: "deep",
  },
  {
    what: "JSON that is not UTF-8",
    call: { body: bytes('{"a": "', [0xff], '"}'), headers: { "content-type": "application/json" } },
    status: 400,
  },
  { what: "an array instead of an object", call: json("[]"), status: 422 },
  { what: "null", call: json("null"), status: 422 },
  { what: "no opportunities", call: json("{}"), status: 422, says: "opportunities" },
  {
    what: "opportunities that are no array",
    call: json('{"opportunities": {"length": 3}}'),
    status: 422,
    says: "opportunities",
  },
  { what: "an empty array", call: json('{"opportunities": []}'), status: 422, says: "at least one row" },
  {
    what: "an unknown key",
    call: json('{"opportunities": [{}], "option": {}}'),
    status: 422,
    says: "option",
  },
  {
    what: "__proto__ in the body",
    call: json('{"opportunities": [{}], "__proto__": {"dry_run": true}}'),
    status: 422,
    says: "__proto__",
  },
  {
    what: "an unknown option",
    call: json('{"opportunities": [{}], "options": {"dryrun": true}}'),
    status: 422,
    says: "dryrun",
  },
  {
    what: "an option that is none of its values",
    call: json('{"opportunities": [{}], "options": {"on_error": "ignore"}}'),
    status: 422,
    says: "on_error",
  },
  {
    what: "an unknown parameter",
    call: json('{"opportunities": [{}]}'),
    query: "?dryrun=true",
    status: 422,
    says: "dryrun",
  },
  {
    what: "create_missing of principals",
    call: json('{"opportunities": [{}]}'),
    query: "?create_missing=principals",
    status: 422,
    says: "create_missing",
  },
  {
    what: "a mapping for JSON",
    call: json('{"opportunities": [{}]}'),
    query: '?mapping={"a":"name"}',
    status: 422,
    says: "mapping",
  },
  {
    what: "a file name of 256 characters",
    call: json(`{"opportunities": [{}], "filename": "${"a".repeat(256)}"}`),
    status: 422,
    says: "filename",
  },
  {
    what: "a file name with NUL",
    call: json('{"opportunities": [{}], "filename": "\\u0000"}'),
    status: 422,
    says: "filename",
  },

  {
    what: "a row that is null",
    call: json('{"opportunities": [null]}'),
    status: 422,
    details: [[1, null, "type"]],
  },
  {
    what: "NUL",
    call: row('"notes": "a\\u0000b"'),
    status: 422,
    details: [[1, "notes", "characters"]],
    says: "1 of 1",
  },
  {
    what: "a lone surrogate",
    call: row('"deal_owner": "\\ud800"'),
    status: 422,
    details: [[1, "deal_owner", "characters"]],
  },
  {
    what: "NUL inside context",
    call: row('"context": {"\\u0000": 1}'),
    status: 422,
    details: [[1, "context", "characters"]],
  },
  {
    what: "__proto__ in a row",
    call: row('"__proto__": {"stage": "won"}'),
    status: 422,
    details: [[1, "__proto__", "unknown_field"]],
  },
  {
    what: "probability 140",
    call: row('"probability_percent": 140'),
    status: 422,
    details: [[1, "probability_percent", "range"]],
  },
  {
    what: "the date 2025-02-30",
    call: row('"expected_close_date": "2025-02-30"'),
    status: 422,
    details: [[1, "expected_close_date", "format"]],
  },
  { what: "a negative amount", call: row('"amount": -1'), status: 422, details: [[1, "amount", "range"]] },
  { what: "the amount 1e400", call: row('"amount": 1e400'), status: 422, details: [[1, "amount", "range"]] },
  { what: "the amount NaN", call: row('"amount": "NaN"'), status: 422, details: [[1, "amount", "format"]] },
  { what: "three decimals", call: row('"amount": "1.005"'), status: 422, details: [[1, "amount", "format"]] },
  {
    what: "an unknown stage",
    call: row('"stage": "sold"'),
    status: 422,
    details: [[1, "stage", "unknown_value"]],
  },
  {
    what: "an unknown currency",
    call: row('"currency": "XXY"'),
    status: 422,
    details: [[1, "currency", "unknown_value"]],
  },
  {
    what: "a name of 201 characters",
    call: row(`"deal_owner": null, "external_id": "${"a".repeat(201)}"`),
    status: 422,
    details: [[1, "external_id", "length"]],
  },
  {
    what: "organization and organization_id",
    call: row(`"organization_id": "${crypto.randomUUID()}"`),
    status: 422,
    details: [[1, "organization", "ambiguous"]],
  },
  {
    what: "an organization_id that is no UUID",
    call: json('{"opportunities": [{"name": "A", "organization_id": "1 or 1=1"}]}'),
    status: 422,
    details: [[1, "organization_id", "unknown_reference"]],
  },
  {
    what: "a duplicate external_id in one file",
    call: csv("name,organization,external_id\nA,Northwind,1\nB,Northwind,2\nC,Northwind,1\n"),
    status: 422,
    details: [[3, "external_id", "duplicate_in_file"]],
  },

  {
    what: "text",
    call: { body: "a", headers: { "content-type": "text/plain" } },
    status: 415,
    code: "UNSUPPORTED_MEDIA_TYPE",
    says: "text/csv",
  },
  { what: "no content type", call: { body: bytes("{}") }, status: 415 },
  {
    what: "a form of the wrong kind",
    call: { body: "file=a", headers: { "content-type": "application/x-www-form-urlencoded" } },
    status: 415,
  },
  {
    what: "a charset that is not UTF-8",
    call: { body: "name", headers: { "content-type": "text/csv; charset=latin1" } },
    status: 415,
    says: "UTF-8",
  },
  {
    what: "compressed JSON",
    call: { body: "{}", headers: { "content-type": "application/json", "content-encoding": "gzip" } },
    status: 415,
  },

  {
    what: "a CSV with ragged rows",
    call: csv("name,organization\nA,Northwind,x\nB\n"),
    status: 422,
    details: [[1, null, "ragged_row"], [2, null, "ragged_row"]],
  },
  {
    what: "an unclosed quote",
    call: csv('name,organization\n"A,Northwind\nB,Northwind\n'),
    status: 400,
    says: "line 2",
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
  { what: "a form without a file", call: { body: form({}) }, status: 422, says: "file" },
  {
    what: "a form with an unknown field",
    call: { body: form({ file: new File(["name\nA\n"], "a.csv"), onerror: "skip" }) },
    status: 422,
    says: "onerror",
  },
  {
    what: "a form whose file has a very long name",
    call: { body: form({ file: new File(["name\nA\n"], "a".repeat(256)) }) },
    status: 422,
    says: "filename",
  },
  {
    what: "a broken form",
    call: { body: "--x\r\nabc", headers: { "content-type": "multipart/form-data; boundary=x" } },
    status: 400,
  },
  {
    what: "a form without boundary",
    call: { body: "abc", headers: { "content-type": "multipart/form-data" } },
    status: 400,
  },
];

function form(fields: Record<string, string | File>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

/** Words of the inside that no answer may show. */
const inside =
  /\b(select|insert|update \w|relation|constraint|violates|pg_|plpgsql|public\.|private\.|syntax error|column "|zod|stack)\b/i;

for (const { what, call, query = "", status, code, details, says } of cases) {
  Deno.test(`bad input is refused and writes nothing: ${what}`, async () => {
    const tenant = await createTenant();
    await addNames(tenant, "organizations", "Northwind");
    const answer = await api("POST", `/batch-import/v1/batches${query}`, { as: tenant.member, ...call });
    assertEquals(answer.status, status, `${answer}`);
    if (code) assertEquals(answer.error.code, code);
    if (details) {
      assertEquals<unknown>(
        answer.error.details?.map((detail) => [detail.row, detail.field, detail.code]),
        details,
      );
    }
    if (says) assertStringIncludes(answer.error.message, says);
    assertNotMatch(answer.text, inside);
    assertEquals((await countsOf(tenant)).opportunities, 0);
  });
}

Deno.test("a token that is missing, broken, expired or the project's key answers 401", async () => {
  const tenant = await createTenant();
  const tokens = [undefined, "", "abc", `${tenant.member.token}x`, await expired(tenant.member.token)];
  for (const token of tokens) {
    const body = {
      opportunities: opportunities(1, 1),
      options: { create_missing: ["organizations", "products"] },
    };
    const answer = await api("POST", "/batch-import/v1/batches", { as: token, json: body });
    assertEquals([answer.status, answer.error.code], [401, "UNAUTHORIZED"], `${answer}`);
  }
  assertEquals(await countsOf(tenant), { opportunities: 0, batches: 0 });
});

Deno.test("with on_error=skip, a bad row does not keep good rows out", async () => {
  const tenant = await createTenant();
  await addNames(tenant, "organizations", "Northwind");
  const call = json(`{"options": {"on_error": "skip"}, "opportunities": [
    {"name": "A", "organization": "Northwind"}, null, {"name": "\\u0000", "organization": "Northwind"},
    {"name": "B", "organization": "Northwind", "__proto__": {"a": 1}}, {"name": "C", "organization": "Northwind"}]}`);
  const answer = await api<{ errors: { row: number }[] }>("POST", "/batch-import/v1/batches", {
    as: tenant.member,
    ...call,
  });
  assertEquals(answer.status, 201, `${answer}`);
  assertEquals(answer.data.errors.map(({ row }) => row), [2, 3, 4]);
  assertEquals((await opportunitiesOf(tenant)).map(({ name }) => name), ["A", "C"]);
  assert(answer.text.includes("\uFFFD"));
});
