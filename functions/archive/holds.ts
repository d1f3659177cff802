import { boundsOf } from "../../shared/data/days.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { Hold, HoldId, NewHold } from "./schema.ts";

/** The routes of holds. */
export const holds = createRoutes();

const listHolds = defineRoute({
  method: "get",
  path: "/holds",
  summary: "List holds, newest first",
  access: "archive:read",
  request: { query: pageQuery },
  responses: { 200: json(page(Hold), "The holds") },
});

holds.openapi(listHolds, async (c) => {
  const query = c.req.valid("query");
  const found = unwrap(await c.var.db.rpc("list_archive_holds", pageArguments(query)));
  return c.json(readPage(found, Hold, query), 200);
});

const createHold = defineRoute({
  method: "post",
  path: "/holds",
  summary: "Keep rows of a time from being deleted",
  description: "They may still move to the archive. Policies delete them once no hold is left.",
  access: "archive:write",
  request: { headers: idempotencyHeader, body: json(NewHold) },
  responses: { 201: json(data(Hold), "The hold") },
});

holds.openapi(createHold, async (c) => {
  const { kind, from, to, reason } = c.req.valid("json");
  const { from: from_time, until: to_time } = await boundsOf(c.var.db, { from, to });
  const created = await c.var.db.rpc("create_archive_hold", {
    kind,
    reason,
    from_time: from_time ?? from,
    to_time: to_time ?? to,
  });
  const { body, replayed } = settle(created, Hold);
  return c.json({ data: body }, 201, replayHeaders({ replayed }));
});

const deleteHold = defineRoute({
  method: "delete",
  path: "/holds/{hold}",
  summary: "Release a hold",
  access: "archive:write",
  request: { params: HoldId },
  responses: { 204: { description: "It is gone" }, ...problems(404) },
});

holds.openapi(deleteHold, async (c) => {
  const { hold: hold_id } = c.req.valid("param");
  unwrap(await c.var.db.rpc("delete_archive_hold", { hold_id }));
  return c.body(null, 204);
});
