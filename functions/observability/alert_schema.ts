import { z } from "@hono/zod-openapi";
import { shortText } from "../../shared/input/text.ts";
import { alertMetrics } from "./alert_metrics.ts";

const time = () => z.string().openapi({ format: "date-time", example: "2026-11-20T09:30:00+00:00" });
const number = () => z.number().min(-1e12).max(1e12);

const definition = {
  name: shortText(200).openapi({ example: "Too many failures" }),
  metric: z.enum(alertMetrics).openapi({
    description:
      "Rates are shares from 0 to 1. `error_group` counts the errors of a category in the hour; `failed_tasks`, " +
      "`connections_used`, `changed_plans` (in the last hour) and `slower_statements` (three times slower than a " +
      "week before) are the operator's.",
    example: "error_rate",
  }),
  filter: z.strictObject({
    function: shortText(100).optional().openapi({ example: "routing" }),
    route: shortText(300).optional(),
    version: shortText(20).optional(),
    status: z.enum(["2xx", "3xx", "4xx", "5xx"]).optional(),
    queue: shortText(100).optional(),
    task: shortText(100).optional(),
    category: shortText(100).optional(),
  }).default({}).openapi({
    description: "Requests: function, route, version, status. Jobs: queue. Tasks: task",
  }),
  comparison: z.enum(["above", "below"]),
  threshold: number().openapi({ example: 0.05 }),
  for_minutes: z.int().min(1).max(10_000).openapi({ example: 5 }),
  recover_threshold: number().nullable().default(null).openapi({
    description: "The value has to pass this one before the alert is over; defaults to the threshold",
  }),
  channels: z.array(z.enum(["event", "email"])).max(2).default(["event"]),
  enabled: z.boolean().default(true),
};

export const NewAlert = z.strictObject(definition).openapi("NewAlert");

export const Alert = z.object({
  ...definition,
  id: z.guid(),
  state: z.enum(["ok", "pending", "firing", "no_data"]).openapi({
    description: "`no_data`: the metric is silent, such as an error rate without requests",
  }),
  value: z.number().nullable().openapi({ description: "In the minute that was looked at last" }),
  since: time(),
  evaluated_at: time().nullable(),
  version: z.int(),
  created_by: z.guid().nullable(),
  created_at: time(),
}).openapi("Alert");

export const AlertId = z.object({ alert: z.guid() });

export const AlertChange = z.object({
  id: z.int(),
  at: time(),
  from: z.string().openapi({ example: "pending" }),
  to: z.string().openapi({ example: "firing" }),
  value: z.number().nullable(),
  notified: z.boolean().openapi({ description: "True if it was told to the channels" }),
}).openapi("AlertChange");
