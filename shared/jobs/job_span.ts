import type { Scope } from "../observe/scope.ts";
import { addSpan } from "../observe/spans.ts";
import type { Job, Outcome } from "./job.ts";

/** Adds the span of an attempt at a job that has just ended, below the span of the request that made the job. */
export function addJobSpan(
  scope: Scope,
  { job, parent }: { job: Job; parent?: string },
  { outcome }: Outcome,
  ms: number,
): void {
  const tags = {
    job: job.id,
    requestId: scope.requestId,
    clientId: job.client_id,
    attempt: job.attempt,
    outcome,
  };
  const failed = outcome === "failed" || outcome === "rejected";
  addSpan(scope, { name: job.type, kind: "consumer", ms, tags, failed, parent });
}
