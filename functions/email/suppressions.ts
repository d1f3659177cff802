import { z } from "@hono/zod-openapi";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { decodeCursor, pageQuery, pageSize, paginate } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { moment } from "../../shared/input/time.ts";
import { Address, NewSuppression, Suppression } from "./schema.ts";

/** The routes of addresses that get no mail. */
export const suppressions = createRoutes();

const newestFirst = z.tuple([moment(), z.string()]);
const Found = z.object({ rows: z.array(Suppression), total: z.int().nullable() });

const listSuppressions = defineRoute({
  method: "get",
  path: "/suppressions",
  summary: "List suppressed addresses, newest first",
  access: "email:read",
  request: { query: pageQuery },
  responses: { 200: json(page(Suppression), "The addresses") },
});

suppressions.openapi(listSuppressions, async (c) => {
  const { limit, cursor, count } = c.req.valid("query");
  const [after_time, after_email] = cursor === undefined ? [] : decodeCursor(cursor, newestFirst);
  const where = { after_time, after_email, ...pageSize({ limit, count }) };
  const { rows, total } = Found.parse(unwrap(await c.var.db.rpc("list_email_suppressions", where)));
  return c.json(paginate(rows, limit, ({ created_at, email }) => [created_at, email], total), 200);
});

const addSuppression = defineRoute({
  method: "post",
  path: "/suppressions",
  summary: "Send no more mail to an address",
  description: "`email_verification` and `password_reset` still go there.",
  access: "email:write",
  request: { headers: idempotencyHeader, body: json(NewSuppression) },
  responses: {
    201: json(data(Suppression), "The address; one that was suppressed keeps its reason"),
    ...problems(409),
  },
});

suppressions.openapi(addSuppression, async (c) => {
  const result = await c.var.db.rpc("add_email_suppression", c.req.valid("json"));
  const { body, replayed } = settle(result, Suppression);
  return c.json({ data: body }, 201, replayHeaders({ replayed }));
});

const deleteSuppression = defineRoute({
  method: "delete",
  path: "/suppressions/{email}",
  summary: "Let mail go to an address again",
  access: "email:write",
  request: { params: z.object({ email: Address }) },
  responses: { 204: { description: "It is not suppressed any more" } },
});

suppressions.openapi(deleteSuppression, async (c) => {
  unwrap(await c.var.db.rpc("delete_email_suppression", c.req.valid("param")));
  return c.body(null, 204);
});
