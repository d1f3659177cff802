import { z } from "@hono/zod-openapi";
import { createRoutes } from "../../shared/http/app.ts";
import { unwrap } from "../../shared/data/db.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { decodeCursor, pageQuery, pageSize, paginate } from "../../shared/http/page.ts";
import { Schedule, TaskName, TaskRun, TenantHeader } from "./schema.ts";

const Found = z.object({ rows: z.array(TaskRun), total: z.int().nullable() });

/** The routes of scheduled tasks. */
export const schedules = createRoutes();

const listSchedules = defineRoute({
  method: "get",
  path: "/schedules",
  summary: "List scheduled tasks with their last run",
  access: "jobs:read",
  request: { headers: TenantHeader },
  responses: {
    200: json(data(z.array(Schedule)), "The tasks, by name"),
    ...problems(404),
  },
});

schedules.openapi(listSchedules, async (c) => {
  return c.json({ data: z.array(Schedule).parse(unwrap(await c.var.db.rpc("list_schedules"))) }, 200);
});

const runSchedule = defineRoute({
  method: "post",
  path: "/schedules/{name}/run",
  summary: "Run a scheduled task now (operator only)",
  access: "operator",
  request: { params: TaskName },
  responses: {
    200: json(data(TaskRun), "The run, also when it failed"),
    ...problems(409),
  },
});

schedules.openapi(runSchedule, async (c) => {
  const { name } = c.req.valid("param");
  return c.json({ data: TaskRun.parse(unwrap(await c.var.db.rpc("run_schedule", { name }))) }, 200);
});

const listRuns = defineRoute({
  method: "get",
  path: "/schedules/{name}/runs",
  summary: "List the runs of a scheduled task, newest first",
  access: "jobs:read",
  request: { params: TaskName, query: pageQuery, headers: TenantHeader },
  responses: { 200: json(page(TaskRun), "The runs"), ...problems(404) },
});

schedules.openapi(listRuns, async (c) => {
  const { name } = c.req.valid("param");
  const { limit, cursor, count } = c.req.valid("query");
  const [after_id] = cursor ? decodeCursor(cursor, z.tuple([z.int().min(1)])) : [];
  const page = { after_id, ...pageSize({ limit, count }) };
  const found = Found.parse(unwrap(await c.var.db.rpc("list_task_runs", { name, ...page })));
  return c.json(paginate(found.rows, limit, ({ id }) => [id], found.total), 200);
});
