import { z } from "@hono/zod-openapi";
import type { Json } from "../../shared/data/database.types.ts";
import { isStorableJson, shortText } from "../../shared/input/text.ts";

const time = () => z.string().openapi({ format: "date-time" });

export const ChannelType = z.enum(["voice", "sms", "whatsapp", "email", "webchat"]);

const name = shortText(200).openapi({
  description: "Unique within the tenant, case-insensitive",
  example: "Support line",
});

/** Counted as it is stored, in characters of JSON. */
export const maxConfig = 16_000;
const config = z.record(z.string(), z.custom<Json>())
  .refine(
    (object) => JSON.stringify(object).length <= maxConfig,
    `must be at most ${maxConfig} characters of JSON`,
  )
  .refine(isStorableJson, "holds a NUL, a broken character or a number that is too large")
  .openapi({
    type: "object",
    additionalProperties: true,
    description:
      "Non-secret configuration, visible to everyone who can see the channel. Secrets belong in `credentials`",
    example: { phone_number: "+4930901820" },
  });

/** Nobody but the function that encrypts them ever reads their names or values. */
export const Credentials = z.record(
  z.string().min(1).max(100),
  z.union([z.string().max(10_000), z.number(), z.boolean()]),
).refine((fields) => Object.keys(fields).length > 0, "must have at least one field")
  .refine((fields) => JSON.stringify(fields).length <= 30_000, "must be at most 30000 characters of JSON")
  .openapi("Credentials", {
    description: "Encrypted at once and never returned",
    example: { account_sid: "AC0123", auth_token: "example" },
  });

export const NewChannel = z.strictObject({
  type: ChannelType,
  name,
  config: config.default({}),
  credentials: Credentials.optional(),
}).openapi("NewChannel");

export const ChannelChange = z.strictObject({
  type: ChannelType.optional().openapi({ description: "May be sent but cannot change" }),
  name,
  config: config.default({}),
}).openapi("ChannelChange");

export const Rotation = z.strictObject({ credentials: Credentials }).openapi("Rotation");

export const Channel = z.object({
  id: z.guid(),
  type: ChannelType,
  name: z.string(),
  config: z.record(z.string(), z.unknown()).openapi({ type: "object", additionalProperties: true }),
  enabled: z.boolean(),
  credentials: z.object({
    fingerprint: z.string().openapi({
      description: "Equal for equal credentials of the tenant under the same `key_id`",
      example: "9f2c4e0d71ab3356",
    }),
    key_id: z.string().openapi({ description: "The key that encrypts them" }),
    updated_at: time(),
  }).nullable().openapi({ description: "Null if none are stored" }),
  version: z.int().openapi({ description: "The ETag" }),
  created_by: z.guid().nullable(),
  created_at: time(),
  updated_at: time(),
}).openapi("Channel");

export const ChannelId = z.object({ channel: z.guid() });

export const Reencryption = z.object({
  moved: z.int().openapi({ description: "Secrets that this call moved to the newest key" }),
  remaining: z.int().openapi({ description: "Secrets of every kind under other keys; call again until 0" }),
  failed: z.int().openapi({
    description: "Of those, secrets that this call could not decrypt: the key is missing or they are damaged",
  }),
}).openapi("Reencryption");
