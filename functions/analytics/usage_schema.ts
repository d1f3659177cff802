import { z } from "@hono/zod-openapi";
import { day } from "../../shared/input/time.ts";
import { date, GroupBy, time } from "./schema.ts";

const By = z.enum(["function", "key", "user", "event_type"]);

export const UsageQuery = z.object({
  start_date: day().optional().openapi({ description: "First day; defaults to 30 days up to `end_date`" }),
  end_date: day().optional().openapi({ description: "Last day, included; defaults to today" }),
  group_by: GroupBy.default("day"),
  by: By.default("function").openapi({ description: "What `groups` tell apart" }),
});

const UsageCounts = z.object({
  requests: z.int(),
  errors: z.int().openapi({ description: "Requests that were answered with 400 or above" }),
  rows_imported: z.int(),
  decisions: z.int(),
  calls: z.int(),
  deliveries: z.int().openapi({ description: "Webhooks that arrived" }),
  emails: z.int(),
  events: z.int().openapi({ description: "Of the tenant's own kinds" }),
});

export const Usage = z.object({
  from: date(),
  to: date(),
  group_by: GroupBy,
  by: By,
  totals: UsageCounts,
  periods: z.array(UsageCounts.extend({
    date: date(),
    groups: z.array(UsageCounts.extend({
      group: z.string().openapi({
        description: "A function, the id of a key or user, or a type of event",
        example: "routing",
      }),
    })).openapi({
      description: "At most 100; what cannot be told apart that way is in the period only",
    }),
  })),
  as_of: time(),
}).openapi("AnalyticsUsage");

/** An event of the tenant's own as it is sent. */
export const OwnEvent = z.strictObject({
  event_type: z.string().openapi({ example: "report.opened" }),
  occurred_at: time().optional().openapi({ description: "Defaults to now; not in the future" }),
  metadata: z.looseObject({}).optional().openapi({
    description: "At most 4,096 bytes",
    example: { plan: "pro" },
  }),
  dedupe_key: z.string().min(1).max(200).optional().openapi({
    description: "Unique within the tenant; sent again, the event is not counted again",
    example: "report-17-opened",
  }),
}).openapi("OwnEvent");

export const OwnEvents = z.object({ events: z.array(OwnEvent).min(1).max(1_000) }).openapi("OwnEvents");

/** The outside of the body; the events are checked one by one, by SQL. */
export const EventsBody = z.strictObject({ events: z.array(z.json()).min(1) });

export const RecordedEvents = z.object({
  received: z.int(),
  recorded: z.int(),
  duplicates: z.int().openapi({ description: "Known by their `dedupe_key`" }),
}).openapi("RecordedEvents");
