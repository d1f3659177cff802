import { createApp } from "../../shared/http/app.ts";
import { unwrap } from "../../shared/data/db.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { pageQuery, paginate } from "../../shared/http/page.ts";
import { addWorkerRoute } from "../../shared/jobs/worker.ts";
import { findJob, findJobs } from "./find_jobs.ts";
import { schedules } from "./schedules.ts";
import { Job, JobFilters, JobId, JobStats, TenantHeader } from "./schema.ts";

const app = createApp("jobs");

const listJobs = defineRoute({
  method: "get",
  path: "/",
  summary: "List jobs, newest first",
  access: "jobs:read",
  request: { headers: TenantHeader, query: pageQuery.extend(JobFilters.shape) },
  responses: { 200: json(page(Job), "The jobs") },
});

app.openapi(listJobs, async (c) => {
  const query = c.req.valid("query");
  const { rows, total } = await findJobs(c.var.db, c.var.caller, query);
  return c.json(paginate(rows, query.limit, ({ created_at, id }) => [created_at, id], total), 200);
});

const getStats = defineRoute({
  method: "get",
  path: "/stats",
  summary: "Get depth, oldest due time and throughput by queue",
  description: "The secret key sees all tenants and the system, or the tenant in x-client-id.",
  access: "jobs:read",
  request: { headers: TenantHeader },
  responses: { 200: json(data(JobStats), "The numbers"), ...problems(404) },
});

app.openapi(getStats, async (c) => {
  return c.json({ data: JobStats.parse(unwrap(await c.var.db.rpc("job_stats"))) }, 200);
});

// Before the routes of a job: "schedules" and "worker" are none.
app.route("/", schedules);

// Jobs of this queue are nothing but their effect in the database, which commits with their end.
addWorkerRoute(app, { queue: "jobs", handle: () => ({ outcome: "completed" }), concurrency: 100 });

const getJob = defineRoute({
  method: "get",
  path: "/{job}",
  summary: "Get a job",
  access: "jobs:read",
  request: { headers: TenantHeader, params: JobId },
  responses: { 200: json(data(Job), "The job") },
});

app.openapi(getJob, async (c) => {
  return c.json({ data: await findJob(c.var.db, c.var.caller, c.req.valid("param").job) }, 200);
});

const retryJob = defineRoute({
  method: "post",
  path: "/{job}/retry",
  summary: "Retry a job now and reset its attempt count",
  access: "jobs:write",
  request: { headers: TenantHeader, params: JobId },
  responses: { 200: json(data(Job), "The job"), ...problems(409) },
});

app.openapi(retryJob, async (c) => {
  const { job: job_id } = c.req.valid("param");
  return c.json({ data: Job.parse(unwrap(await c.var.db.rpc("retry_job", { job_id }))) }, 200);
});

const cancelJob = defineRoute({
  method: "post",
  path: "/{job}/cancel",
  summary: "Cancel a waiting job",
  access: "jobs:write",
  request: { headers: TenantHeader, params: JobId },
  responses: { 200: json(data(Job), "The job"), ...problems(409) },
});

app.openapi(cancelJob, async (c) => {
  const { job: job_id } = c.req.valid("param");
  return c.json({ data: Job.parse(unwrap(await c.var.db.rpc("cancel_job", { job_id }))) }, 200);
});

export default app;
