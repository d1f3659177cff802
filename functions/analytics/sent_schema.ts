import { z } from "@hono/zod-openapi";
import { ImportWarning } from "../../shared/read/findings.ts";
import { csvOptions, readingSchemas } from "../../shared/read/options.ts";
import { mappingParameter, savedFileOptions } from "../../shared/read/saved_mapping.ts";
import type { RowLimit } from "../../shared/read/sent_file.ts";
import { targetFields } from "../../shared/read/targets.ts";
import { NewTransaction } from "./transaction_schema.ts";

/** How many transactions one request may have. */
export const transactionLimit: RowLimit = { most: 1_000, noun: "transactions" };

/** The columns of a file. */
export const fields = targetFields.transactions;
export type Field = typeof fields[number];

const field = z.enum(fields);
const { mapping, values, formats } = readingSchemas(field);

/** How files are to be read, in the query or in the fields of a form. */
export const TransactionQuery = csvOptions(
  field,
  '{"Order": "external_id"}',
  '{"status": {"paid": "completed"}}',
).extend({ mapping: mappingParameter(mapping, '{"Order": "external_id", "Date+Time": "occurred_at"}') });

/** What may be saved for files of transactions. */
export const savedTransactions = {
  target: "transactions",
  schema: z.strictObject({ mapping, values, formats, options: savedFileOptions }),
} as const;

/** The JSON body for readers; of what is sent only the outside is checked before SQL. */
export const Transactions = z.object({
  transactions: z.array(NewTransaction).min(1).max(transactionLimit.most),
}).openapi("Transactions");

export const Recorded = z.object({
  received: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int().openapi({ description: "Already recorded with the same values" }),
  unknown_columns: z.array(z.string()).optional().openapi({
    description: "Of a file: columns that are no field",
  }),
  warnings: z.array(ImportWarning).optional().openapi({
    description: "Of a file: to look at, although it was recorded",
  }),
}).openapi("RecordedTransactions");
