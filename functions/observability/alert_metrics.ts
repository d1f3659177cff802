/** What an alert can watch. */
export const alertMetrics = [
  "error_rate",
  "p95_ms",
  "p99_ms",
  "requests",
  "errors",
  "queue_depth",
  "oldest_due_seconds",
  "dead_jobs",
  "cache_hit_rate",
  "failed_tasks",
  "connections_used",
  "changed_plans",
  "slower_statements",
  "error_group",
] as const;
