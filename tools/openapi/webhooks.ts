/**
 * The events that endpoints receive, as the document's `webhooks`.
 *
 * @module
 */
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

interface Event {
  summary: string;
  /** What `data` is: a schema of the document, or the schema itself. */
  data: string | Schema;
}

/** The event types that endpoints can subscribe to; the running stack is asked for the same list in a test. */
const events: Record<string, Event> = {
  "api_key.narrowed": { summary: "An API key lost scopes because its member's role changed", data: "ApiKey" },
  "api_key.revoked": {
    summary: "An API key was revoked: by request, with the key that made it, or with its member",
    data: "ApiKey",
  },
  "batch.completed": { summary: "An import was written", data: "Batch" },
  "batch.failed": { summary: "An import was refused; with its first errors", data: "Batch" },
  "import.progress": { summary: "An upload is being read or checked, at most once a second", data: "Upload" },
  "import.completed": { summary: "An upload was written, all of its good rows at once", data: "Upload" },
  "import.failed": { summary: "An upload could not be imported and wrote nothing", data: "Upload" },
  "import.cancelled": { summary: "An upload was cancelled and wrote nothing", data: "Upload" },
  "team.created": { summary: "A team was created", data: "Team" },
  "team.updated": { summary: "A team was changed", data: "Team" },
  "team.deleted": { summary: "A team was deleted", data: "Team" },
  "call.routed": { summary: "An agent was chosen for a call", data: "Decision" },
  "call.completed": {
    summary: "A finished call was recorded",
    data: call,
  },
  "metrics.updated": {
    summary: "The metrics of agents and teams were recomputed",
    data: {
      type: "object",
      properties: { as_of: time, buckets: count, from: day, to: day },
      required: ["as_of", "buckets", "from", "to"],
    },
  },
  "incident.opened": { summary: "A part of the service is failing", data: "Incident" },
  "incident.resolved": { summary: "A failing part of the service works again", data: "Incident" },
  "endpoint.disabled": {
    summary: "An endpoint was disabled because it failed for five days or answered 410 Gone",
    data: "Endpoint",
  },
  "endpoint.parked_dropped": {
    summary: "Parked events of an endpoint became too old to be replayed",
    data: {
      type: "object",
      properties: { id, url: text, dropped: count, before: time },
      required: ["id", "url", "dropped", "before"],
    },
  },
  "endpoint.test": { summary: "Requested with `POST …/test`", data: "Endpoint" },
  "inbound.*": {
    summary: "Another system sent an event to one of your sources",
    data: {
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
    Object.entries(events).map(([type, event]) => [type, { post: received(document, type, event) }]),
  );
}

function received(document: Document, type: string, { summary, data }: Event): Operation {
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
