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
  "audit.checkpoint": "AuditCheckpoint",
  "caller.blocked": "Block",
  "archive.completed": "ArchiveRun",
  "archive_hold.created": "ArchiveHold",
  "archive_hold.deleted": "ArchiveHold",
  "archive_policy.updated": "ArchivePolicy",
  "version.deprecated_call": {
    type: "object",
    properties: {
      deprecation: text,
      routes: { type: "array", items: text },
      deprecated_at: time,
      sunset_at: time,
      successor: text,
      callers: {
        type: "array",
        items: {
          type: "object",
          properties: {
            kind: text,
            id,
            name: text,
            route: text,
            requests: { type: "integer" },
            last_at: time,
          },
          required: ["kind", "id", "route", "requests", "last_at"],
        },
      },
    },
    required: ["deprecation", "routes", "deprecated_at", "sunset_at", "successor", "callers"],
  },
  "batch.completed": "Batch",
  "batch.failed": "Batch",
  "import.progress": "Upload",
  "import.completed": "Upload",
  "import.failed": "Upload",
  "import.cancelled": "Upload",
  "tenant.updated": {
    type: "object",
    properties: { id, name: text, status: text, currency: text, time_zone: text, created_at: time },
    required: ["id", "name", "status", "currency", "time_zone", "created_at"],
  },
  "member.invited": {
    type: "object",
    properties: { id, role: text, status: text, expires_at: time, invited_by: id, created_at: time },
    required: ["id", "role", "status", "expires_at", "invited_by", "created_at"],
  },
  "member.joined": "AccountMember",
  "member.updated": "AccountMember",
  "member.signed_out": "AccountMember",
  "member.removed": "AccountMember",
  "secret.expiring": {
    type: "object",
    properties: {
      kind: text,
      id,
      name: text,
      created_at: time,
      age_days: count,
      expires_at: time,
      ends: { type: "boolean" },
      last_used_at: nullable(time),
      key_id: nullable(text),
      days: count,
    },
    required: ["kind", "id", "name", "created_at", "age_days", "expires_at", "ends", "days"],
  },
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
  "alert.firing": "Alert",
  "alert.resolved": "Alert",
  "transactions.recorded": "RecordedTransactions",
  "transaction.refunded": "Transaction",
  "transaction.deleted": {
    type: "object",
    properties: { id, external_id: text },
    required: ["id", "external_id"],
  },
  "email.delivered": "Email",
  "email.bounced": "Email",
  "email.complained": "Email",
  "email.failed": "Email",
  "email.suppressed": "EmailSuppression",
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
