import { z } from "@hono/zod-openapi";
import { pageQuery } from "../../shared/http/page.ts";
import { shortText, storableText } from "../../shared/input/text.ts";
import { dayOrMoment } from "../../shared/input/time.ts";

const kind = z.string().openapi({ description: "What the rows are", example: "calls" });
const time = z.string().openapi({ format: "date-time" });

export const KindParam = z.object({
  kind: storableText().max(50).openapi({ description: "A kind of GET /policies", example: "calls" }),
});

const days = (what: string, example: number) =>
  z.int().min(0).max(1_000_000).openapi({ description: what, example });

export const PolicyChange = z.strictObject({
  hot_days: days("Days that rows stay in their table", 365),
  archive_days: days("Days that rows are kept at all; at least hot_days", 3650),
}).openapi("ArchivePolicyChange");

export const PreviewQuery = z.object({
  hot_days: z.coerce.number().int().min(0).max(1_000_000).optional().openapi({
    description: "Defaults to the policy's",
  }),
  archive_days: z.coerce.number().int().min(0).max(1_000_000).optional().openapi({
    description: "Defaults to the policy's",
  }),
});

export const Policy = z.object({
  kind,
  hot_days: z.int().openapi({ description: "Older rows move to the archive" }),
  archive_days: z.int().openapi({ description: "Older rows are deleted" }),
  source: z.enum(["default", "tenant"]),
  minimum_hot_days: z.int(),
  maximum_hot_days: z.int(),
  minimum_archive_days: z.int(),
  maximum_archive_days: z.int(),
  legal_basis: z.string().nullable().openapi({ description: "Why rows must be kept so long" }),
  updated_at: time.nullable(),
}).openapi("ArchivePolicy");

export const Preview = z.object({
  kind,
  hot_days: z.int(),
  archive_days: z.int(),
  would_move: z.int().openapi({ description: "Rows that would move to the archive" }),
  would_remove: z.int().openapi({ description: "Rows that would be deleted without being archived" }),
  held: z.int().openapi({
    description: "Of those that would move, the rows that a hold keeps from being deleted",
  }),
  complete: z.boolean().openapi({ description: "False if only the oldest 100,001 rows were counted" }),
  would_remove_archived: z.int().openapi({ description: "Archived rows that would be deleted" }),
  archived_held: z.int().openapi({ description: "Archived rows that a hold keeps from being deleted" }),
}).openapi("ArchivePreview");

export const NewHold = z.strictObject({
  kind,
  from: dayOrMoment().openapi({
    description: "A day begins in the tenant's time zone",
    example: "2026-01-01",
  }),
  to: dayOrMoment().openapi({ description: "Exclusive; a bare day is included", example: "2026-03-31" }),
  reason: shortText(500).openapi({ example: "Dispute with Northwind, file 27" }),
}).openapi("NewArchiveHold");

export const HoldId = z.object({ hold: z.guid() });

export const Hold = z.object({
  id: z.guid(),
  kind,
  from: time,
  to: time.openapi({ description: "Exclusive" }),
  reason: z.string(),
  created_by: z.guid().nullable(),
  created_at: time,
}).openapi("ArchiveHold");

export const ArchivedQuery = pageQuery.extend({
  from: dayOrMoment().optional().openapi({ description: "A day begins in the tenant's time zone" }),
  to: dayOrMoment().optional().openapi({ description: "Exclusive; a bare day is included" }),
});

export const ArchivedRow = z.object({
  id: z.string(),
  at: time.openapi({ description: "The row's own time, which its days are counted from" }),
  archived_at: time,
  record: z.record(z.string(), z.unknown()).openapi({
    description: "The row as it was in its table",
    example: { external_id: "c-1", outcome: "successful", handling_seconds: 240 },
  }),
}).openapi("ArchivedRow");

export const RunsQuery = pageQuery.extend({ kind: storableText().max(50).optional() });

export const Run = z.object({
  id: z.guid(),
  kind,
  status: z.enum(["running", "completed"]),
  hot_days: z.int(),
  archive_days: z.int(),
  moved: z.int().openapi({ description: "Rows that moved to the archive" }),
  removed: z.int().openapi({ description: "Rows that were deleted" }),
  started_at: time,
  finished_at: time.nullable(),
}).openapi("ArchiveRun");
