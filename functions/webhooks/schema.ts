import { z } from "@hono/zod-openapi";
import { storableText } from "../../shared/input/text.ts";
import { moment } from "../../shared/input/time.ts";

const time = () => z.string().openapi({ format: "date-time" });
const version = () => z.int().openapi({ description: "The ETag", example: 1 });

export const EndpointId = z.object({ endpoint: z.guid() });
export const DeliveryId = z.object({ delivery: z.guid() });

/** As the database keeps it: the scheme in lower case, no blank. */
function tidyUrl(url: string): string {
  return /^https?:\/\/\S+$/.test(url) ? url : new URL(url).href;
}

const eventType = z.string().max(200).regex(
  /^(\*|[a-z_]+(\.[a-z_]+)*\.([a-z_]+|\*)|inbound\.[^\s\p{Cc}*"\\]+)$/u,
  "is not an event type",
).transform((type) => type.startsWith("inbound.") ? type.normalize("NFC").toLowerCase() : type)
  .openapi({ type: "string", example: "team.created" });

export const NewEndpoint = z.strictObject({
  url: z.url().max(2000).transform(tidyUrl).openapi({
    type: "string",
    format: "uri",
    maxLength: 2000,
    description: "Must be https, and every address of the host must be public",
    example: "https://example.com/webhooks",
  }),
  event_types: z.array(eventType).min(1).max(50).openapi({
    description: "See GET /event-types for the scope that each needs; `*` stands for all that you may read",
    example: ["batch.completed", "team.created"],
  }),
  description: storableText().max(500).nullish(),
  enabled: z.boolean().default(true).openapi({
    description: "While disabled, events are parked; replay sends them",
  }),
  priority: z.int().min(0).max(10).default(5).openapi({
    description: "The tenant's waiting deliveries go out by it, highest first",
  }),
}).openapi("NewEndpoint");

export const Endpoint = z.object({
  id: z.guid(),
  url: z.string(),
  event_types: z.array(z.string()),
  description: z.string().nullable(),
  priority: z.int(),
  enabled: z.boolean(),
  disabled_reason: z.enum(["gone", "failing"]).nullable().openapi({
    description: "Why the system disabled it: it answered 410 or failed for five days",
  }),
  author_id: z.guid().nullable().openapi({ description: "Who last set its URL and event types" }),
  author_key: z.guid().nullable().openapi({ description: "The API key they did it with" }),
  scopes: z.array(z.string()).openapi({
    description:
      "What its author may read now, of what they could when they set it up; events need their scope",
    example: ["opportunities:read", "teams:read"],
  }),
  parked: z.int().openapi({ description: "Deliveries that wait for a replay, counted up to 1,000" }),
  parked_dropped: z.int().openapi({
    description: "Parked deliveries that ended, because they became older than webhooks.parked_days",
  }),
  version: version(),
  created_by: z.guid().nullable(),
  created_at: time(),
  updated_at: time(),
}).openapi("Endpoint");

const secret = z.string().optional().openapi({
  description: "Shown only once, never in a replayed answer",
  example: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
});
export const EndpointWithSecret = Endpoint.extend({ secret }).openapi("EndpointWithSecret");

export const Replay = z.strictObject({
  from: moment(),
  to: moment(),
  event_types: z.array(eventType).min(1).max(50).optional(),
  only_failed: z.boolean().default(false).openapi({ description: "Only events that were never delivered" }),
}).refine(({ from, to }) => Date.parse(from) < Date.parse(to), { path: ["to"], error: "must be after from" })
  .openapi("Replay");

export const Replayed = z.object({ replayed: z.int() }).openapi("Replayed");

const DeliveryStatus = z.enum([
  "pending",
  "scheduled",
  "running",
  "parked",
  "delivered",
  "failed",
  "cancelled",
]);

export const DeliveryFilters = z.object({
  endpoint: z.guid().optional(),
  status: DeliveryStatus.optional(),
  type: eventType.optional(),
});

export const Delivery = z.object({
  id: z.guid(),
  event_id: z.guid().openapi({ description: "The header webhook-id" }),
  event_type: z.string(),
  endpoint_id: z.guid(),
  status: DeliveryStatus.openapi({
    description:
      "`scheduled` waits for its next attempt or the circuit breaker, `parked` for a replay of the endpoint",
  }),
  attempt_count: z.int(),
  max_attempts: z.int(),
  next_attempt_at: time().nullable(),
  error: z.string().nullable(),
  request_id: z.string().nullable(),
  created_at: time(),
  completed_at: time().nullable(),
}).openapi("Delivery");

export const DeliveryDetails = Delivery.extend({
  attempts: z.array(z.object({
    id: z.int(),
    attempt: z.int(),
    succeeded: z.boolean(),
    status_code: z.int().nullable(),
    duration_ms: z.int(),
    error: z.string().nullable(),
    response: z.string().nullable().openapi({ description: "First kilobyte of the response" }),
    attempted_at: time(),
  })),
}).openapi("DeliveryDetails");

export const EventType = z.object({
  type: z.string(),
  description: z.string(),
  scope: z.string().openapi({
    description: "Needed to receive it and to see its deliveries",
    example: "teams:read",
  }),
}).openapi("EventType");

export const MetricsQuery = z.object({ hours: z.coerce.number().int().min(1).max(168).default(24) });

export const EndpointMetrics = z.object({
  endpoint_id: z.guid(),
  url: z.string(),
  enabled: z.boolean(),
  attempts: z.int(),
  delivered: z.int(),
  failed: z.int(),
  success_rate: z.number().nullable(),
  p50_ms: z.number().nullable(),
  p95_ms: z.number().nullable(),
}).openapi("EndpointMetrics");
