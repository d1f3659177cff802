import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { AppEnv } from "../../shared/http/app.ts";
import { allow, allowOperator } from "../../shared/access/auth.ts";
import { unwrap } from "../../shared/data/db.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { decodeCursor, pageQuery, paginate } from "../../shared/http/page.ts";
import { Schedule, TaskName, TaskRun, TenantHeader } from "./schema.ts";

const Found = z.object({ rows: z.array(TaskRun), total: z.int().nullable() });

const listSchedules = createRoute({
  method: "get",
  path: "/schedules",
  summary: "Every scheduled task with its last run",
  middleware: [allow("jobs:read")] as const,
  request: { headers: TenantHeader },
  responses: {
    200: json(data(z.array(Schedule)), "The tasks, by name"),
    ...problems(400, 401, 403, 404, 429, 503),
  },
});

const runSchedule = createRoute({
  method: "post",
  path: "/schedules/{name}/run",
  summary: "Run a scheduled task now; for the operator alone",
  middleware: [allowOperator()] as const,
  request: { params: TaskName },
  responses: {
    200: json(data(TaskRun), "The run, also when it failed"),
    ...problems(401, 403, 404, 409, 422, 429, 503),
  },
});

const listRuns = createRoute({
  method: "get",
  path: "/schedules/{name}/runs",
  summary: "Runs of a scheduled task, newest first; for the operator alone",
  middleware: [allowOperator()] as const,
  request: { params: TaskName, query: pageQuery },
  responses: { 200: json(page(TaskRun), "The runs"), ...problems(400, 401, 403, 404, 422, 429, 503) },
});

/** Adds the routes of scheduled tasks. */
export function addScheduleRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(listSchedules, async (c) => {
    return c.json({ data: z.array(Schedule).parse(unwrap(await c.var.db.rpc("list_schedules"))) }, 200);
  });

  app.openapi(runSchedule, async (c) => {
    const { name } = c.req.valid("param");
    return c.json({ data: TaskRun.parse(unwrap(await c.var.db.rpc("run_schedule", { name }))) }, 200);
  });

  app.openapi(listRuns, async (c) => {
    const { name } = c.req.valid("param");
    const { limit, cursor, count } = c.req.valid("query");
    const [after_id] = cursor ? decodeCursor(cursor, z.tuple([z.int().min(1)])) : [];
    const page = { after_id, page_size: limit + 1, with_total: count === "exact" };
    const found = Found.parse(unwrap(await c.var.db.rpc("list_task_runs", { name, ...page })));
    return c.json(paginate(found.rows, limit, ({ id }) => [id], found.total), 200);
  });
}
