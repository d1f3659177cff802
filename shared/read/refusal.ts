import { ApiError } from "../http/errors.ts";

/** 400 for a file that is no table. */
export function unreadable(message: string, cause?: unknown): ApiError {
  return new ApiError(400, "BAD_REQUEST", message, {}, { cause });
}

/** 422 for a table that does not fit. */
export function invalid(message: string): ApiError {
  return new ApiError(422, "VALIDATION_ERROR", message);
}
