import { z } from "@hono/zod-openapi";
import { nameKey } from "../../shared/input/names.ts";
import { shortText } from "../../shared/input/text.ts";
import { dayOrMoment } from "../../shared/input/time.ts";

const time = () => z.string().openapi({ format: "date-time" });

export const DecisionId = z.object({ id: z.guid() });

export const NewDecision = z.strictObject({
  team_id: z.guid().nullish().openapi({ description: "Among the agents assigned in this team" }),
  sector: shortText(100).nullish().openapi({
    description: "Among all agents of this sector; either this or `team_id`",
    example: "insurance",
  }),
  capabilities: z.array(shortText(50)).max(10)
    .refine((all) => new Set(all.map(nameKey)).size === all.length, "names a capability twice")
    .default([]).openapi({ description: "Each one an agent has raises its score", example: ["spanish"] }),
  reference: shortText(200).nullish().openapi({
    description:
      "Your own reference for the call. While a decision with it is open, asking again returns that one",
  }),
  channel_id: z.guid().nullish(),
}).refine(({ team_id, sector }) => (team_id ?? null) === null !== ((sector ?? null) === null), {
  path: ["sector"],
  message: "either team_id or sector must be given, not both",
}).openapi("NewDecision");

export const NewDecisions = z.strictObject({
  decisions: z.array(NewDecision).min(1).max(100),
}).openapi("NewDecisions");

export const Completion = z.strictObject({
  outcome: z.enum(["successful", "failed", "abandoned"]),
  handling_seconds: z.int().min(0).max(86_400),
  resolved: z.boolean(),
  satisfaction: z.int().min(1).max(5).nullish(),
}).openapi("Completion");

const Terms = z.object({
  success_rate: z.number(),
  priority: z.number(),
  load: z.number(),
  handling_time: z.number(),
  capabilities: z.number(),
}).openapi("Terms", { description: "Weighted points that add up to the score" });

const Agent = z.object({ id: z.guid(), name: z.string() });

export const Decision = z.object({
  decision_id: z.guid(),
  agent: Agent,
  score: z.number().openapi({ example: 71.25 }),
  terms: Terms,
  considered: z.int().openapi({
    description: "Agents scored one by one; the index order rules out the rest",
  }),
  fallback: z.boolean().openapi({
    description: "Every agent was full; this agent takes the call without a slot",
  }),
  sector: z.string(),
  team_id: z.guid().nullable(),
  capabilities: z.array(z.string()),
  reference: z.string().nullable(),
  channel_id: z.guid().nullable(),
  status: z.enum(["open", "completed", "released", "expired"]),
  outcome: Completion.shape.outcome.nullable(),
  handling_seconds: z.int().nullable(),
  resolved: z.boolean().nullable(),
  satisfaction: z.int().nullable(),
  expires_at: time().nullable().openapi({
    description: "When the slot is freed unless released earlier; null for a fallback, which has no slot",
  }),
  ended_at: time().nullable(),
  created_at: time(),
}).openapi("Decision");

export const ExplainedDecision = Decision.extend({
  candidates: z.array(z.object({
    agent: Agent,
    score: z.number(),
    terms: Terms,
    load: z.int(),
    max_load: z.int(),
  })).openapi({
    description: "Up to ten of the best candidates at that time; one locked by another decision is left out",
  }),
}).openapi("ExplainedDecision");

const Decided = z.object({ status: z.literal(201), decision: Decision });
const Undecided = z.object({
  status: z.literal(409),
  error: z.object({ code: z.string(), message: z.string() }),
});

/** One entry a request, in their order; a call without an agent does not undo the others. */
export const BatchResult = z.array(z.union([Decided, Undecided])).openapi("BatchResult");

/** The answers as `create_decisions` returns them. */
export const BatchAnswers = z.object({
  decisions: z.array(z.union([
    z.object({ status: z.literal(201), body: Decision })
      .transform(({ status, body }) => ({ status, decision: body })),
    z.object({ status: z.literal(409), body: Undecided.shape.error })
      .transform(({ status, body }) => ({ status, error: body })),
  ])),
});

export const DecisionFilters = z.object({
  agent_id: z.guid().optional(),
  team_id: z.guid().optional(),
  from: dayOrMoment().optional().openapi({
    type: "string",
    description: "Decided at or after this time",
    example: "2026-11-01",
  }),
  to: dayOrMoment().optional().openapi({
    type: "string",
    description: "Decided before this time; a bare date includes the whole day",
  }),
});

export const LoadFilters = z.object({
  sector: shortText(100).optional(),
  team_id: z.guid().optional().openapi({ description: "Agents assigned in the team, in the team's sector" }),
});

export const Load = z.object({
  agent_id: z.guid(),
  sector: z.string(),
  load: z.int().openapi({ description: "Slots taken" }),
  max_load: z.int(),
  available: z.boolean(),
}).openapi("Load");

export const Health = z.object({
  sectors: z.array(z.object({ sector: z.string(), with_slot: z.int(), without_slot: z.int() })).openapi({
    description: "Active agents with and without a slot",
  }),
  last_hour: z.object({
    decisions: z.int(),
    no_agent_available: z.int().openapi({ description: "Calls answered with 409" }),
  }),
}).openapi("RoutingHealth");
