import { z } from "@hono/zod-openapi";
import { createRoutes } from "../../shared/http/app.ts";
import { unwrap } from "../../shared/data/db.ts";
import { json, page, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { decodeCursor, pageQuery, pageSize, paginate } from "../../shared/http/page.ts";
import { keyForm, SettingChange, TenantHeader } from "./schema.ts";

const Found = z.object({ rows: z.array(SettingChange), total: z.int().nullable() });
const Filters = z.object({
  key: z.string().max(100).regex(keyForm, "must be a setting's key").optional().openapi({
    example: "import.max_rows",
  }),
});

/** The route that tells who changed what. */
export const audit = createRoutes();

const listChanges = defineRoute({
  method: "get",
  path: "/audit",
  summary: "List changes of settings, newest first",
  access: "audit:read",
  request: { headers: TenantHeader, query: pageQuery.extend(Filters.shape) },
  responses: {
    200: json(page(SettingChange), "The changes"),
    ...problems(404),
  },
});

audit.openapi(listChanges, async (c) => {
  const { limit, cursor, count, key } = c.req.valid("query");
  const [after_id] = cursor ? decodeCursor(cursor, z.tuple([z.int().min(1)])) : [];
  const page = { after_id, ...pageSize({ limit, count }) };
  const found = Found.parse(unwrap(await c.var.db.rpc("list_setting_changes", { key, ...page })));
  return c.json(paginate(found.rows, limit, ({ id }) => [id], found.total), 200);
});
