import type { z } from "@hono/zod-openapi";
import type { HonoRequest } from "hono";
import type { Db } from "../../shared/context.ts";
import { fileRows, type RowKind } from "../../shared/read/file_rows.ts";
import { withSaved } from "../../shared/read/saved_mapping.ts";
import { sentFile, sentTable } from "../../shared/read/sent_file.ts";
import { callReaders } from "./call_values.ts";
import { readJson } from "./json_calls.ts";
import { callLimit, type ReadCalls } from "./sent_calls.ts";
import { CallQuery, type Field, savedCalls, target } from "./schema.ts";

type Query = z.output<typeof CallQuery>;

const calls: RowKind<Field> = { target, readers: callReaders };

/**
 * Reads the body of `POST /calls` in whichever of its content types. Raises 400, 404, 413, 415, and 422 for a body or
 * header that is wrong as a whole; what is wrong with one row is in `problems`, or found by SQL.
 */
export async function readCalls(request: HonoRequest, query: Query, db: Db): Promise<ReadCalls> {
  const sent = await sentFile(request, query, CallQuery);
  if (!sent) return await readJson(await request.json(), query, db);
  const { formats, on_error, ...settled } = await withSaved(db, savedCalls, sent.options);
  const { encoding, ...written } = formats ?? {};
  const file = sentTable(sent.bytes, { ...settled, encoding: settled.encoding ?? encoding }, callLimit);
  const { rows, problems, source } = fileRows(file, calls, { ...settled, formats: written });
  return { calls: rows, problems, source, options: { on_error, local_times: true } };
}
