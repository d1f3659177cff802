import { z } from "@hono/zod-openapi";
import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { pageArguments, pageQuery, paginate } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { storableText } from "../../shared/input/text.ts";

const time = () => z.string().openapi({ format: "date-time", example: "2026-11-20T09:30:00+00:00" });
const States = z.enum(["open", "resolved", "ignored", "regressed"]);
const Severity = z.enum(["low", "medium", "high", "critical"]);

const ErrorGroup = z.object({
  id: z.guid(),
  fingerprint: z.string().openapi({
    description: "Version of the grouping and a hash; Sentry's events carry the same",
    example: "1-9f86d081884c7d65",
  }),
  category: z.string().openapi({ example: "database" }),
  severity: Severity,
  message: z.string().openapi({ description: "Without values", example: "The endpoint answered <n>" }),
  function: z.string().openapi({ example: "teams" }),
  code: z.string().openapi({ example: "SERVICE_UNAVAILABLE" }),
  action: z.string().openapi({ example: "GET /teams/v1/:team" }),
  frame: z.string().nullable().openapi({ example: "functions/teams/index.ts getTeam" }),
  count: z.int(),
  users: z.int().openapi({ description: "Different users who met it" }),
  first_seen: time(),
  last_seen: time(),
  status: States.openapi({
    description: "`regressed` is a resolved one that happened again in a later release",
  }),
  resolved_at: time().nullable(),
  resolved_release: z.string().nullable(),
  trend: z.array(z.int()).openapi({ description: "Counts of the last 24 hours, oldest first" }),
  client_id: z.guid().nullable().optional().openapi({ description: "Only with the secret key" }),
}).openapi("ErrorGroup");

const Occurrence = z.object({
  id: z.guid(),
  at: time(),
  request_id: z.string().nullable(),
  user_id: z.guid().nullable(),
  release: z.string(),
  stack: z.string(),
});

const DetailedError = ErrorGroup.extend({
  occurrences: z.array(Occurrence).openapi({ description: "The last 20, newest first" }),
}).openapi("DetailedError");

const ErrorId = z.object({ error: z.guid() });
const Found = z.object({ rows: z.array(ErrorGroup), total: z.int().nullable() });

/** The routes of error groups. */
export const errors = createRoutes();

const listErrors = defineRoute({
  method: "get",
  path: "/errors",
  summary: "List error groups, last seen first",
  access: "observability:read",
  request: {
    query: pageQuery.extend({
      status: States.optional(),
      category: storableText().min(1).max(100).optional(),
      severity: Severity.optional(),
      function: storableText().min(1).max(100).optional(),
      client_id: z.guid().optional(),
    }),
  },
  responses: { 200: json(page(ErrorGroup), "The groups"), ...problems(404) },
});

errors.openapi(listErrors, async (c) => {
  const query = c.req.valid("query");
  const { status, category, severity, function: of, client_id } = query;
  const filters = { status, category, severity, function: of, client_id };
  const found = unwrap(await c.var.db.rpc("list_errors", { ...filters, ...pageArguments(query) }));
  const { rows, total } = Found.parse(found);
  return c.json(paginate(rows, query.limit, ({ last_seen, id }) => [last_seen, id], total), 200);
});

const getError = defineRoute({
  method: "get",
  path: "/errors/{error}",
  summary: "Get an error group with its last 20 occurrences",
  access: "observability:read",
  request: { params: ErrorId },
  responses: { 200: json(data(DetailedError), "The group") },
});

errors.openapi(getError, async (c) => {
  const { error: error_id } = c.req.valid("param");
  return c.json(
    { data: DetailedError.parse(unwrap(await c.var.db.rpc("get_error", { error_id }))) },
    200,
  );
});

const changes = [
  { path: "/errors/{error}/resolve", status: "resolved", summary: "Resolve an error group" },
  { path: "/errors/{error}/ignore", status: "ignored", summary: "Ignore an error group" },
  { path: "/errors/{error}/reopen", status: "open", summary: "Open an error group again" },
] as const;

for (const { path, status, summary } of changes) {
  const change = defineRoute({
    method: "post",
    path,
    summary,
    access: "alerts:write",
    request: { params: ErrorId },
    responses: { 200: json(data(ErrorGroup), "The group") },
  });
  errors.openapi(change, async (c) => {
    const { error: error_id } = c.req.valid("param");
    const changed = unwrap(await c.var.db.rpc("set_error_status", { error_id, status }));
    return c.json({ data: ErrorGroup.parse(changed) }, 200);
  });
}
