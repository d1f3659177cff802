/**
 * The events that endpoints receive, as the document's `webhooks`.
 *
 * @module
 */
import { type EventType, eventTypes } from "./event_types.generated.ts";
import { exampleOf } from "./examples.ts";
import type { Document, Operation, Schema } from "./openapi.ts";

const id = { type: "string", format: "uuid" };
const text = { type: "string" };
const count = { type: "integer" };
const day = { type: "string", format: "date" };
const time = { type: "string", format: "date-time" };

const nullable = (schema: { type: string; format?: string }) => ({ ...schema, type: [schema.type, "null"] });

const callFields = {
  id,
  external_id: text,
  agent_id: id,
  team_id: nullable(id),
  topic: nullable(text),
  outcome: { type: "string", enum: ["successful", "failed", "abandoned"] },
  resolved: { type: "boolean" },
  satisfaction: nullable(count),
  handling_seconds: count,
  wait_seconds: nullable(count),
  started_at: time,
  version: count,
  created_by: nullable(id),
  created_at: time,
  updated_at: time,
};
const call = { type: "object", properties: callFields, required: Object.keys(callFields) };

/** The `data` of each event: a schema of the document, or the schema itself. */
const payloads: Record<EventType, string | Schema> = {
  "api_key.narrowed": "ApiKey",
  "api_key.revoked": "ApiKey",
  "batch.completed": "Batch",
  "batch.failed": "Batch",
  "import.progress": "Upload",
  "import.completed": "Upload",
  "import.failed": "Upload",
  "import.cancelled": "Upload",
  "team.created": "Team",
  "team.updated": "Team",
  "team.deleted": "Team",
  "call.routed": "Decision",
  "call.completed": call,
  "metrics.updated": {
    type: "object",
    properties: { as_of: time, buckets: count, from: day, to: day },
    required: ["as_of", "buckets", "from", "to"],
  },
  "incident.opened": "Incident",
  "incident.resolved": "Incident",
  "endpoint.disabled": "Endpoint",
  "endpoint.parked_dropped": {
    type: "object",
    properties: { id, url: text, dropped: count, before: time },
    required: ["id", "url", "dropped", "before"],
  },
  "endpoint.test": "Endpoint",
  "inbound.*": {
    type: "object",
    properties: {
      id,
      type: text,
      source: text,
      event_id: text,
      payload: { type: "object", additionalProperties: true },
    },
    required: ["id", "type", "source", "event_id", "payload"],
  },
};

const signatureHeaders = [
  ["webhook-id", "The same for every attempt: keep it to notice a repetition"],
  ["webhook-timestamp", "When it was signed, in seconds since 1970"],
  [
    "webhook-signature",
    "`v1,` and the HMAC-SHA256 of `{id}.{timestamp}.{body}` in base64, as Standard Webhooks says",
  ],
] as const;

/** The `webhooks` of the document whose schemas these are. */
export function webhooks(document: Document): NonNullable<Document["webhooks"]> {
  return Object.fromEntries(
    eventTypes.map(({ type, description }) => [type, {
      post: received(document, type, description, payloads[type]),
    }]),
  );
}

function received(document: Document, type: string, summary: string, data: string | Schema): Operation {
  const known = typeof data === "string" && data in document.components.schemas;
  const payload: Schema = typeof data !== "string"
    ? data
    : known
    ? { $ref: `#/components/schemas/${data}` }
    : { type: "object", properties: {} };
  const schema: Schema = {
    type: "object",
    properties: { type: { type: "string", const: type }, timestamp: time, data: payload },
    required: ["type", "timestamp", "data"],
  };
  return {
    operationId: `on_${type.replaceAll(/\W+/g, "_").replace(/_$/, "")}`,
    tags: ["events"],
    summary,
    parameters: signatureHeaders.map(([name, description]) => ({
      name,
      in: "header",
      required: true,
      description,
      schema: { type: "string" },
    })),
    requestBody: {
      required: true,
      content: { "application/json": { schema, example: exampleOf(document, schema, "answer") } },
    },
    responses: { "2XX": { description: "Any success within 15 seconds ends the delivery" } },
  };
}
