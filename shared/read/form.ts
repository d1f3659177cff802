import type { z } from "@hono/zod-openapi";
import type { HonoRequest } from "hono";
import { ApiError } from "../http/errors.ts";

/** The one file of a form, and its other fields as people send them. Raises 400 and 422. */
export async function readForm(
  request: HonoRequest,
): Promise<{ file: File; fields: Record<string, FormDataEntryValue> }> {
  const form = await request.formData().catch((cause) => {
    throw new ApiError(400, "BAD_REQUEST", "The multipart/form-data body is broken or cut off", {}, {
      cause,
    });
  });
  const [file, ...others] = form.getAll("file");
  if (!(file instanceof File) || others.length > 0) {
    throw invalid([{ path: "file", code: "required", message: "must be one CSV file" }]);
  }
  form.delete("file");
  return { file, fields: formFields(form) };
}

interface Detail {
  path: string;
  code: string;
  message: string;
}

/** The value as the schema has it; raises 422 that says in words what does not fit. */
export function validate<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const { data, error } = schema.safeParse(value);
  if (!error) return data;
  throw invalid(
    error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({
          path: [...issue.path, key].join("."),
          code: "unrecognized_keys",
          message: "is not known here",
        }))
        : [{ path: issue.path.join("."), code: issue.code, message: issue.message }]
    ),
  );
}

export function invalid(details: Detail[]): ApiError {
  const sentences = details.map(({ path, message }) => `${path || "the body"}: ${message}`);
  return new ApiError(422, "VALIDATION_ERROR", `The import was not understood: ${sentences.join("; ")}`, {
    details,
  });
}

/**
 * The fields of a form as people send them: one left blank was not sent, one sent several times (boxes of one name) is
 * a list with commas.
 */
export function formFields(form: FormData): Record<string, FormDataEntryValue> {
  const fields: [string, FormDataEntryValue][] = [];
  for (const name of new Set(form.keys())) {
    const sent = form.getAll(name).filter((value) => typeof value !== "string" || value.trim() !== "");
    const [first, ...others] = sent;
    if (first !== undefined) fields.push([name, others.length === 0 ? first : sent.join(",")]);
  }
  return Object.fromEntries(fields);
}
