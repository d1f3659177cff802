import type { z } from "@hono/zod-openapi";
import type { Db } from "../../shared/context.ts";
import type { Mapping } from "../../shared/read/columns.ts";
import { NewMapping } from "./mapping_schema.ts";
import { readMapping } from "./mappings.ts";
import { validate } from "./read_form.ts";

type Saved = z.output<typeof NewMapping>;
type Parameters = { mapping?: Mapping | string; values?: Saved["values"]; formats?: Saved["formats"] };

/**
 * The parameters with what is saved under the name in `mapping: "@name"`. What the request says itself wins. Raises 404,
 * and 422 for a saved mapping that does not hold any more.
 */
export async function withSaved<T extends Parameters>(
  db: Db,
  { mapping, ...sent }: T,
): Promise<Omit<T, "mapping"> & { mapping?: Mapping; sheet?: string }> {
  if (typeof mapping !== "string") return { ...sent, ...(mapping && { mapping }) };
  const { options, ...saved } = validate(NewMapping, parts(await readMapping(db, mapping.slice(1))));
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

function parts({ mapping, values, formats, options }: Saved | Awaited<ReturnType<typeof readMapping>>) {
  return { mapping, values, formats, options };
}
