import { z } from "@hono/zod-openapi";
import { Role, time } from "./schema.ts";

export const SignInPolicy = z.object({
  require_mfa: z.boolean().openapi({ description: "The setting security.require_mfa" }),
  mfa_grace_days: z.int(),
  mfa_required_from: time().nullable().openapi({
    description: "From then on a token without a second factor opens nothing; null if none is required",
  }),
  members: z.int(),
  members_without_mfa: z.int(),
  without_mfa: z.array(z.object({ user_id: z.guid(), email: z.string(), role: Role })).openapi({
    description: "At most 1,000 members who have no second factor, owners first",
  }),
}).openapi("SignInPolicy");

export const Session = z.object({
  id: z.guid(),
  created_at: time(),
  last_used_at: time().openapi({ description: "When its token was last refreshed" }),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  mfa: z.boolean().openapi({ description: "The user has shown a second factor in this session" }),
  current: z.boolean().openapi({ description: "The session of this request's token" }),
}).openapi("Session");

export const Revocation = z.union([
  z.strictObject({ session_id: z.guid() }),
  z.strictObject({ user_id: z.guid().openapi({ description: "A member; needs members:write" }) }),
]).openapi("Revocation");

export const Revoked = z.object({ revoked: z.int() }).openapi("Revoked");
