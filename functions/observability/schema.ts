import { z } from "@hono/zod-openapi";
import { storableText } from "../../shared/input/text.ts";
import { dayOrMoment } from "../../shared/input/time.ts";

const time = (example = "2026-11-20T09:30:00+00:00") => z.string().openapi({ format: "date-time", example });
const ms = (description: string) => z.number().openapi({ description, example: 42.7 });

/** The window of a report. */
export const WindowQuery = z.object({
  from: dayOrMoment().optional().openapi({ description: "Defaults to a day before `to`" }),
  to: dayOrMoment().optional().openapi({ description: "Exclusive; a bare day is included. Defaults to now" }),
  client_id: z.guid().optional().openapi({
    description: "With the secret key, one tenant instead of all. Others see their own tenant only.",
  }),
});

const groups = ["function", "route", "status", "minute", "hour", "day"] as const;

export const RequestQuery = WindowQuery.extend({
  group_by: z.enum(groups).default("function").openapi({
    description: "Days are in UTC. `minute` looks back an hour by default and a day at most, `hour` 31 days.",
  }),
  function: storableText().min(1).max(100).optional().openapi({ example: "teams" }),
  route: storableText().min(1).max(300).optional().openapi({ example: "GET /teams/v1/{team}" }),
  version: storableText().min(1).max(20).optional().openapi({ example: "v1" }),
});

const Figures = z.object({
  requests: z.int(),
  errors: z.int().openapi({ description: "Answers from 400 on, or none" }),
  server_errors: z.int().openapi({ description: "Answers from 500 on, or none" }),
  error_rate: z.number().openapi({ description: "errors / requests", example: 0.012 }),
  p50_ms: ms("Half of the requests took at most this; within 2 %"),
  p95_ms: ms("95 % of the requests took at most this; within 2 %"),
  p99_ms: ms("99 % of the requests took at most this; within 2 %"),
  max_ms: ms("The longest"),
  mean_ms: ms("The average"),
});

export const RequestStats = z.object({
  function: z.string().optional(),
  version: z.string().optional(),
  route: z.string().optional().openapi({ example: "GET /teams/v1/{team}" }),
  status: z.string().optional().openapi({ example: "2xx" }),
  minute: time().optional(),
  hour: time().optional(),
  day: time().optional(),
  ...Figures.shape,
  active_users: z.int().openapi({ description: "Different signed-in users" }),
  cold_starts: z.int().optional().openapi({
    description: "Isolates that started; by function, with the secret key",
  }),
  cold_start_ms: z.number().optional().openapi({ description: "Median time until the code was loaded" }),
  peak_memory_bytes: z.int().optional(),
}).openapi("RequestStats");

export const DependencyStats = z.object({
  dependency: z.string().openapi({
    description: "`database`, `redis`, `auth`, a host, or `other`: further hosts",
    example: "database",
  }),
  ...Figures.shape,
}).openapi("DependencyStats");

export const Waiting = z.object({
  queue_depth: z.int().openapi({ description: "Jobs that are due or running now" }),
  oldest_due_seconds: z.number().openapi({ description: "How long the oldest due job has waited" }),
  cache_hit_rate: z.number().nullable().openapi({
    description: "Share of looks into caches that found something; null without any",
    example: 0.93,
  }),
});
