import type { z } from "@hono/zod-openapi";
import type { HonoRequest } from "hono";
import { encodingOf } from "../../shared/read/charset.ts";
import { readTable } from "../../shared/read/table.ts";
import { readRows, type Source } from "./csv_rows.ts";
import { type CheckedRows, checkRows } from "./json_rows.ts";
import type { Warning } from "./problem.ts";
import { invalid, readForm, validate } from "./read_form.ts";
import { ImportBody, type ImportOptions, ImportQuery, maxRows } from "./schema.ts";
import { tidyRows } from "./tidy_rows.ts";
import { warningsOf } from "./warnings.ts";

/** A request to import, read and checked in form. */
export interface Import extends CheckedRows {
  options: Omit<Options, "round">;
  filename?: string;
  /** The file as sent, of CSV only, and what a person should look at. */
  source: Source | { warnings: Warning[] };
}

type Options = z.output<typeof ImportOptions>;
type Query = z.output<typeof ImportQuery>;

/**
 * Reads the body of `POST /batches` in whichever of its content types; options in the body win over the query's.
 * Raises 400, 413, 415 and 422; what is wrong with one row is in `problems`.
 */
export async function readImport(request: HonoRequest, query: Query): Promise<Import> {
  const contentType = request.header("content-type") ?? "";
  switch (contentType.split(";", 1)[0]!.trim().toLowerCase()) {
    case "text/csv":
      return readCsv(await request.arrayBuffer(), {
        ...query,
        encoding: encodingOf(contentType, query.encoding),
      });
    case "multipart/form-data":
      return await readUpload(request, query);
    default:
      return readJson(await request.json(), query);
  }
}

function readJson(body: unknown, query: Query): Import {
  const { filename: named, mapping, values, formats, delimiter, encoding, ...options } = query;
  const csvOnly = Object.entries({ mapping, values, formats, delimiter, encoding })
    .flatMap(([path, value]) => value ? [{ path, code: "csv_only", message: "is for CSV files only" }] : []);
  if (csvOnly.length > 0) throw invalid(csvOnly);
  const { opportunities, filename = named, options: own } = validate(ImportBody, body);
  // SQL knows the limit of the tenant and refuses one row more.
  const rows = checkRows(opportunities.slice(0, maxRows + 1));
  return finish(rows, { ...options, ...own }, filename, { warnings: [] });
}

function readCsv(file: ArrayBuffer, query: Query): Import {
  const { filename, mapping = {}, values = {}, formats = {}, delimiter, encoding, ...options } = query;
  const { encoding: inFormats, ...written } = formats;
  const table = readTable(new Uint8Array(file), { maxRows, delimiter, encoding: encoding ?? inFormats });
  const { source, ...rows } = readRows(table, mapping, values, written);
  return finish(rows, options, filename, source);
}

function finish<T extends Import["source"]>(
  { opportunities, problems }: CheckedRows,
  { round = false, ...options }: Options,
  filename: string | undefined,
  source: T,
): Import {
  const rows = tidyRows(opportunities, round);
  const warnings = [...source.warnings, ...warningsOf(rows, options.on_conflict)];
  return { opportunities: rows, problems, options, filename, source: { ...source, warnings } };
}

async function readUpload(request: HonoRequest, query: Query): Promise<Import> {
  const { file, fields } = await readForm(request);
  const filename = query.filename ?? file.name;
  const own = validate(ImportQuery, { ...(filename && { filename }), ...fields });
  return readCsv(await file.arrayBuffer(), { ...query, ...own });
}
