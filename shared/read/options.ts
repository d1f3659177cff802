import { z } from "@hono/zod-openapi";
import { isStorable } from "../input/text.ts";
import { dateFormats } from "./dates.ts";
import { encodings } from "./decode.ts";
import { delimiterNames } from "./delimiter.ts";
import { numberFormats } from "./numbers.ts";

/** Text that the database keeps. */
export const plain = () => z.string().refine(isStorable, "holds a NUL or a broken character");

/** A JSON object in the text of a query parameter or form field. */
function jsonText<T extends z.ZodType>(schema: T, description: string, example: string) {
  return z.string().transform((written, context) => parsed(written, context, example)).pipe(schema).optional()
    .openapi({ type: "string", description, example });
}

/** The same, or a name like `@hubspot` as it was sent. */
export function jsonTextOrName<T extends z.ZodType>(schema: T, description: string, example: string) {
  return z.string().transform((written, context): z.output<T> | `@${string}` => {
    if (isName(written)) return written;
    const { data, error } = schema.safeParse(parsed(written, context, example));
    if (!error) return data;
    for (const { path, message } of context.issues.length > 0 ? [] : error.issues) {
      context.addIssue({ code: "custom", path, message });
    }
    return z.NEVER;
  }).optional().openapi({ type: "string", description, example });
}

function parsed(written: string, context: z.RefinementCtx, example: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    context.addIssue({ code: "custom", message: `must be a JSON object like ${example}` });
    return z.NEVER;
  }
}

function isName(written: string): written is `@${string}` {
  return /^@./.test(written);
}

/** A switch, also as forms send it. */
export const isTrue = z.union([
  z.boolean(),
  z.stringbool({ truthy: ["true", "1", "on", "yes"], falsy: ["false", "0", "off", "no"] }),
]);

export const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** The body of a route that takes an .xlsx file. */
export const xlsxContent = {
  [xlsxType]: {
    schema: { type: "string", format: "binary" },
  },
} as const;

/** The body of a route that takes a file in a form. */
export const formContent = {
  "multipart/form-data": {
    schema: {
      type: "object" as const,
      required: ["file"],
      properties: { file: { type: "string" as const, format: "binary" } },
    },
  },
};

const formats = '{"number": "1.234,56", "date": "DD/MM/YYYY"}';

/** What may be said of a foreign table's columns, of its values and of how they are written. */
export function readingSchemas<const Field extends string>(field: z.ZodEnum<{ [name in Field]: name }>) {
  return {
    mapping: z.record(plain(), z.union([plain(), z.array(plain()), z.null()])),
    values: z.partialRecord(field, z.record(plain(), plain())),
    formats: z.strictObject({
      number: z.enum(numberFormats).optional(),
      date: z.enum(dateFormats).optional(),
      encoding: z.enum(encodings).optional(),
    }),
  };
}

/** The parameters that say how to read a CSV file. The examples are JSON texts. */
export function csvOptions<const Field extends string>(
  field: z.ZodEnum<{ [name in Field]: name }>,
  mapping: string,
  values: string,
) {
  const schemas = readingSchemas(field);
  return z.strictObject({
    mapping: jsonText(
      schemas.mapping,
      "CSV: the field, or list of fields, that a foreign column fills; empty to leave the column out",
      mapping,
    ),
    values: jsonText(
      schemas.values,
      "CSV: what foreign values of a field mean, without regard to case; empty for no value",
      values,
    ),
    formats: jsonText(
      schemas.formats,
      `CSV: how values are written: number ${numberFormats.join(" ")}, date ${
        dateFormats.join(" ")
      }, encoding ` +
        `${encodings.join(" ")}; auto looks at the whole column and refuses a value that reads two ways`,
      formats,
    ),
    delimiter: z.enum(delimiterNames).optional().openapi({
      default: "auto",
      description: "CSV: what parts the cells",
    }),
    encoding: z.enum(encodings).optional().openapi({
      default: "auto",
      description: "CSV: as `formats.encoding`",
    }),
    sheet: z.string().min(1).max(100).optional().openapi({
      description:
        "Spreadsheet: the name or number (from 1) of the sheet; the first that is not hidden if left out",
      example: "Deals",
    }),
  });
}
