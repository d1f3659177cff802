import { bytes, csv, json, testRefusals } from "../fixtures/bad_input.ts";
import { opportunities } from "../../supabase/local/demo/opportunities.ts";

const limit = 5 * 1024 * 1024;
const padded = (length: number) => {
  const empty = '{"opportunities": [], "filename": ""}';
  return json(empty.replace('""', `"${"a".repeat(length - empty.length)}"`));
};
const row = (fields: string) =>
  json(`{"opportunities": [{"name": "A", "organization": "Northwind", ${fields}}]}`);

function form(fields: Record<string, string | File>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

testRefusals([
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
    says: "send the file as an upload",
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
]);
