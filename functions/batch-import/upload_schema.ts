import { z } from "@hono/zod-openapi";
import { storableText } from "../../shared/input/text.ts";
import { encodings } from "../../shared/read/decode.ts";
import { delimiterNames } from "../../shared/read/delimiter.ts";
import { readingSchemas } from "../../shared/read/options.ts";
import { NewOpportunity } from "./opportunity.ts";
import { ImportWarning } from "../../shared/read/findings.ts";
import { ImportOptions } from "./schema.ts";

const { mapping, values, formats } = readingSchemas(NewOpportunity.keyof());

/** The options of an import, and how to read its file. */
const UploadOptions = ImportOptions.omit({ dry_run: true }).extend({
  delimiter: z.enum(delimiterNames).optional().openapi({ default: "auto" }),
  encoding: z.enum(encodings).optional().openapi({ default: "auto" }),
  sheet: storableText().min(1).max(100).optional().openapi({
    description: "The name or number of a sheet of an .xlsx file; the first that is not hidden if left out",
  }),
});

export const NewUpload = z.strictObject({
  filename: storableText().min(1).max(255).openapi({ example: "opportunities.csv" }),
  size: z.int().min(0).optional().openapi({
    description: "Bytes of the whole file; compared when the upload is completed",
    example: 24_500_000,
  }),
  target: z.enum(["opportunities"]).optional().openapi({ default: "opportunities" }),
  options: UploadOptions.optional().openapi({ example: { on_error: "skip" } }),
  mapping: z.union([mapping, z.string().regex(/^@./, "must be an object, or a name like @hubspot")])
    .optional().openapi({
      description:
        "The field, or list of fields, that a foreign column fills, empty to leave the column out; or the " +
        "name of a saved mapping like `@hubspot`",
      example: { deal_stage: "stage" },
    }),
  values: values.optional().openapi({
    description: "What foreign values of a field mean, without regard to case; empty for no value",
    example: { stage: { "Closed Won": "won" } },
  }),
  formats: formats.optional().openapi({
    description: "How numbers, days and characters are written; auto looks at the whole column",
    example: { date: "DD/MM/YYYY" },
  }),
  auto_promote: z.boolean().optional().openapi({
    default: true,
    description: "False: wait for `promote` when the file is checked, and write nothing before",
  }),
}).openapi("NewUpload");

export const CreatedUpload = z.object({
  id: z.guid(),
  part_bytes: z.int().openapi({ description: "The most bytes that a part may have", example: 4_194_304 }),
}).openapi("CreatedUpload");

export const UploadPart = z.object({ part: z.int(), bytes: z.int() }).openapi("UploadPart");

export const UploadStatus = z.enum([
  "uploading",
  "reading",
  "checking",
  "ready",
  "promoting",
  "completed",
  "failed",
  "cancelled",
  "rolled_back",
]);

const count = (description: string) => z.int().openapi({ description });
const time = () => z.string().openapi({ format: "date-time" });

export const Upload = z.object({
  id: z.guid(),
  status: UploadStatus,
  filename: z.string(),
  size: z.int().nullable(),
  target: z.string().openapi({ example: "opportunities" }),
  options: z.record(z.string(), z.unknown()).openapi({ type: "object", additionalProperties: true }),
  auto_promote: z.boolean(),
  parts: count("Received so far; all of them when the upload is completed"),
  rows_read: z.int(),
  rows_checked: z.int(),
  rows_good: count("Of those checked"),
  rows_bad: count("Of those checked; `errors.csv` has them"),
  rows_written: count("Created and updated; all at once when the upload is completed"),
  progress: z.number().min(0).max(1),
  eta_seconds: z.int().nullable(),
  would_create: z.int(),
  would_update: z.int(),
  unchanged: z.int(),
  skipped: z.int(),
  errors_by_kind: z.array(z.object({
    field: z.string().nullable().openapi({ example: "probability_percent" }),
    code: z.string().openapi({ example: "range" }),
    count: z.int(),
    first_row: z.int(),
  })),
  warnings: z.array(ImportWarning).openapi({
    description: "To look at, although nothing is wrong with a row",
  }),
  unknown_columns: z.array(z.string()).openapi({ description: "Columns of the file that are no field" }),
  error: z.object({ code: z.string(), message: z.string() }).nullable().openapi({
    description: "Why a failed upload wrote nothing",
  }),
  batch_id: z.guid().nullable().openapi({ description: "The batch that it became, to list or roll back" }),
  created_by: z.guid(),
  created_at: time(),
  completed_at: time().nullable().openapi({ description: "When it was completed, failed or was cancelled" }),
}).openapi("Upload");

export const UploadId = z.object({ id: z.guid() });
export const PartId = UploadId.extend({
  part: z.coerce.number().int().min(1).max(1_000).openapi({
    description: "From 1, in the order of the file",
  }),
});
export const Completion = z.strictObject({
  parts: z.int().min(1).max(1_000).openapi({ description: "How many parts the file has", example: 6 }),
}).openapi("UploadCompletion");
