import { z } from "@hono/zod-openapi";
import { isStorable, isStorableJson } from "../../shared/input/text.ts";

const value = z.union([
  z.number(),
  z.boolean(),
  z.string().refine(isStorable, "holds a NUL or a broken character"),
  z.record(z.string(), z.json()).refine(isStorableJson, "holds a NUL or a broken character")
    .openapi({ type: "object" }),
])
  .openapi({ description: "Must match the type and bounds of the definition", example: 500 });
/** What SQL tells: it has checked the value. */
const kept = z.union([
  z.number(),
  z.boolean(),
  z.string(),
  z.record(z.string(), z.json()).openapi({ type: "object" }),
]);

/** `<part>.<name>`; definitions have no other form. */
export const keyForm = /^[a-z_]+\.[a-z_]+$/;

export const TenantHeader = z.object({
  "x-client-id": z.string().optional().openapi({
    description: "With the secret key: the tenant to act for. A user's tenant comes from their token alone.",
  }),
});

export const SettingKey = z.object({
  key: z.string().max(100).openapi({ example: "import.max_rows" }),
});

export const SettingValue = z.strictObject({ value }).openapi("SettingValue");

/** By key; null goes back to the default. */
export const SettingChanges = z.record(
  z.string().max(100).refine(isStorable, "holds a NUL or a broken character"),
  value.nullable(),
).refine((changes) => Object.keys(changes).length > 0, "must name at least one setting")
  .refine((changes) => Object.keys(changes).length <= 100, "must name at most 100 settings")
  .refine(isStorableJson, "holds a NUL or a broken character")
  .openapi("SettingChanges", { example: { "import.max_rows": 800, "import.batches_per_hour": null } });

export const Setting = z.object({
  key: z.string().openapi({ example: "import.max_rows" }),
  value: kept,
  default_value: kept,
  is_default: z.boolean(),
  description: z.string(),
  operator_only: z.boolean().openapi({ description: "Can only be set with the secret key" }),
  version: z.int().openapi({ description: "The ETag; 0 if never set" }),
  updated_by: z.guid().nullable().openapi({ description: "Null if never set, or set by the operator" }),
  updated_at: z.string().nullable().openapi({ format: "date-time" }),
}).openapi("Setting");

export const SettingDefinition = z.object({
  key: z.string(),
  type: z.enum(["integer", "number", "boolean", "string", "object"]),
  default_value: kept,
  minimum: z.number().nullable().openapi({ description: "For a string, the minimum length" }),
  maximum: z.number().nullable(),
  allowed: z.array(kept).nullable(),
  description: z.string(),
  operator_only: z.boolean(),
}).openapi("SettingDefinition");

export const SettingChange = z.object({
  id: z.int(),
  key: z.string(),
  old_value: kept.nullable().openapi({ description: "Null stands for the default" }),
  new_value: kept.nullable().openapi({ description: "Null stands for the default" }),
  changed_by: z.guid().nullable().openapi({ description: "Null stands for the operator" }),
  key_id: z.guid().nullable().openapi({ description: "The API key that was used" }),
  request_id: z.string().nullable(),
  changed_at: z.string().openapi({ format: "date-time" }),
}).openapi("SettingChange");

export const Usage = z.object({
  limit: z.string().openapi({ example: "limits.rows_calls" }),
  used: z.int(),
  maximum: z.int(),
  unit: z.enum(["rows", "bytes", "ms"]),
}).openapi("Usage");
