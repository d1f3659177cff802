import { z } from "@hono/zod-openapi";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { errorCodes } from "./errors.ts";
import { Pagination } from "./page.ts";

const codes = Object.entries(errorCodes);

/** The body of every answer from 400 on. */
export const ErrorBody = z.object({
  error: z.looseObject({
    code: z.string().openapi({
      description: codes.map(([code, { status, description }]) => `- \`${code}\` (${status}): ${description}`)
        .join("\n"),
      example: "VALIDATION_ERROR",
    }),
    message: z.string().openapi({ example: "The request is not valid: name is required" }),
    details: z.array(z.looseObject({ code: z.string(), message: z.string() })).openapi({
      description: "One entry per error, with `path`, or `row` and `field`",
      example: [{ path: "name", code: "invalid_type", message: "is required" }],
    }),
    request_id: z.string(),
    timestamp: z.iso.datetime(),
  }),
}).openapi("Error");

/** `{"data": …}`. */
export function data<T extends z.ZodType>(schema: T) {
  return z.object({ data: schema });
}

/** `{"data": […], "pagination": …}`. */
export function page<T extends z.ZodType>(schema: T) {
  return z.object({ data: z.array(schema), pagination: Pagination });
}

interface JsonContent<T extends z.ZodType> {
  content: { "application/json": { schema: T } };
}

/** A JSON body: of a request, which then is required, or with a description of an answer. */
export function json<T extends z.ZodType>(schema: T): JsonContent<T> & { required: true };
export function json<T extends z.ZodType>(
  schema: T,
  description: string,
): JsonContent<T> & { description: string };
export function json<T extends z.ZodType>(schema: T, description?: string) {
  const content = { "application/json": { schema } };
  return description === undefined ? { content, required: true } : { content, description };
}

type Problem = JsonContent<typeof ErrorBody> & { description: string };

/** The error answers of a route, by status; what each can mean comes from the list of codes. */
export function problems<Status extends ContentfulStatusCode>(
  ...statuses: Status[]
): { [S in Status]: Problem } {
  const entries = statuses.map((status) => {
    const meanings = codes.filter(([, code]) => code.status === status).map(([code]) => `\`${code}\``);
    return [status, json(ErrorBody, meanings.join(", "))];
  });
  return Object.fromEntries(entries);
}
