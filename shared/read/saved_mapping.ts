import { z } from "@hono/zod-openapi";
import type { Db } from "../context.ts";
import { unwrap } from "../data/db.ts";
import type { Mapping } from "./columns.ts";
import { delimiterNames } from "./delimiter.ts";
import { validate } from "./form.ts";
import type { Formats, Values } from "./formats.ts";
import { jsonTextOrName } from "./options.ts";
import type { TargetName } from "./targets.ts";

/** The options of files that may be saved. */
export const savedFileOptions = z.strictObject({
  delimiter: z.enum(delimiterNames).optional(),
  sheet: z.string().min(1).max(100).optional(),
});

/** The parameter `mapping`, which may be the name of a saved one. The example is a JSON text. */
export function mappingParameter<T extends z.ZodType>(mapping: T, example: string) {
  const description =
    "The field, or list of fields, that a foreign column fills; empty to leave the column out; columns joined by " +
    "`+` fill it together; `@name`: as saved";
  return jsonTextOrName(mapping, description, example);
}

/** What is saved under a name, as the schema of its target has it. */
interface Saved {
  mapping: Mapping;
  values: Values;
  formats: Formats;
  options: Record<string, unknown>;
}

interface Parameters {
  mapping?: Mapping | string;
  values?: Values;
  formats?: Formats;
}

const Stored = z.object({ mapping: z.json(), values: z.json(), formats: z.json(), options: z.json() });

/**
 * The parameters with what is saved under the name in `mapping: "@name"`. What the request says itself wins. Raises 404,
 * and 422 for a mapping that was saved for other rows or does not hold any more.
 */
export async function withSaved<T extends Parameters>(
  db: Db,
  { target, schema }: { target: TargetName; schema: z.ZodType<Saved> },
  { mapping, ...sent }: T,
): Promise<Omit<T, "mapping"> & { mapping?: Mapping; sheet?: string }> {
  if (typeof mapping !== "string") return { ...sent, ...(mapping && { mapping }) };
  const found = unwrap(await db.rpc("get_import_mapping", { name: mapping.slice(1), target }));
  const { options, ...saved } = validate(schema, Stored.parse(found));
  const given = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined));
  return {
    ...options,
    ...sent,
    ...given,
    mapping: saved.mapping,
    values: { ...saved.values, ...sent.values },
    formats: { ...saved.formats, ...sent.formats },
  };
}
