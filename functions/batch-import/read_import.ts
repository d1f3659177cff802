import type { z } from "@hono/zod-openapi";
import type { HonoRequest } from "hono";
import { parseCsv, refuseOtherCharset } from "../../shared/input/csv.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { readRows, type Source } from "./csv_rows.ts";
import { type CheckedRows, checkRows } from "./json_rows.ts";
import { ImportBody, type ImportOptions, ImportQuery, maxRows } from "./schema.ts";

/** A request to import, read and checked in form. */
export interface Import extends CheckedRows {
  options: z.output<typeof ImportOptions>;
  filename?: string;
  /** Of CSV only. */
  source?: Source;
}

type Query = z.output<typeof ImportQuery>;

/**
 * Reads the body of `POST /batches` in whichever of its content types; options in the body win over the query's.
 * Raises 400, 413, 415 and 422; what is wrong with one row is in `problems`.
 */
export async function readImport(request: HonoRequest, query: Query): Promise<Import> {
  const contentType = request.header("content-type") ?? "";
  switch (contentType.split(";", 1)[0]!.trim().toLowerCase()) {
    case "text/csv":
      refuseOtherCharset(contentType);
      return readCsv(await request.arrayBuffer(), query);
    case "multipart/form-data":
      return await readForm(request, query);
    default:
      return readJson(await request.json(), query);
  }
}

function readJson(body: unknown, { filename: named, mapping, values, ...options }: Query): Import {
  if (mapping || values) {
    throw invalid([{
      path: mapping ? "mapping" : "values",
      code: "csv_only",
      message: "is for CSV files only",
    }]);
  }
  const { opportunities, filename = named, options: own } = validate(ImportBody, body);
  if (opportunities.length > maxRows) {
    throw new ApiError(
      413,
      "BATCH_TOO_LARGE",
      `The import has ${opportunities.length} rows, never more than ${maxRows} are allowed`,
    );
  }
  return { ...checkRows(opportunities), options: { ...options, ...own }, filename };
}

function readCsv(file: ArrayBuffer, { filename, mapping = {}, values = {}, ...options }: Query): Import {
  return { ...readRows(parseCsv(new Uint8Array(file), maxRows), mapping, values), options, filename };
}

async function readForm(request: HonoRequest, query: Query): Promise<Import> {
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
  const filename = query.filename ?? file.name;
  const fields = validate(ImportQuery, { ...(filename && { filename }), ...Object.fromEntries(form) });
  return readCsv(await file.arrayBuffer(), { ...query, ...fields });
}

interface Detail {
  path: string;
  code: string;
  message: string;
}

function validate<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
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

function invalid(details: Detail[]): ApiError {
  const sentences = details.map(({ path, message }) => `${path || "the body"}: ${message}`);
  return new ApiError(422, "VALIDATION_ERROR", `The import was not understood: ${sentences.join("; ")}`, {
    details,
  });
}
