import { z } from "@hono/zod-openapi";
import { dateFormats } from "../../shared/read/dates.ts";
import { numberFormats } from "../../shared/read/numbers.ts";
import { shapes } from "../../shared/read/shapes.ts";
import { NewOpportunity } from "./opportunity.ts";
import { csv, mappingOrName } from "./schema.ts";

/** At most this many bytes of a CSV file are looked at. */
export const maxSample = 256 * 1024;

export const AnalysisQuery = csv.extend({
  mapping: mappingOrName,
  partial: z.stringbool().optional().openapi({
    type: "boolean",
    default: false,
    description: "The body is the start of a longer file: its last row may be cut off and is left out",
  }),
});

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** A table that was read elsewhere, such as in a browser. */
export const Sample = z.strictObject({
  columns: z.array(z.string()).min(1).max(1_000).openapi({ example: ["Deal Name", "Amount"] }),
  rows: z.array(z.array(cell)).max(1_000).openapi({ example: [["Northwind: renewal", "1,054.00"]] }),
}).openapi("Sample");

export const Analysis = z.object({
  encoding: z.string().nullable().openapi({ description: "Null for JSON", example: "utf-8" }),
  delimiter: z.string().nullable().openapi({ description: "Null for JSON", example: ";" }),
  columns: z.array(z.object({
    name: z.string(),
    suggestion: NewOpportunity.keyof().nullable().openapi({
      description: "The field that the column probably fills; null: none",
    }),
    confidence: z.number().min(0).max(1),
    samples: z.array(z.string()).openapi({ description: "Up to five different values" }),
    looks_like: z.enum(shapes),
  })),
  formats: z.object({ number: z.enum(numberFormats), date: z.enum(dateFormats) }).openapi({
    description:
      "How numbers and dates are written; auto: the columns do not tell, or no value needs to be told",
  }),
  mapping: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])).openapi({
    description: "The `mapping` to import the file with",
    example: { "Deal Name": "name" },
  }),
  values: z.record(z.string(), z.record(z.string(), z.string())).openapi({
    description: "The `values` to import the file with",
    example: { stage: { "Closed Won": "won" } },
  }),
  rows: z.int().openapi({ description: "Rows looked at" }),
  problems: z.array(z.object({
    severity: z.enum(["error", "warning"]),
    row: z.int().nullable().openapi({ description: "Counts data rows from 1; null: the file as a whole" }),
    line: z.int().nullable().openapi({ description: "The line of the file that the row begins at" }),
    field: z.string().nullable(),
    code: z.string(),
    message: z.string(),
  })).openapi({
    description: "What an import with this mapping, these values and formats would say; at most 100",
  }),
}).openapi("Analysis");
