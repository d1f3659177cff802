import { z } from "@hono/zod-openapi";
import type { Json } from "../../shared/data/database.types.ts";
import { csvOptions, isTrue, jsonTextOrName, plain, readingSchemas } from "../../shared/read/options.ts";
import { ImportWarning, RowError } from "../../shared/read/findings.ts";
import { NewOpportunity, Opportunity } from "./opportunity.ts";

/** Upper limit of rows per import, above any tenant's own setting. */
export const maxRows = 1_000;

const Missing = z.enum(["organizations", "products"]);

/** How to import; in a query or form `create_missing` is a list with commas and the switches are words. */
export const ImportOptions = z.strictObject({
  on_error: z.enum(["abort", "skip"]).optional().openapi({
    default: "abort",
    description: "abort: one bad row and nothing is written; skip: the good rows are",
  }),
  on_conflict: z.enum(["error", "skip", "update"]).optional().openapi({
    default: "error",
    description: "What to do with a row whose opportunity is known. A row that updates may have only some " +
      "fields: those left out keep their values, `null` clears them",
  }),
  on_missing: z.enum(["create", "skip", "error"]).optional().openapi({
    default: "create",
    description:
      "What to do with a row whose opportunity is not known; skip or error makes the import update only",
  }),
  match: z.enum(["external_id", "name"]).optional().openapi({
    default: "external_id",
    description: "How a row finds its opportunity; name: rows without `external_id` by their name",
  }),
  empty: z.enum(["keep", "clear"]).optional().openapi({
    default: "keep",
    description: "What an empty cell or text does when a row updates: keep the value or clear it",
  }),
  create_missing: z.union([
    z.array(Missing),
    z.string().transform((list) => list.split(",").map((name) => name.trim()).filter(Boolean)).pipe(
      z.array(Missing),
    ),
  ]).optional().openapi({
    type: "array",
    items: { type: "string", enum: [...Missing.options] },
    description: "Unknown names to create; an unknown name is a row error otherwise",
  }),
  dry_run: isTrue.optional().openapi({
    type: "boolean",
    default: false,
    description: "Only tell what would happen",
  }),
  force: isTrue.optional().openapi({
    type: "boolean",
    default: false,
    description: "Import although the same content was imported in the last 24 hours",
  }),
  round: isTrue.optional().openapi({
    type: "boolean",
    default: false,
    description: "Round amounts and probabilities to 2 decimals",
  }),
});

const filename = plain().min(1).max(255).optional().openapi({ description: "Kept with the batch" });

/** The parameters that say how to read a CSV file. */
export const csv = csvOptions(
  NewOpportunity.keyof(),
  '{"deal_stage": "stage"}',
  '{"stage": {"Closed Won": "won"}, "amount": {"N/A": ""}}',
);

export type Values = NonNullable<z.output<typeof csv>["values"]>;

const schemas = readingSchemas(NewOpportunity.keyof());

/** A mapping as a JSON text, or the name of a saved one. */
export const mappingOrName = jsonTextOrName(
  schemas.mapping,
  "The field, or list of fields, that a foreign column fills; empty to leave the column out; `@name`: as saved",
  '{"deal_stage": "stage"}',
);

/** The parameters of an import, of any content type, and the fields of a form. */
export const ImportQuery = ImportOptions.extend({ filename }).extend(csv.shape).extend({
  mapping: mappingOrName,
});

/** The JSON body of an import. The rows are checked one by one. */
export const ImportBody = z.strictObject({
  opportunities: z.array(z.custom<Json>()).min(1, "must have at least one row").openapi({
    type: "array",
    items: { $ref: "#/components/schemas/NewOpportunity" },
    description: "As many as the setting `import.max_rows` allows (500)",
  }),
  filename,
  options: ImportOptions.optional(),
  mapping: z.union([schemas.mapping, z.string().regex(/^@./, "must be an object, or a name like @hubspot")])
    .optional().openapi({
      description: "For rows with another system's names: the field that each fills, or `@name` as saved",
      example: "@hubspot",
    }),
  values: schemas.values.optional().openapi({ description: "What foreign values of a field mean" }),
  formats: schemas.formats.omit({ encoding: true }).optional().openapi({
    description: "How texts with numbers and dates are written",
  }),
}).openapi("Import");

const time = () => z.string().openapi({ format: "date-time" });
const count = (description: string) => z.int().openapi({ description });
export const BatchStatus = z.enum(["processing", "completed", "failed", "cancelled", "rolled_back"]);

export const Batch = z.object({
  id: z.guid(),
  status: BatchStatus,
  filename: z.string().nullable(),
  total_records: z.int(),
  successful_records: count("created + updated + unchanged + skipped"),
  failed_records: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: count("Known rows that already had these values"),
  skipped: count("Rows left out by on_conflict=skip or on_missing=skip"),
  unknown_columns: z.array(z.string()).openapi({ description: "Columns of the CSV file that are no field" }),
  options: z.record(z.string(), z.unknown()).openapi({ type: "object", additionalProperties: true }),
  errors: z.array(RowError),
  warnings: z.array(ImportWarning).openapi({ description: "To look at, although it was imported" }),
  created_by: z.guid(),
  created_at: time(),
  completed_at: time().nullable(),
}).openapi("Batch");

/** In a list, whose size would otherwise depend on how bad the files were. */
export const BatchSummary = Batch.omit({ errors: true, warnings: true }).openapi("BatchSummary");

export const DryRun = z.object({
  would_create: z.int(),
  would_update: z.int(),
  unchanged: z.int(),
  skipped: z.int(),
  would_create_organizations: z.int(),
  would_create_products: z.int(),
  unknown_columns: z.array(z.string()),
  errors: z.array(RowError),
  warnings: z.array(ImportWarning).openapi({ description: "To look at, although it was imported" }),
}).openapi("DryRun");

export const Rollback = z.object({
  batch: Batch,
  deleted: count("Opportunities that the batch had created"),
  restored: count("Opportunities that the batch had updated"),
  kept: z.array(z.object({
    opportunity_id: z.guid(),
    external_id: z.string().nullable(),
    reason: z.string().openapi({ example: "edited since the import" }),
  })).openapi({ description: "The first 1,000 rows that stay as they are" }),
  organizations_deleted: z.int(),
  products_deleted: z.int(),
}).openapi("Rollback");

export const BatchRow = z.object({
  row: z.int(),
  action: z.enum(["created", "updated"]),
  opportunity: Opportunity,
}).openapi("BatchRow");

export const BatchId = z.object({ id: z.guid() });
