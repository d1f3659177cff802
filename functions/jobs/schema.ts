import { z } from "@hono/zod-openapi";
import { storableText } from "../../shared/input/text.ts";

const time = () => z.string().openapi({ format: "date-time", example: "2026-11-20T09:30:00+00:00" });

export const TenantHeader = z.object({
  "x-client-id": z.string().optional().openapi({
    description:
      "With the secret key: the tenant to act for, otherwise the system. A user's tenant comes from their token alone.",
  }),
});

export const JobId = z.object({ job: z.guid() });

export const JobStatus = z.enum([
  "scheduled",
  "pending",
  "running",
  "parked",
  "completed",
  "dead",
  "cancelled",
]).openapi({
  description:
    "`scheduled` waits for its time, `pending` for a worker, `parked` for a release; `dead` has no attempts left",
});

export const JobFilters = z.object({
  queue: z.string().max(100).regex(/^[a-z_]+$/, "must be a queue's name").optional().openapi({
    example: "webhooks",
  }),
  type: z.string().max(100).regex(/^[a-z_.]+$/, "must be a job's type").optional().openapi({
    example: "webhook.deliver",
  }),
  status: JobStatus.optional(),
});

export const Job = z.object({
  id: z.guid(),
  client_id: z.guid().nullable().openapi({ description: "Null for a system job" }),
  queue: z.string(),
  type: z.string(),
  payload: z.json().openapi({
    type: "object",
    additionalProperties: true,
    example: { endpoint_id: "8b1f…" },
  }),
  status: JobStatus,
  priority: z.int().openapi({ description: "0–10; a tenant's higher-priority jobs run first" }),
  attempts: z.int(),
  max_attempts: z.int(),
  scheduled_for: time(),
  started_at: time().nullable().openapi({ description: "Start of the last attempt" }),
  completed_at: time().nullable().openapi({
    description: "When the job was completed, cancelled or marked dead",
  }),
  error_message: z.string().nullable().openapi({ description: "Why the last attempt failed" }),
  result: z.json().nullable().openapi({ type: ["object", "null"], additionalProperties: true }),
  request_id: z.string().nullable().openapi({ description: "Id of the request that created the job" }),
  created_at: time(),
}).openapi("Job");

const Worker = z.object({
  id: z.guid(),
  queue: z.string(),
  started_at: time(),
  seen_at: time(),
  ended_at: time().nullable(),
  claimed: z.int(),
  completed: z.int(),
  failed: z.int().openapi({ description: "Failed attempts" }),
  dead: z.int(),
  postponed: z.int(),
  stale: z.int().openapi({ description: "Results that arrived too late and had no effect" }),
}).openapi("Worker");

export const JobStats = z.object({
  queues: z.array(z.object({
    queue: z.string(),
    pending: z.int(),
    scheduled: z.int(),
    running: z.int(),
    parked: z.int(),
    dead: z.int(),
    oldest_due_seconds: z.number().nullable().openapi({
      description: "How long the oldest due job has been waiting",
    }),
    completed_last_hour: z.int(),
    workers: z.int().openapi({ description: "Active workers, for all tenants" }),
  })),
  workers: z.array(Worker).nullable().openapi({ description: "The last fifty; only with the secret key" }),
}).openapi("JobStats");

const name = z.string().openapi({ example: "aggregate_performance" });

export const TaskName = z.object({
  name: storableText().max(100).openapi({ example: "aggregate_performance" }),
});

export const Schedule = z.object({
  name,
  schedule: z.string().openapi({ description: "Cron expression, in UTC", example: "* * * * *" }),
  depends_on: z.string().nullable().openapi({
    description: "The task that must have succeeded before: this hour, or today if this one runs once a day",
    example: "sum_transactions",
  }),
  alert_after_failures: z.int().openapi({
    description: "The alert metric `failed_tasks` counts a failure from so many in a row on",
  }),
  timeout_seconds: z.int().openapi({ description: "A run that takes longer is ended, and has failed" }),
  next_run: time().nullable(),
  late: z.boolean().openapi({ description: "Was due more than five minutes ago and has not begun" }),
  running: z.boolean(),
  last_run: time().nullable(),
  duration_ms: z.int().nullable(),
  succeeded: z.boolean().nullable(),
  result: z.string().nullable().openapi({
    description: "Result of the last run, only with the secret key; others see that it failed",
  }),
  failing_tenants: z.array(z.object({
    client_id: z.guid(),
    error: z.string(),
    attempts: z.int(),
    since: time(),
    next_try: time(),
  })).optional().openapi({
    description: "Tenants that runs leave out until a retry succeeds, at most 100; only with the secret key",
  }),
}).openapi("Schedule");

export const TaskRun = z.object({
  id: z.int(),
  name,
  trigger: z.enum(["schedule", "manual", "catch_up"]).openapi({
    description: "`catch_up`: it was due and did not run",
  }),
  started_at: time(),
  duration_ms: z.int(),
  succeeded: z.boolean(),
  result: z.string().nullable().openapi({
    description: "Only with the secret key; others see that the run failed",
  }),
}).openapi("TaskRun");
