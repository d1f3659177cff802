import { z } from "@hono/zod-openapi";
import { boundsOf } from "../../shared/data/days.ts";
import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { json, page, problems } from "../../shared/http/openapi.ts";
import { pageArguments, pageQuery, paginate } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { storableText } from "../../shared/input/text.ts";
import { WindowQuery } from "./schema.ts";

const LogLine = z.object({
  id: z.guid(),
  timestamp: z.string().openapi({ format: "date-time" }),
  level: z.enum(["debug", "info", "warn", "error"]),
  function: z.string().openapi({ example: "teams" }),
  requestId: z.string().nullable(),
  userId: z.guid().nullable(),
  action: z.string().nullable().openapi({ example: "GET /teams/v1/:team" }),
  duration: z.number().nullable().openapi({ description: "Milliseconds", example: 18 }),
  error: z.string().nullable().openapi({ example: "VALIDATION_ERROR" }),
  metadata: z.record(z.string(), z.unknown()).openapi({
    description: "What else the line says",
    example: { status: 200 },
  }),
  clientId: z.guid().nullable().optional().openapi({ description: "Only with the secret key" }),
}).openapi("LogLine");

/** `.*`, `)+`, `]{2}`, `\\d`, `[^`, `(?`, `^…` and `…$`, which as words would find something else in silence. */
const regularExpression = /[.)\]](?:[*+{]|\?$)|\\[dwsb]|\[\^|\(\?|^\^|\$$/i;

const LogQuery = pageQuery.extend({
  ...WindowQuery.shape,
  q: storableText().min(1).max(200).refine((q) => !regularExpression.test(q), {
    error: "Takes words, not a regular expression",
  }).optional().openapi({
    description:
      "Words that the line must have; case does not matter. Signs are no operators, and a text that is " +
      "clearly a regular expression is refused.",
    example: "timeout database",
  }),
  level: LogLine.shape.level.optional(),
  function: storableText().min(1).max(100).optional().openapi({ example: "teams" }),
  request_id: storableText().min(1).max(200).optional(),
  user_id: z.guid().optional(),
});

const Found = z.object({ rows: z.array(LogLine), total: z.int().nullable() });

/** The routes of log lines. */
export const logs = createRoutes();

const findLogs = defineRoute({
  method: "get",
  path: "/logs",
  summary: "Search log lines, newest first",
  description:
    "Lines are kept `observability.log_days` (14), up to `limits.log_bytes` a day. Addresses, numbers and secrets are masked before a line is written.",
  access: "observability:read",
  request: { query: LogQuery },
  responses: { 200: json(page(LogLine), "The lines"), ...problems(404) },
});

logs.openapi(findLogs, async (c) => {
  const query = c.req.valid("query");
  const { q, level, function: of, request_id, user_id, client_id } = query;
  const { from: since, until } = await boundsOf(c.var.db, query);
  const filters = { q, level, function: of, request_id, user_id, client_id, since, until };
  const found = unwrap(await c.var.db.rpc("find_logs", { ...filters, ...pageArguments(query) }));
  const { rows, total } = Found.parse(found);
  return c.json(paginate(rows, query.limit, ({ timestamp, id }) => [timestamp, id], total), 200);
});
