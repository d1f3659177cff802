import { z } from "@hono/zod-openapi";
import { createRoutes } from "../../shared/http/app.ts";
import { unwrap } from "../../shared/data/db.ts";
import { json, page, problems } from "../../shared/http/openapi.ts";
import { pageArguments, pageQuery, paginate } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";

const time = () => z.string().openapi({ format: "date-time" });

const Block = z.object({
  subject: z.guid().openapi({ description: "The user or API key" }),
  kind: z.enum(["user", "key"]),
  client_id: z.guid().nullable().openapi({ description: "Null for a user without a tenant" }),
  blocked_at: time(),
  blocked_until: time(),
}).openapi("Block");

const Found = z.object({ rows: z.array(Block), total: z.int().nullable() });

/** The routes of blocked callers. */
export const blocks = createRoutes();

const listBlocks = defineRoute({
  method: "get",
  path: "/blocks",
  summary: "List callers that are blocked, newest first",
  description: "A user or key that is refused for its rate in each of `limits.block_after` minutes in a row.",
  access: "operator",
  request: { query: pageQuery },
  responses: { 200: json(page(Block), "The blocks") },
});

blocks.openapi(listBlocks, async (c) => {
  const query = c.req.valid("query");
  const { rows, total } = Found.parse(unwrap(await c.var.db.rpc("list_blocks", pageArguments(query))));
  return c.json(paginate(rows, query.limit, ({ blocked_at, subject }) => [blocked_at, subject], total), 200);
});

const liftBlock = defineRoute({
  method: "delete",
  path: "/blocks/{subject}",
  summary: "Lift a caller's block",
  description: "Functions know of it within 5 s.",
  access: "operator",
  request: { params: z.object({ subject: z.guid() }) },
  responses: { 204: { description: "The caller may call again" }, ...problems(404) },
});

blocks.openapi(liftBlock, async (c) => {
  unwrap(await c.var.db.rpc("lift_block", { subject: c.req.valid("param").subject }));
  return c.body(null, 204);
});
