import { idempotencyHeader } from "../data/idempotency.ts";
import { formContent, xlsxContent } from "../read/options.ts";

/**
 * The headers and body of a route whose rows are judged one by one, by SQL. The body is a reference to a registered
 * component, not a zod schema, and the handler reads it. `files`: other content types.
 */
export function rowsRequest<const Files extends Record<string, object> = Record<never, never>>(
  component: string,
  files?: Files,
) {
  const schema = { $ref: `#/components/schemas/${component}` };
  const content = { "application/json": { schema }, ...files };
  return { headers: idempotencyHeader, body: { required: true, content } };
}

/** CSV, .xlsx and forms with such a file. The example is CSV text. */
export function tableContent(example: string) {
  return {
    "text/csv": { schema: { type: "string" }, example },
    ...xlsxContent,
    ...formContent,
  } as const;
}
