import { z } from "@hono/zod-openapi";
import { keyModes } from "../../shared/access/api_key.ts";
import { roleScopes } from "../../shared/access/scopes.ts";
import { isStorable } from "../../shared/input/text.ts";
import { dayOrMoment } from "../../shared/input/time.ts";

const time = () => z.string().openapi({ format: "date-time" });
const scopes = z.array(z.enum(roleScopes.owner)).min(1).max(roleScopes.owner.length);

/** A day is ahead until it has ended everywhere; SQL knows the tenant's time zone. */
function isAhead(text: string): boolean {
  return Date.parse(text.includes("T") ? text : `${text}T24:00:00-12:00`) > Date.now();
}

export const NewApiKey = z.strictObject({
  name: z.string().trim().min(1).max(100).refine(isStorable, "holds a NUL or a broken character")
    .openapi({ example: "CRM export" }),
  scopes: scopes.openapi({
    description: "The key's scopes, limited to your own. Only an owner can give `api_keys:manage`",
    example: ["opportunities:read", "opportunities:import"],
  }),
  expires_at: dayOrMoment()
    .refine(isAhead, "must be in the future").nullable().default(null)
    .openapi({
      type: ["string", "null"],
      description:
        "A moment, or a day: its end in the tenant's time zone. Null if the key does not expire; a test " +
        "key then ends after 90 days",
      example: "2099-12-31T23:59:59Z",
    }),
  mode: z.enum(keyModes).default("live").openapi({
    description:
      "A `test` key begins with `fl_test_` and ends after at most 90 days. It works on the same data",
  }),
  allowed_cidrs: z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).min(1).max(50).nullable()
    .default(null).openapi({
      description: "Addresses and networks that the key works from; null means everywhere",
      example: ["203.0.113.0/24", "2001:db8::1"],
    }),
}).openapi("NewApiKey");

export const KeyRotation = z.strictObject({
  overlap_hours: z.int().min(0).max(168).default(24).openapi({
    description: "How long the previous secret keeps working; 0 ends it immediately",
  }),
}).openapi("KeyRotation");

export const KeyStatus = z.enum(["active", "expired", "revoked"]);

export const ApiKey = z.object({
  id: z.guid(),
  name: z.string(),
  prefix: z.string().openapi({ description: "First characters of the key", example: "fl_live_k3b0x2ma" }),
  mode: z.enum(keyModes),
  scopes: z.array(z.string()),
  allowed_cidrs: z.array(z.string()).nullable().openapi({ example: ["203.0.113.0/24", "2001:db8::1/128"] }),
  status: KeyStatus,
  expires_at: time().nullable(),
  rotated_at: time().nullable(),
  overlap_ends_at: time().nullable().openapi({
    description: "When the previous secret stops working",
  }),
  revoked_at: time().nullable(),
  revoked_because: z.enum(["requested", "parent_revoked", "member_removed", "member_demoted"]).nullable()
    .openapi({
      description: "`parent_revoked`: the key that created or rotated it was revoked. `member_removed`, " +
        "`member_demoted`: its member left, or has a role without any of its scopes",
    }),
  last_used_at: time().nullable().openapi({ description: "To the minute" }),
  use_count: z.int().openapi({
    description: "Requests made with the key, updated once a minute; the latest may be missing",
  }),
  denied_count: z.int().openapi({
    description: "Requests with the key that were refused with 403 or 429, updated like `use_count`",
  }),
  last_denied_at: time().nullable().openapi({ description: "To the minute" }),
  created_by: z.guid(),
  created_by_key: z.guid().nullable().openapi({ description: "The API key that created it, if any" }),
  created_at: time(),
}).openapi("ApiKey");

export const ShownApiKey = ApiKey.extend({
  key: z.string().optional().openapi({
    description:
      "The key, returned only here: store it now. Omitted from an answer replayed by Idempotency-Key",
    example: "fl_live_k3b0x2ma_…",
  }),
}).openapi("ShownApiKey");

export const ApiKeyId = z.object({ id: z.guid() });
