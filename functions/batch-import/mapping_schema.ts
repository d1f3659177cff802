import { z } from "@hono/zod-openapi";
import { plain, readingSchemas } from "../../shared/read/options.ts";
import { savedFileOptions } from "../../shared/read/saved_mapping.ts";
import type { Mapping } from "../../shared/read/columns.ts";
import type { Values } from "../../shared/read/formats.ts";
import { targetFields, type TargetName, targetNames } from "../../shared/read/targets.ts";
import { comparable } from "../../shared/read/text.ts";
import { NewOpportunity } from "./opportunity.ts";
import { ImportOptions } from "./schema.ts";

const { mapping, formats } = readingSchemas(NewOpportunity.keyof());
const values = z.record(plain(), z.record(plain(), plain()));

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
  target: z.enum(targetNames).default("opportunities").openapi({
    description: "What the rows of the files are; calls are sent to `POST /aggregation/v1/calls`, " +
      "transactions to `POST /analytics/v1/transactions`",
  }),
  mapping: mapping.default({}).openapi({
    example: { "Deal Name": "name", "Associated Company": "organization" },
  }),
  values: values.default({}).openapi({ example: { stage: { "Closed Won": "won" } } }),
  formats: formats.default({}).openapi({ example: { number: "1.234,56", date: "DD.MM.YYYY" } }),
  options: ImportOptions.omit({ dry_run: true, force: true })
    .extend(savedFileOptions.shape)
    .default({})
    .openapi({ example: { on_error: "skip", create_missing: ["organizations"] } }),
}).superRefine((saved, context) => {
  for (const { path, message } of faultsOf(saved)) context.addIssue({ code: "custom", path, message });
}).openapi("NewImportMapping");

/** What imports of opportunities may use. */
export const savedOpportunities = { target: "opportunities", schema: NewMapping } as const;

const fileOptions = Object.keys(savedFileOptions.shape);
/** The options of rows that are no opportunities, which may have all. */
const ownOptions: Partial<Record<TargetName, Set<string>>> = {
  calls: new Set([...fileOptions, "on_error", "round"]),
  transactions: new Set(fileOptions),
};

function faultsOf({ target, mapping, values, options }: {
  target: TargetName;
  mapping: Mapping;
  values: Values;
  options: object;
}): { path: string[]; message: string }[] {
  const fields = targetFields[target];
  const known = new Set<string>(fields.map(comparable));
  const columns = Object.entries(mapping).flatMap(([column, to]) =>
    [to ?? []].flat().filter((field) => field !== "" && !known.has(comparable(field))).map((field) => ({
      path: ["mapping", column],
      message: `is '${field}', must be one of ${fields.join(", ")}`,
    }))
  );
  const meanings = Object.keys(values).filter((field) => !fields.some((name) => name === field)).map((
    field,
  ) => ({
    path: ["values", field],
    message: `is no field, must be one of ${fields.join(", ")}`,
  }));
  const foreign = Object.keys(options).filter((name) => ownOptions[target]?.has(name) === false);
  const unused = foreign.map((name) => ({ path: ["options", name], message: `is no option of ${target}` }));
  return [...columns, ...meanings, ...unused];
}

/** A saved mapping; options that later versions add come along. */
export const SavedMapping = z.object({
  id: z.guid(),
  name: z.string(),
  target: z.enum(targetNames),
  mapping,
  values: z.record(z.string(), z.record(z.string(), z.string())),
  formats: z.record(z.string(), z.string()),
  options: z.record(z.string(), z.unknown()).openapi({ type: "object", additionalProperties: true }),
  version: z.int(),
  created_by: z.guid().nullable(),
  created_at: z.string().openapi({ format: "date-time" }),
  updated_at: z.string().openapi({ format: "date-time" }),
}).openapi("ImportMapping");
