import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { AppEnv } from "../context.ts";
import { ApiError, errorCodes, internalError, isErrorCode } from "./errors.ts";

/** More problems than a person reads; the rest comes up when these are corrected. */
const maxDetails = 100;

/** What zod says about one value. */
interface Issue {
  path: PropertyKey[];
  code?: string;
  message: string;
}

/** 422 with one entry of `details` a problem. */
export function invalid(issues: readonly Issue[]): ApiError {
  const details = issues.slice(0, maxDetails).map(({ path, code = "custom", message }) => {
    return { path: path.map(String).join("."), code, message };
  });
  const [first] = details;
  const where = first?.path ? `${first.path}: ` : "";
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  return new ApiError(
    422,
    "VALIDATION_ERROR",
    `The request is not valid: ${where}${first?.message ?? ""}${more}`,
    {
      details,
    },
  );
}

/** What a caller may know of an error: of anything unexpected, nothing. */
export function asApiError(error: Error): ApiError {
  if (error instanceof ApiError) return error;
  if (!(error instanceof HTTPException)) return internalError(error);
  // Hono's and zod-openapi's own refusals of a request.
  const code = Object.keys(errorCodes).filter(isErrorCode).find((code) =>
    errorCodes[code].status === error.status
  );
  return code === undefined || error.status >= 500
    ? internalError(error)
    : new ApiError(error.status, code, error.message, {}, { cause: error });
}

/** The answer for an error, with its headers and the request's id. */
export function problem(c: Context<AppEnv>, error: ApiError): Response {
  for (const [header, value] of Object.entries(error.options.headers ?? {})) c.header(header, value);
  const { retry_after = error.status === 429 || error.status === 503 ? 1 : undefined } = error.extra;
  if (retry_after !== undefined) c.header("Retry-After", String(Math.max(1, Math.ceil(retry_after))));
  return c.json(error.body(c.var.requestId), error.status);
}
