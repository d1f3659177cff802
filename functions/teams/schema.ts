import { z } from "@hono/zod-openapi";
import { Metrics, Window } from "../../shared/http/performance.ts";
import { shortText, storableText } from "../../shared/input/text.ts";

const time = () => z.string().openapi({ format: "date-time" });
const version = () => z.int().openapi({ description: "The ETag", example: 1 });

export const TeamId = z.object({ team: z.guid() });
export const MemberId = TeamId.extend({ member: z.guid() });
export const AssignmentId = MemberId.extend({ agent: z.guid() });

const TeamStatus = z.enum(["active", "inactive"]);
const TeamRole = z.enum(["lead", "member"]);

export const TeamFilters = z.object({
  sector: shortText(100).optional().openapi({ example: "insurance" }),
  status: TeamStatus.default("active"),
  search: shortText(100).optional().openapi({ description: "Part of the name, case-insensitive" }),
});

export const NewTeam = z.strictObject({
  name: shortText(100).openapi({ description: "Unique among the active teams", example: "Renewals" }),
  sector: shortText(100).openapi({ description: "The sector that its agents serve", example: "insurance" }),
  description: storableText().max(2000).nullish(),
}).openapi("NewTeam");

export const Team = z.object({
  id: z.guid(),
  name: z.string(),
  sector: z.string(),
  description: z.string().nullable(),
  status: TeamStatus,
  version: version(),
  created_by: z.guid().nullable(),
  created_at: time(),
  updated_at: time(),
}).openapi("Team");

export const MemberChange = z.strictObject({
  role: TeamRole.default("member"),
  title: shortText(100).nullish().openapi({ example: "Senior advisor" }),
}).openapi("MemberChange");

// Not by extend, which would be an allOf with a part that refuses the other's fields.
export const NewMember = z.strictObject({
  ...MemberChange.shape,
  user_id: z.guid().openapi({ description: "A member of the tenant" }),
}).openapi("NewMember");

export const Member = z.object({
  id: z.guid(),
  team_id: z.guid(),
  user_id: z.guid(),
  role: TeamRole,
  title: z.string().nullable(),
  agents: z.array(z.object({
    id: z.guid(),
    name: z.string(),
    kind: z.enum(["human", "ai"]),
    active: z.boolean(),
    is_primary: z.boolean(),
  })).openapi({ description: "The agents that work for them, primary ones first" }),
  version: version(),
  created_by: z.guid().nullable(),
  created_at: time(),
  updated_at: time(),
}).openapi("Member");

export const NewAssignments = z.strictObject({
  agent_ids: z.array(z.guid()).min(1).max(100),
  is_primary: z.boolean().default(false),
}).openapi("NewAssignments");

export const TeamDetails = Team.extend({
  members: z.array(Member).openapi({ description: "The newest hundred" }),
  performance: Metrics.extend(Window.shape).openapi({
    description: "Of the last seven days",
  }),
}).openapi("TeamDetails");
