import type { z } from "@hono/zod-openapi";
import type { HonoRequest } from "hono";
import type { Json } from "../../shared/data/database.types.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { invalid } from "../../shared/http/problem.ts";
import { isStorable, isStorableJson, storable } from "../../shared/input/text.ts";
import { encodingOf } from "../../shared/read/charset.ts";
import { isErrorColumn, matchColumns } from "../../shared/read/columns.ts";
import { xlsxType } from "../../shared/read/options.ts";
import { quoteAdvice } from "../../shared/read/file_faults.ts";
import { readTable } from "../../shared/read/table.ts";
import { tidy } from "../../shared/input/names.ts";
import { comparable, unguard } from "../../shared/read/text.ts";
import { translator } from "../../shared/read/values.ts";
import { readValue } from "./call_values.ts";
import { type CallQuery, CallsBody, fields, maxCalls } from "./schema.ts";

/** Something wrong with one row, in the form that `record_calls` merges with its own findings. */
type Problem = {
  row: number;
  field: string | null;
  code: "characters" | "ragged_row" | "quotes";
  message: string;
};

type Row = { [field: string]: Json | undefined };

/** Rows ready for `record_calls`, with what the database could not even be told. */
export interface ReadCalls {
  calls: Json[];
  problems: Problem[];
}

/**
 * Reads the body of `POST /calls`, JSON or CSV. Raises 400, 413, 415, and 422 for a body or header that is wrong as a
 * whole; what is wrong with one row is in `problems`, or found by SQL.
 */
export async function readCalls(request: HonoRequest, query: z.output<typeof CallQuery>): Promise<ReadCalls> {
  const contentType = request.header("content-type") ?? "";
  const type = contentType.split(";", 1)[0]!.trim().toLowerCase();
  if (type !== "text/csv" && type !== xlsxType) return readJson(await request.json(), query);
  const encoding = encodingOf(contentType, query.encoding);
  return readCsv(new Uint8Array(await request.arrayBuffer()), { ...query, encoding });
}

function readJson(body: unknown, query: z.output<typeof CallQuery>): ReadCalls {
  const csvOnly = Object.entries(query).filter(([, value]) => value !== undefined);
  if (csvOnly.length > 0) {
    throw invalid(csvOnly.map(([name]) => ({ path: [name], message: "is for CSV files only" })));
  }
  const { data, error } = CallsBody.safeParse(body);
  if (error) throw invalid(error.issues);
  requireFew(data.calls.length, `${data.calls.length}`);
  const problems: Problem[] = [];
  const calls = data.calls.map((call, index) => {
    if (!isObject(call)) return isStorableJson(call) ? call : null;
    return isStorableJson(call) ? call : withoutFaults(call, index + 1, problems);
  });
  return { calls, problems };
}

/** The call without the fields that the database cannot store. */
function withoutFaults(call: Row, row: number, problems: Problem[]): Row {
  return Object.fromEntries(
    Object.entries(call).filter(([name, value]) => {
      if (isStorable(name) && isStorableJson(value)) return true;
      problems.push(unstorable(row, name));
      return false;
    }),
  );
}

function readCsv(bytes: Uint8Array, query: z.output<typeof CallQuery>): ReadCalls {
  const { mapping, values = {}, delimiter, encoding, sheet } = query;
  const file = readTable(bytes, { maxRows: maxCalls, delimiter, encoding, sheet });
  requireFew(file.rows.length, `more than ${maxCalls}`);
  const header = file.columns.map(storable);
  if (!mapping) requireKnown(header);
  const columns = matchColumns(header, mapping ?? {}, target);
  const translate = translator(values);
  const problems: Problem[] = [];
  const calls = file.rows.map((cells, index) => {
    const row = index + 1;
    if (file.unclosed.has(index)) {
      problems.push({ row, field: null, code: "quotes", message: `the quotes do not match: ${quoteAdvice}` });
      return {};
    }
    if (cells.length !== columns.length) {
      const message = `the row has ${cells.length} cells, the header has ${columns.length}`;
      problems.push({ row, field: null, code: "ragged_row", message });
      return {};
    }
    const call: Row = {};
    for (const [position, cell] of cells.entries()) {
      const text = tidy(unguard(tidy(cell)));
      for (const field of text === "" ? [] : columns[position]!.fields) {
        if (isStorable(text) && (file.isIntact || !text.includes("\uFFFD"))) {
          call[field] = readValue(field, translate(field, text));
        } else {
          problems.push(unstorable(row, field));
        }
      }
    }
    return call;
  });
  return { calls, problems };
}

const target = {
  fields,
  needed: "external_id, agent (or agent_id), outcome, resolved, handling_seconds and started_at",
};

/** Without a mapping a foreign column is more likely a typing error than one to leave out. */
function requireKnown(header: string[]): void {
  const known = new Set(fields.map(comparable));
  const issues = header.filter((name) => !known.has(comparable(name)) && !isErrorColumn(name)).map((
    name,
  ) => ({
    path: ["header"],
    code: "unknown_column",
    message: `column "${tidy(name)}" is none of ${fields.join(", ")}; with a mapping it would be left out`,
  }));
  if (issues.length > 0) throw invalid(issues);
}

function requireFew(calls: number, words: string): void {
  if (calls <= maxCalls) return;
  const message = `The request has ${words} calls, at most ${maxCalls} are allowed`;
  throw new ApiError(413, "BATCH_TOO_LARGE", message);
}

function unstorable(row: number, name: string): Problem {
  const field = storable(name);
  return {
    row,
    field,
    code: "characters",
    message: `${field} has characters that cannot be stored (NUL or broken Unicode)`,
  };
}

function isObject(value: Json): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
