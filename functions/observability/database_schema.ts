import { z } from "@hono/zod-openapi";

const time = () => z.string().openapi({ format: "date-time", example: "2026-11-20T09:30:00+00:00" });
const ms = (description: string) => z.number().openapi({ description, example: 42.7 });
const query = z.string().openapi({
  description: "Without values",
  example: "select * from teams where id = $1",
});
const queryId = z.string().openapi({
  description: "The `queryid` of pg_stat_statements; 0 for all statements that cost little, together",
  example: "-4021163671685826221",
});

/** The statement that a session runs, as far as it is known. */
const running = { query_id: queryId.nullable(), query: query.nullable() };

const Statement = z.object({
  query_id: queryId,
  query,
  calls: z.int(),
  total_ms: ms("Of all calls of the last day"),
  mean_ms: ms("The average of the last day"),
  p95_ms: ms("95 % of the calls took at most this; known if it ran at most once a minute").nullable(),
  max_ms: ms("The longest since Postgres began to count"),
  share: z.number().nullable().openapi({ description: "Of the time of all statements", example: 0.31 }),
  trend: z.number().nullable().openapi({
    description: "The average over that of the same day a week before; 3 is three times slower",
    example: 1.04,
  }),
  plan_changed_at: time().nullable().openapi({
    description: "When Postgres was last seen to plan it differently; looked at each ten minutes",
  }),
}).openapi("Statement");

export const DatabaseReport = z.object({
  as_of: time(),
  size_bytes: z.int(),
  connections: z.object({
    maximum: z.int().openapi({ description: "`max_connections`" }),
    used: z.int(),
    groups: z.array(z.object({
      role: z.string().openapi({ example: "authenticator" }),
      state: z.string().openapi({ example: "idle" }),
      connections: z.int(),
    })),
  }),
  cache_hit_ratio: z.number().nullable().openapi({
    description: "Share of the blocks that were in Postgres's memory, since `statistics_since`",
    example: 0.998,
  }),
  deadlocks: z.int(),
  temporary_bytes: z.int().openapi({ description: "Written for sorts and joins that did not fit in memory" }),
  statistics_since: time().nullable(),
  slowest_statements: z.array(Statement).openapi({
    description: "At most 20, by their time in the last day",
  }),
  unused_indexes: z.array(z.object({ table: z.string(), index: z.string(), bytes: z.int() })).openapi({
    description: "No query has used them since `statistics_since`; at most 100",
  }),
  duplicate_indexes: z.array(z.object({ table: z.string(), indexes: z.array(z.string()) })),
  missing_indexes: z.array(z.object({
    table: z.string(),
    columns: z.array(z.string()),
    references: z.string(),
    rows: z.int().openapi({ description: "Of the table, estimated" }),
    suggestion: z.string().openapi({ example: "create index concurrently on public.teams (client_id)" }),
  })).openapi({ description: "Foreign keys whose columns no index begins with; at most 100" }),
  dead_tuples: z.array(z.object({
    table: z.string(),
    live: z.int(),
    dead: z.int(),
    share: z.number(),
    bytes: z.int(),
    vacuumed_at: time().nullable(),
  })).openapi({ description: "The 20 tables with the most rows that vacuum has yet to take away" }),
  longest_transaction: z.object({
    pid: z.int(),
    role: z.string().nullable(),
    application: z.string(),
    state: z.string().nullable(),
    seconds: z.number(),
    ...running,
  }).nullable(),
  blocked_sessions: z.array(z.object({
    pid: z.int(),
    role: z.string().nullable(),
    seconds: z.number(),
    waits_for: z.string().openapi({ example: "transactionid" }),
    blocked_by: z.array(z.int()).openapi({ description: "Process ids" }),
    ...running,
  })),
}).openapi("DatabaseReport");

export const SlowStatement = z.object({
  id: z.int(),
  starts_at: time().openapi({ description: "The minute" }),
  query_id: queryId,
  query,
  calls: z.int(),
  total_ms: ms("Of all calls of the minute"),
  mean_ms: ms("The average of the minute"),
  max_ms: ms("The longest call; null if no longer than the longest of an earlier minute").nullable(),
  rows: z.int(),
  blocks_hit: z.int().openapi({ description: "Blocks of 8 kB found in memory" }),
  blocks_read: z.int().openapi({ description: "Blocks of 8 kB read from outside of it" }),
}).openapi("SlowStatement");
