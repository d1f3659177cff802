import { atPointer } from "../../shared/input/pointer.ts";
import { parseExactJson, withPlainNumbers } from "../../shared/input/exact_json.ts";
import { isRecord } from "../../shared/input/record.ts";

const contexts = ["context", "custom_context"] as const;

/**
 * The body of a JSON import with the contexts of its rows as they were sent: they are only kept, so their numbers keep
 * each digit. `sent` is the same body as bytes.
 */
export function withExactContexts(body: unknown, sent: ArrayBuffer): unknown {
  if (!isRecord(body) || !Array.isArray(body.opportunities) || !hasContexts(body.opportunities)) return body;
  const exact = parseExactJson(new Uint8Array(sent));
  const opportunities = body.opportunities.map((row: unknown, index) => {
    if (!isRecord(row)) return row;
    const kept = contexts.filter((field) => isRecord(row[field])).map((field) =>
      [field, withPlainNumbers(atPointer(exact, `/opportunities/${index}/${field}`))] as const
    );
    return { ...row, ...Object.fromEntries(kept) };
  });
  return { ...body, opportunities };
}

function hasContexts(rows: unknown[]): boolean {
  return rows.some((row) => isRecord(row) && contexts.some((field) => isRecord(row[field])));
}
