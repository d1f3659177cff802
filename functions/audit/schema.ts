import { z } from "@hono/zod-openapi";
import { pageQuery } from "../../shared/http/page.ts";
import { storableText } from "../../shared/input/text.ts";
import { dayOrMoment } from "../../shared/input/time.ts";

const fields = z.record(z.string(), z.unknown()).nullable();

export const TenantHeader = z.object({
  "x-client-id": z.string().optional().openapi({
    description: "With the secret key: the tenant to act for. A user's tenant comes from their token alone.",
  }),
});

export const AuditEntry = z.object({
  id: z.int().openapi({ example: 4711 }),
  occurred_at: z.string().openapi({ format: "date-time", example: "2026-11-20T09:30:00.123456+00:00" }),
  action: z.string().openapi({
    description:
      "insert, update, delete, or what was done, such as denied, rate_limited, secret_read, exported, signed_in, " +
      "sign_in_failed. What can happen often is summed by caller and minute: see after.count",
    example: "update",
  }),
  resource: z.string().openapi({ description: "What was acted on", example: "teams" }),
  record_id: z.string().nullable().openapi({ example: "6f1d2c1e-7f0b-4d0b-9f6e-2a4c1f0a7b3d" }),
  before: fields.openapi({ example: { name: "Renewals", status: "active" } }),
  after: fields.openapi({ example: { name: "Renewals EMEA", status: "active" } }),
  changed: z.array(z.string()).openapi({ description: "The fields that differ", example: ["name"] }),
  actor_id: z.guid().nullable().openapi({ description: "The user; for an API key, the user who made it" }),
  key_id: z.guid().nullable().openapi({ description: "The API key, if one was used" }),
  request_id: z.string().nullable(),
  ip: z.string().nullable().openapi({ example: "192.0.2.7" }),
  user_agent: z.string().nullable(),
  origin: z.enum(["function", "data_api", "database"]).openapi({
    description:
      "Who states request_id, ip and user_agent: our functions, the client of the Data API itself (they " +
      "can be forged), or nobody, because no request ran",
  }),
}).openapi("AuditEntry");

const hash = () => z.string().openapi({ description: "SHA-256 in hex", example: "9f".repeat(32) });
const path = (description: string) =>
  z.array(z.string()).openapi({ description, example: ["9f".repeat(32)] });

export const Checkpoint = z.object({
  log: z.guid().openapi({ description: "The tenant" }),
  size: z.int().openapi({ description: "How many leaves the tree had", example: 4096 }),
  root: hash(),
  last_entry_id: z.int(),
  sealed_until: z.string().openapi({ format: "date-time" }),
  signed_at: z.string().openapi({ format: "date-time" }),
  key_id: z.string(),
  signature: z.string().openapi({
    description: "A JWS (ES256) of log, size, root, last_entry_id and sealed_until",
  }),
}).openapi("AuditCheckpoint");

export const ListedCheckpoint = Checkpoint.extend({
  former_size: z.int().openapi({ description: "Of the checkpoint before; 0 if this is the first" }),
  consistency: path("Proves that the tree of former_size begins this one (RFC 9162, 2.1.4)"),
});

/** What a commitment in the text of a leaf stands for. */
export const Opening = z.object({
  path: z.string().openapi({ example: "after.name" }),
  salt: z.string(),
  value: z.string().openapi({
    description: "The JSON that was hashed after the salt",
    example: '"Renewals"',
  }),
});

export const Proof = z.object({
  number: z.int().openapi({ description: "The leaf's index" }),
  text: z.string().openapi({
    description: "What is sealed; `sha256:…` stands for each value that may be personal",
  }),
  openings: z.array(Opening),
  leaf: hash(),
  size: z.int().openapi({
    description: "Of the tree that `inclusion` leads to: the checkpoint's, or the present one",
  }),
  root: hash(),
  inclusion: path("The audit path (RFC 9162, 2.1.3)"),
  checkpoint: z.union([Checkpoint, z.null()]).openapi({
    description: "The first that covers the entry; null until it is signed",
  }),
  consistency: z.object({ size: z.int(), root: hash(), path: path("From `size` to the present tree") }),
}).openapi("AuditProof");

export const ProvenEntry = AuditEntry.extend({
  proof: z.union([Proof, z.null()]).openapi({
    description: "Null until the entry is sealed, a minute after it was written",
  }),
});

const text = (longest: number) => storableText().min(1).max(longest).optional();

/** The window of a report. */
export const Window = z.object({
  from: dayOrMoment().optional(),
  to: dayOrMoment().optional().openapi({ description: "Exclusive; a bare day is included" }),
});

export const EntryQuery = pageQuery.extend({
  actor_id: z.guid().optional(),
  key_id: z.guid().optional(),
  action: text(50).openapi({ example: "update" }),
  resource: text(100).openapi({ example: "teams" }),
  record_id: text(200),
  request_id: text(200),
  ip: text(200).openapi({ example: "192.0.2.7" }),
  ...Window.shape,
  q: text(200).openapi({
    description: "Words that the entry must have anywhere; case does not matter. Signs are no operators.",
    example: "renewals",
  }),
});

export const EntryId = z.object({
  id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).openapi({ example: 4711 }),
});

const kinds = ["changed", "missing", "inserted", "reordered"] as const;

export const Fault = z.object({
  id: z.int().nullable().openapi({ description: "The entry", example: 4711 }),
  kind: z.enum(kinds),
  reason: z.string().openapi({ example: "The entry does not have the leaf that was sealed" }),
});

export const Verification = z.object({
  verified: z.boolean(),
  entries: z.int().openapi({ description: "That were compared with their leaves" }),
  ended: z.int().openapi({ description: "Leaves whose entry ended by retention" }),
  proven: z.int().openapi({ description: "Leaves under a signed checkpoint; the others are younger" }),
  sealed_until: z.string().nullable().openapi({
    format: "date-time",
    description: "When the newest sealed entry occurred",
  }),
  first_fault: z.union([Fault, z.null()]),
}).openapi("AuditVerification");
