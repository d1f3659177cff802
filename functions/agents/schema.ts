import { z } from "@hono/zod-openapi";
import { nameKey } from "../../shared/input/names.ts";
import { shortText, storableText } from "../../shared/input/text.ts";

const time = () => z.string().openapi({ format: "date-time" });
const version = () => z.int().openapi({ description: "The ETag", example: 1 });

export const AgentId = z.object({ agent: z.guid() });
export const SectorOfAgent = AgentId.extend({ sector: shortText(100) });

const AgentKind = z.enum(["human", "ai"]);
const capability = () => shortText(50).openapi({ example: "spanish" });

export const AgentFilters = z.object({
  kind: AgentKind.optional(),
  active: z.enum(["true", "false"]).default("true").openapi({
    description: "`false` lists deleted agents",
  }),
  sector: shortText(100).optional().openapi({ example: "insurance" }),
  capability: capability().optional(),
  search: shortText(100).optional().openapi({ description: "Part of the name, case-insensitive" }),
});

export const NewAgent = z.strictObject({
  name: shortText(100).openapi({ example: "Ada" }),
  kind: AgentKind,
  role: shortText(100).nullish().openapi({ example: "Claims advisor" }),
  system_prompt: storableText().max(20_000).nullish().openapi({
    description: "System prompt of an AI agent",
  }),
  capabilities: z.array(capability()).max(50).default([])
    .refine((labels) => new Set(labels.map(nameKey)).size === labels.length, "names a capability twice"),
}).openapi("NewAgent");

export const SectorRules = z.strictObject({
  priority: z.int().min(0).max(10).optional().openapi({ description: "Kept if left out; 5 at first" }),
  max_load: z.int().min(1).max(100).optional().openapi({
    description: "Concurrent calls. Kept if left out; 10 at first",
  }),
  available: z.boolean().optional().openapi({ description: "Kept if left out; true at first" }),
}).openapi("SectorRules");

export const AgentSector = z.object({
  sector: z.string(),
  priority: z.int(),
  max_load: z.int(),
  available: z.boolean(),
  version: version(),
}).openapi("AgentSector");

export const Agent = z.object({
  id: z.guid(),
  name: z.string(),
  kind: AgentKind,
  role: z.string().nullable(),
  system_prompt: z.string().nullable(),
  capabilities: z.array(z.string()),
  active: z.boolean(),
  sectors: z.array(AgentSector).openapi({ description: "The sectors that it serves" }),
  version: version(),
  created_by: z.guid().nullable(),
  created_at: time(),
  updated_at: time(),
}).openapi("Agent");

export const Availability = z.strictObject({ available: z.boolean() }).openapi("Availability");
