import type { HonoRequest } from "hono";
import { parseCsv, refuseOtherCharset } from "../../shared/input/csv.ts";
import type { Json } from "../../shared/data/database.types.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { invalid } from "../../shared/http/problem.ts";
import { isStorable, isStorableJson, storable } from "../../shared/input/text.ts";
import { CallsBody, fields, maxCalls } from "./schema.ts";

/** Something wrong with one row, in the form that `record_calls` merges with its own findings. */
type Problem = { row: number; field: string | null; code: "characters" | "ragged_row"; message: string };

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
export async function readCalls(request: HonoRequest): Promise<ReadCalls> {
  const contentType = request.header("content-type") ?? "";
  if (!contentType.toLowerCase().startsWith("text/csv")) return readJson(await request.json());
  refuseOtherCharset(contentType);
  return readCsv(new Uint8Array(await request.arrayBuffer()));
}

function readJson(body: unknown): ReadCalls {
  const { data, error } = CallsBody.safeParse(body);
  if (error) throw invalid(error.issues);
  if (data.calls.length > maxCalls) {
    throw new ApiError(
      413,
      "BATCH_TOO_LARGE",
      `The request has ${data.calls.length} calls, at most ${maxCalls} are allowed`,
    );
  }
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

function readCsv(bytes: Uint8Array): ReadCalls {
  const file = parseCsv(bytes, maxCalls);
  const columns = file.columns.map((name) => storable(name).trim().toLowerCase().replaceAll(/[\s-]+/g, "_"));
  requireKnown(columns);
  const problems: Problem[] = [];
  const calls = file.rows.map((cells, index) => {
    const row = index + 1;
    if (cells.length !== columns.length) {
      const message = `the row has ${cells.length} cells, the header has ${columns.length}`;
      problems.push({ row, field: null, code: "ragged_row", message });
      return {};
    }
    const call: Row = {};
    for (const [position, cell] of cells.entries()) {
      const field = columns[position]!;
      const text = cell.trim();
      if (!isStorable(text) || (!file.isUtf8 && text.includes("\uFFFD"))) {
        problems.push(unstorable(row, field));
      } else if (text !== "") {
        call[field] = text;
      }
    }
    return call;
  });
  return { calls, problems };
}

function requireKnown(columns: string[]): void {
  const issues = columns.flatMap((name, index) => {
    if (!fields.includes(name)) {
      return [{ code: "unknown_column", message: `column "${name}" is none of ${fields.join(", ")}` }];
    }
    return columns.indexOf(name) < index
      ? [{ code: "duplicate_column", message: `column "${name}" is there twice` }]
      : [];
  });
  if (issues.length > 0) throw invalid(issues.map((issue) => ({ path: ["header"], ...issue })));
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
