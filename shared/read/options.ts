import { z } from "@hono/zod-openapi";
import { isStorable } from "../input/text.ts";
import { dateFormats } from "./dates.ts";
import { encodings } from "./decode.ts";
import { delimiterNames } from "./delimiter.ts";
import { numberFormats } from "./numbers.ts";

/** Text that the database keeps. */
const plain = () => z.string().refine(isStorable, "holds a NUL or a broken character");

/** A JSON object in the text of a query parameter or form field. */
const jsonText = <T extends z.ZodType>(schema: T, description: string, example: string) =>
  z.string().transform((written, context) => {
    try {
      return JSON.parse(written);
    } catch {
      context.addIssue({ code: "custom", message: `must be a JSON object like ${example}` });
      return z.NEVER;
    }
  }).pipe(schema).optional().openapi({ type: "string", description, example });

const formats = '{"number": "1.234,56", "date": "DD/MM/YYYY"}';

/** What says how to read a CSV file, as JSON values. */
export function csvShapes<const Field extends string>(field: z.ZodEnum<{ [name in Field]: name }>) {
  return {
    mapping: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])),
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
  const shapes = csvShapes(field);
  return z.strictObject({
    mapping: jsonText(
      shapes.mapping,
      "CSV: the field, or list of fields, that a foreign column fills; empty to leave the column out",
      mapping,
    ),
    values: jsonText(
      shapes.values,
      "CSV: what foreign values of a field mean, without regard to case; empty for no value",
      values,
    ),
    formats: jsonText(
      shapes.formats,
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
  });
}
