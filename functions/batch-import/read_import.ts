import type { z } from "@hono/zod-openapi";
import type { HonoRequest } from "hono";
import type { Db } from "../../shared/context.ts";
import { encodingOf } from "../../shared/read/charset.ts";
import type { Mapping } from "../../shared/read/columns.ts";
import { xlsxType } from "../../shared/read/options.ts";
import { readTable } from "../../shared/read/table.ts";
import { readRows, type Source, target } from "./csv_rows.ts";
import { typed, valueReaders } from "./csv_values.ts";
import { type CheckedRows, checkRows } from "./json_rows.ts";
import { mapRows } from "../../shared/read/mapped_rows.ts";
import { withExactContexts } from "./exact_contexts.ts";
import type { Warning } from "../../shared/read/problem.ts";
import { invalid, readForm, validate } from "../../shared/read/form.ts";
import { withSaved } from "../../shared/read/saved_mapping.ts";
import { savedOpportunities } from "./mapping_schema.ts";
import { ImportBody, type ImportOptions, ImportQuery, maxRows } from "./schema.ts";
import { tidyRows } from "./tidy_rows.ts";
import { addFacts, noFacts, warningsOf } from "./warnings.ts";

/** A request to import, read and checked in form. */
export interface Import extends CheckedRows {
  options: Omit<Options, "round">;
  filename?: string;
  /** The file as sent, of CSV only, and what a person should look at. */
  source: Source | { warnings: Warning[]; unknown_columns?: string[] };
}

type Options = z.output<typeof ImportOptions>;
type Query = z.output<typeof ImportQuery>;

/**
 * Reads the body of `POST /batches` in whichever of its content types; options in the body win over the query's, and
 * those over a saved mapping's. Raises 400, 404, 413, 415 and 422; what is wrong with one row is in `problems`.
 */
export async function readImport(request: HonoRequest, query: Query, db: Db): Promise<Import> {
  const contentType = request.header("content-type") ?? "";
  switch (contentType.split(";", 1)[0]!.trim().toLowerCase()) {
    case xlsxType:
    case "text/csv": {
      const encoding = encodingOf(contentType, query.encoding);
      return readCsv(
        await request.arrayBuffer(),
        await withSaved(db, savedOpportunities, { ...query, encoding }),
      );
    }
    case "multipart/form-data": {
      const { file, fields } = await readForm(request);
      const filename = query.filename ?? file.name;
      const own = validate(ImportQuery, { ...(filename && { filename }), ...fields });
      return readCsv(await file.arrayBuffer(), await withSaved(db, savedOpportunities, { ...query, ...own }));
    }
    default:
      return await readJson(
        withExactContexts(await request.json(), await request.arrayBuffer()),
        query,
        db,
      );
  }
}

async function readJson(body: unknown, query: Query, db: Db): Promise<Import> {
  const { filename: named, mapping: inQuery, values, formats, delimiter, encoding, sheet, ...options } =
    query;
  const isSaved = typeof inQuery === "string";
  const csvOnly = Object.entries({
    mapping: isSaved ? undefined : inQuery,
    values,
    formats,
    delimiter,
    encoding,
    sheet,
  })
    .flatMap(([path, value]) => value ? [{ path, code: "csv_only", message: "is for CSV files only" }] : []);
  if (csvOnly.length > 0) throw invalid(csvOnly);
  const { opportunities, filename = named, options: own, ...foreign } = validate(ImportBody, body);
  const { mapping = isSaved ? inQuery : undefined } = foreign;
  // SQL knows the limit of the tenant and refuses one row more.
  const sent = opportunities.slice(0, maxRows + 1);
  if (!mapping && !foreign.values && !foreign.formats) {
    return finish(checkRows(sent), { ...options, ...own }, filename, { warnings: [] });
  }
  const { delimiter: _, sheet: __, ...settled } = await withSaved(db, savedOpportunities, {
    delimiter,
    sheet,
    ...options,
    ...own,
    ...foreign,
    mapping,
  });
  const { mapping: columns = {}, values: meanings = {}, formats: written = {}, ...saved } = settled;
  const { rows, problems, unknown_columns } = mapRows(sent, {
    target,
    mapping: columns,
    values: meanings,
    readers: (texts) => valueReaders(texts, written),
    typed,
  });
  const checked = checkRows(rows);
  const all = { ...checked, problems: [...problems, ...checked.problems] };
  return finish(all, saved, filename, { warnings: [], unknown_columns });
}

function readCsv(file: ArrayBuffer, query: Omit<Query, "mapping"> & { mapping?: Mapping }): Import {
  const { filename, mapping = {}, values = {}, formats = {}, delimiter, encoding, sheet, ...options } = query;
  const { encoding: inFormats, ...written } = formats;
  const encoded = encoding ?? inFormats;
  const table = readTable(new Uint8Array(file), { maxRows, delimiter, encoding: encoded, sheet });
  const { source, ...rows } = readRows(table, mapping, values, written, options.empty === "clear");
  return finish(rows, options, filename, source);
}

function finish<T extends Import["source"]>(
  { opportunities, problems }: CheckedRows,
  { round = false, ...options }: Options,
  filename: string | undefined,
  source: T,
): Import {
  const rows = tidyRows(opportunities, round);
  const warnings = [...source.warnings, ...warningsOf(addFacts(noFacts, rows), options)];
  return { opportunities: rows, problems, options, filename, source: { ...source, warnings } };
}
