import type { z } from "@hono/zod-openapi";
import type { HonoRequest } from "hono";
import { ApiError } from "../http/errors.ts";
import { invalid } from "../http/problem.ts";
import { encodingOf } from "./charset.ts";
import type { encodings } from "./decode.ts";
import type { DelimiterName } from "./delimiter.ts";
import { readForm, validate } from "./form.ts";
import { xlsxType } from "./options.ts";
import { readTable, type Table } from "./table.ts";

type Encoding = typeof encodings[number];

/** A file and how it is to be read. */
export interface SentFile<Options> {
  bytes: ArrayBuffer;
  options: Options;
}

/**
 * The CSV or .xlsx file of a request, with the options of its query and, of a form, those next to the file. Undefined
 * for another body. Raises 400 and 422.
 */
export async function sentFile<Options extends { encoding?: Encoding }>(
  request: HonoRequest,
  query: Options,
  schema: z.ZodType<Options>,
): Promise<SentFile<Options> | undefined> {
  const contentType = request.header("content-type") ?? "";
  const type = contentType.split(";", 1)[0]!.trim().toLowerCase();
  if (type === "text/csv" || type === xlsxType) {
    const encoding = encodingOf(contentType, query.encoding);
    return { bytes: await request.arrayBuffer(), options: { ...query, encoding } };
  }
  if (type !== "multipart/form-data") return undefined;
  const { file, fields } = await readForm(request);
  return { bytes: await file.arrayBuffer(), options: { ...query, ...validate(schema, fields) } };
}

/** Throws 422 if parameters for files come with JSON. */
export function requireFile(options: object): void {
  const refused = Object.entries(options).filter(([, value]) => value !== undefined);
  if (refused.length === 0) return;
  throw invalid(refused.map(([name]) => ({ path: [name], message: "is for CSV files only" })));
}

/** How many rows a request may have, and what they are called. */
export interface RowLimit {
  most: number;
  noun: string;
}

/** The table in a file. Raises 400, 413 for too many rows, and 422. */
export function sentTable(
  bytes: ArrayBuffer,
  { delimiter, encoding, sheet }: { delimiter?: DelimiterName; encoding?: Encoding; sheet?: string },
  limit: RowLimit,
): Table {
  const table = readTable(new Uint8Array(bytes), { maxRows: limit.most, delimiter, encoding, sheet });
  requireFew(table.rows.length, `more than ${limit.most}`, limit);
  return table;
}

/** Throws 413 for more rows than one request may have. */
export function requireFew(rows: number, words: string, { most, noun }: RowLimit): void {
  if (rows <= most) return;
  const message = `The request has ${words} ${noun}, at most ${most} are allowed`;
  throw new ApiError(413, "BATCH_TOO_LARGE", message);
}
