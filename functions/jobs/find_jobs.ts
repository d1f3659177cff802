import { z } from "@hono/zod-openapi";
import type { Caller, Db } from "../../shared/context.ts";
import { unwrap } from "../../shared/data/db.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { decodeCursor, newestFirst, pageQuery } from "../../shared/http/page.ts";
import { Job, JobFilters, JobStatus } from "./schema.ts";

const columns =
  "id, client_id, queue, type, payload, status, priority, attempts, max_attempts, scheduled_for, " +
  "started_at, completed_at, error_message, result, request_id, created_at";

const phases = {
  pending: "active",
  running: "active",
  scheduled: "scheduled",
  parked: "parked",
  dead: "dead",
  completed: "finished",
  cancelled: "finished",
} as const satisfies Record<z.output<typeof JobStatus>, string>;

type Query = z.output<typeof pageQuery> & z.output<typeof JobFilters>;

/** Up to `limit + 1` jobs behind the cursor, newest first, and how many there are if that was asked. */
export async function findJobs(
  db: Db,
  caller: Caller,
  { limit, cursor, count, ...filters }: Query,
): Promise<{ rows: z.output<typeof Job>[]; total: number | null | undefined }> {
  const [found, all] = await Promise.all([
    after(matching(db, caller, filters), cursor).limit(limit + 1),
    count ? matching(db, caller, filters, { count: "exact", head: true }) : null,
  ]);
  const rows = z.array(Job).parse(unwrap(found));
  if (all) unwrap(all);
  return { rows, total: all?.count };
}

/** A job that the caller may see. Throws 404 for any other. */
export async function findJob(db: Db, caller: Caller, id: string): Promise<z.output<typeof Job>> {
  const [job] = z.array(Job).parse(unwrap(await matching(db, caller, {}).eq("id", id).limit(1)));
  if (job === undefined) throw new ApiError(404, "NOT_FOUND", "There is no such job");
  return job;
}

/** Row security leaves a user their tenant's; the secret key passes it and says whose are meant. */
function matching(
  db: Db,
  caller: Caller,
  filters: z.output<typeof JobFilters>,
  options: { count?: "exact"; head?: boolean } = {},
) {
  let query = db.from("job_queue").select(columns, options);
  query = caller.clientId === null ? query.is("client_id", null) : query.eq("client_id", caller.clientId);
  for (const column of ["queue", "type"] as const) {
    const value = filters[column];
    // In quotes, because a bare `true` is a boolean to the local Data API.
    if (value !== undefined) query = query.filter(column, "in", `("${value}")`);
  }
  const { status } = filters;
  if (status === undefined) return query;
  // What the status implies and an index has.
  return query.eq("status", status).eq("phase", phases[status]);
}

/** The page behind a cursor. The first condition repeats what the second implies, so that the index is used. */
function after(query: ReturnType<typeof matching>, cursor: string | undefined) {
  const sorted = query.order("created_at", { ascending: false }).order("id", { ascending: false });
  if (!cursor) return sorted;
  const [createdAt, id] = decodeCursor(cursor, newestFirst);
  return sorted.lte("created_at", createdAt).or(
    `created_at.lt.${createdAt},and(created_at.eq.${createdAt},id.lt.${id})`,
  );
}
