import { z } from "@hono/zod-openapi";
import { comparable } from "../../shared/read/text.ts";
import { delimiterNames } from "../../shared/read/delimiter.ts";
import { readingSchemas } from "../../shared/read/options.ts";
import { fields, NewOpportunity } from "./opportunity.ts";
import { ImportOptions } from "./schema.ts";

const known = new Set(fields.map(comparable));
const { mapping, values, formats } = readingSchemas(NewOpportunity.keyof());

/** A mapping whose columns go to fields of an opportunity. */
const Mapping = mapping.superRefine((columns, context) => {
  for (const [column, to] of Object.entries(columns)) {
    for (const field of [to ?? []].flat()) {
      if (field === "" || known.has(comparable(field))) continue;
      const message = `is '${field}', must be one of ${fields.join(", ")}`;
      context.addIssue({ code: "custom", path: [column], message });
    }
  }
});

export const MappingName = z.object({
  name: z.string().trim().normalize("NFC").max(100)
    .regex(
      /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]*$/u,
      "must begin with a letter or digit; blanks, . _ - may follow",
    )
    .openapi({ description: "In any case", example: "hubspot" }),
});

/** How to import the files of one system; `dry_run` and `force` are said with each import. */
export const NewMapping = z.strictObject({
  mapping: Mapping.default({}).openapi({
    example: { "Deal Name": "name", "Associated Company": "organization" },
  }),
  values: values.default({}).openapi({ example: { stage: { "Closed Won": "won" } } }),
  formats: formats.default({}).openapi({ example: { number: "1.234,56", date: "DD.MM.YYYY" } }),
  options: ImportOptions.omit({ dry_run: true, force: true })
    .extend({ delimiter: z.enum(delimiterNames).optional(), sheet: z.string().min(1).max(100).optional() })
    .default({})
    .openapi({ example: { on_error: "skip", create_missing: ["organizations"] } }),
}).openapi("NewImportMapping");

/** A saved mapping; options that later versions add come along. */
export const SavedMapping = z.object({
  id: z.guid(),
  name: z.string(),
  mapping,
  values: z.record(z.string(), z.record(z.string(), z.string())),
  formats: z.record(z.string(), z.string()),
  options: z.record(z.string(), z.unknown()).openapi({ type: "object", additionalProperties: true }),
  version: z.int(),
  created_by: z.guid().nullable(),
  created_at: z.string().openapi({ format: "date-time" }),
  updated_at: z.string().openapi({ format: "date-time" }),
}).openapi("ImportMapping");
