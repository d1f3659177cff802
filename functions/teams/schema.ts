import { z } from "@hono/zod-openapi";
import { shortText, storableText } from "../../shared/text.ts";

const time = () => z.string().openapi({ format: "date-time" });
const date = () => z.string().openapi({ format: "date", example: "2026-11-01" });
const version = () => z.int().openapi({ description: "Its ETag", example: 1 });

export const TeamId = z.object({ team: z.guid() });
export const MemberId = TeamId.extend({ member: z.guid() });
export const AssignmentId = MemberId.extend({ agent: z.guid() });

const TeamStatus = z.enum(["active", "inactive"]);
const TeamRole = z.enum(["lead", "member"]);

export const TeamFilters = z.object({
  sector: shortText(100).optional().openapi({ example: "insurance" }),
  status: TeamStatus.default("active"),
  search: shortText(100).optional().openapi({ description: "A part of the name, whatever its case" }),
});

export const NewTeam = z.strictObject({
  name: shortText(100).openapi({ description: "Unique among the active teams", example: "Renewals" }),
  sector: shortText(100).openapi({ description: "What its agents are chosen for", example: "insurance" }),
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

export const NewMember = MemberChange.extend({
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

const rate = (description: string) => z.number().nullable().openapi({ description, example: 0.75 });

const Metrics = z.object({
  calls_handled: z.int().openapi({ description: "Abandoned ones included" }),
  calls_successful: z.int(),
  calls_failed: z.int(),
  calls_abandoned: z.int(),
  success_rate: rate("Successful of handled; null without calls"),
  resolution_rate: rate("Resolved of handled; null without calls"),
  avg_satisfaction: z.number().nullable().openapi({ description: "Of rated calls, 1–5" }),
  avg_handling_seconds: z.number().nullable().openapi({ description: "Of answered calls" }),
  avg_wait_seconds: z.number().nullable(),
});

export const TeamDetails = Team.extend({
  members: z.array(Member).openapi({ description: "The newest hundred" }),
  performance: Metrics.extend({ from: date(), to: date() }).openapi({
    description: "Of the last seven days",
  }),
}).openapi("TeamDetails");

export const PerformanceQuery = z.object({
  from: z.iso.date().optional().openapi({ description: "First day; seven days up to `to` unless given" }),
  to: z.iso.date().optional().openapi({
    description: "Last day; today in the tenant's time zone unless given",
  }),
  group_by: z.enum(["day", "week", "month"]).default("day").openapi({ description: "Weeks begin on Monday" }),
});

export const Performance = z.object({
  from: date(),
  to: date(),
  group_by: z.enum(["day", "week", "month"]),
  periods: z.array(Metrics.extend({ period: date() })).openapi({
    description: "Ascending, each by its first day; periods without a call are left out",
  }),
}).openapi("Performance");
