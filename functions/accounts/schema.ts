import { z } from "@hono/zod-openapi";
import { roleScopes } from "../../shared/access/scopes.ts";
import { shortText, storableText } from "../../shared/input/text.ts";

export const time = () => z.string().openapi({ format: "date-time" });
const isRole = (text: string): text is keyof typeof roleScopes => Object.hasOwn(roleScopes, text);

export const Role = z.enum(Object.keys(roleScopes).filter(isRole)).openapi({
  description: "In ascending order; each grants what the roles before it grant",
  example: "member",
});
const Status = z.enum(["active", "suspended", "deleting"]).openapi({
  description: "suspended: closed by the operator; deleting: deleted by an owner, who can still restore it",
});
const currency = z.string().regex(/^[A-Z]{3}$/, "must be a code of ISO 4217, such as EUR").openapi({
  description: "ISO 4217",
  example: "EUR",
});
const timeZone = z.string().min(1).max(64).openapi({
  description: "A name of the IANA time zone database",
  example: "Europe/Berlin",
});
const name = shortText(200).openapi({ example: "Initech" });

export const AccountId = z.object({ account: z.guid() });
export const UserId = z.object({ user_id: z.guid() });

export const NewAccount = z.strictObject({
  name,
  currency: currency.default("USD"),
  time_zone: timeZone.default("UTC"),
}).openapi("NewAccount");

export const AccountChange = z.strictObject({
  name: name.optional(),
  currency: currency.optional(),
  time_zone: timeZone.optional(),
}).refine((change) => Object.keys(change).length > 0, "must name at least one field").openapi(
  "AccountChange",
);

export const Account = z.object({
  id: z.guid(),
  name: z.string(),
  status: Status,
  currency: z.string(),
  time_zone: z.string(),
  role: Role.nullable().openapi({ description: "The caller's role; null for an API key" }),
  created_at: time(),
}).openapi("Account");

export const Membership = z.object({
  id: z.guid().openapi({ description: "The tenant" }),
  name: z.string(),
  role: Role,
  status: Status,
  active: z.boolean().openapi({ description: "The caller's next token acts for this tenant" }),
  delete_after: time().nullable().openapi({ description: "Until then an owner can restore the tenant" }),
}).openapi("Membership");

export const Activation = Membership.extend({
  refresh_session: z.literal(true).openapi({
    description: "The present token still names the tenant before",
  }),
}).openapi("Activation");

export const RoleChange = z.strictObject({ role: Role }).openapi("RoleChange");

export const AccountMember = z.object({
  user_id: z.guid(),
  email: z.string().nullable().openapi({ description: "Null for callers without members:write" }),
  role: Role,
  created_at: time(),
  last_sign_in_at: time().nullable(),
  mfa: z.boolean().openapi({ description: "The user has a verified second factor" }),
}).openapi("AccountMember");

export const InvitationId = z.object({ invitation: z.guid() });

// SQL also refuses control characters, which a JSON schema's pattern cannot name portably.
export const Email = storableText().max(254).regex(
  /^[^\s<>,;:"()@]+@[^\s<>,;:"()@]+$/,
  "must be one e-mail address",
);

export const NewInvitation = z.strictObject({
  email: Email.openapi({ example: "ada@example.com" }),
  role: Role,
}).openapi("NewInvitation");

export const Invitation = z.object({
  id: z.guid(),
  email: z.string(),
  role: Role,
  status: z.enum(["open", "expired", "accepted", "withdrawn"]),
  expires_at: time(),
  invited_by: z.guid(),
  created_at: time(),
}).openapi("Invitation");

export const SentInvitation = Invitation.extend({
  token: z.string().optional().openapi({
    description: "Shown once, for the link in the invitation; a replayed answer has none",
  }),
}).openapi("SentInvitation");

export const Acceptance = z.strictObject({
  token: z.string().min(1).max(100).openapi({ description: "The token of the invitation" }),
}).openapi("Acceptance");
