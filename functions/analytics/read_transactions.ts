import { z } from "@hono/zod-openapi";
import type { HonoRequest } from "hono";
import type { Json } from "../../shared/data/database.types.ts";
import type { Db } from "../../shared/context.ts";
import { invalid } from "../../shared/http/problem.ts";
import { ExactNumber, isExactRecord, parseExactJson } from "../../shared/input/exact_json.ts";
import { isStorableJson, storable } from "../../shared/input/text.ts";
import { fileRows, type FileSource } from "../../shared/read/file_rows.ts";
import { faultText } from "../../shared/read/faults.ts";
import type { Problem } from "../../shared/read/problem.ts";
import { withSaved } from "../../shared/read/saved_mapping.ts";
import { requireFew, requireFile, sentFile, sentTable } from "../../shared/read/sent_file.ts";
import { savedTransactions, transactionLimit, TransactionQuery } from "./sent_schema.ts";
import { transactionRows } from "./transaction_values.ts";

/** The arguments of `record_transactions`. */
export interface ReadTransactions {
  transactions: Json[];
  /** What is wrong with the form of the rows; SQL judges their values. */
  problems: Problem[];
  /** What a person should know of a file; null for JSON. */
  source: Pick<FileSource, "lines" | "unknown_columns" | "warnings"> | null;
}

const Body = z.strictObject({ transactions: z.array(z.unknown()).min(1) });

/**
 * Reads the body of `POST /transactions` in whichever of its content types. Raises 400, 404, 413, 415, and 422 for a
 * body or header that is wrong as a whole; what is wrong with one row is in `problems`, or found by SQL.
 */
export async function readTransactions(
  request: HonoRequest,
  query: z.output<typeof TransactionQuery>,
  db: Db,
): Promise<ReadTransactions> {
  const sent = await sentFile(request, query, TransactionQuery);
  if (!sent) return readJson(new Uint8Array(await request.arrayBuffer()), query);
  const { formats: { encoding, ...formats } = {}, ...options } = await withSaved(
    db,
    savedTransactions,
    sent.options,
  );
  const file = sentTable(
    sent.bytes,
    { ...options, encoding: options.encoding ?? encoding },
    transactionLimit,
  );
  const { rows, problems, source } = fileRows(file, transactionRows, { ...options, formats });
  const { lines, unknown_columns, warnings } = source;
  return { transactions: rows, problems, source: { lines, unknown_columns, warnings } };
}

function readJson(bytes: Uint8Array, query: z.output<typeof TransactionQuery>): ReadTransactions {
  requireFile(query);
  const { data, error } = Body.safeParse(parseExactJson(bytes));
  if (error) throw invalid(error.issues);
  requireFew(data.transactions.length, `${data.transactions.length}`, transactionLimit);
  const problems: Problem[] = [];
  const transactions = data.transactions.map((sent, index) => flat(sent, index + 1, problems));
  return { transactions, problems, source: null };
}

/** The row with its customer's fields next to its own and numbers as they were written. */
function flat(sent: unknown, row: number, problems: Problem[]): Json {
  if (!isExactRecord(sent)) return [];
  const { customer, ...own } = sent;
  const inner = isExactRecord(customer) ? customer : {};
  if (customer !== undefined && customer !== null && !isExactRecord(customer)) {
    problems.push({ row, field: "customer", code: "type", message: "customer must be an object" });
  }
  const entries = [
    ...Object.entries(own),
    ...Object.entries(inner).map(([name, value]): [string, unknown] => [`customer_${name}`, value]),
  ];
  return Object.fromEntries(entries.flatMap(([name, value]): [string, Json][] => {
    if (isStorableJson(name) && (value instanceof ExactNumber || isStorableJson(value))) {
      return [[name, asJson(value)]];
    }
    problems.push(unstorable(row, name));
    return [];
  }));
}

/** Numbers become text, so that SQL sees the digits that were sent. */
function asJson(value: unknown): Json {
  if (value instanceof ExactNumber) return value.text;
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  return Array.isArray(value) ? [] : {};
}

function unstorable(row: number, name: string): Problem {
  const field = storable(name).slice(0, 100);
  return { row, field, code: "characters", message: `${field} ${faultText("characters")}` };
}
