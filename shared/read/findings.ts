import { z } from "@hono/zod-openapi";

/** What answers say about rows of a file or of an import. */
export const RowError = z.object({
  row: z.int().openapi({ description: "Counts data rows from 1", example: 17 }),
  line: z.int().optional().openapi({
    description: "CSV: the line of the file that the row begins at",
    example: 18,
  }),
  field: z.string().nullable().openapi({
    description: "Null: the row as a whole",
    example: "probability_percent",
  }),
  code: z.string().openapi({
    description:
      "required, type, length, range, format, unknown_value, unknown_reference, ambiguous, unknown_field, " +
      "duplicate_in_file, already_exists, characters, ragged_row, quotes",
    example: "range",
  }),
  message: z.string().openapi({ example: "probability_percent is 140, must be 0–100" }),
}).openapi("RowError");

export const ImportWarning = z.object({
  field: z.string().nullable(),
  code: z.string().openapi({
    description: "all_fractions, rounded_ids, no_ids, encoding, foreign_ids, time_zone",
    example: "all_fractions",
  }),
  message: z.string(),
}).openapi("ImportWarning");
