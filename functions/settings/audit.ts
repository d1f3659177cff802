import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { AppEnv } from "../../shared/http/app.ts";
import { allow } from "../../shared/access/auth.ts";
import { unwrap } from "../../shared/data/db.ts";
import { json, page, problems } from "../../shared/http/openapi.ts";
import { decodeCursor, pageQuery, paginate } from "../../shared/http/page.ts";
import { keyForm, SettingChange, TenantHeader } from "./schema.ts";

const Found = z.object({ rows: z.array(SettingChange), total: z.int().nullable() });
const Filters = z.object({
  key: z.string().max(100).regex(keyForm, "must be a setting's key").optional().openapi({
    example: "import.max_rows",
  }),
});

const listChanges = createRoute({
  method: "get",
  path: "/audit",
  summary: "Who changed which setting from what to what, newest first",
  middleware: [allow("audit:read")] as const,
  request: { headers: TenantHeader, query: pageQuery.extend(Filters.shape) },
  responses: {
    200: json(page(SettingChange), "The changes"),
    ...problems(400, 401, 403, 404, 422, 429, 503),
  },
});

/** Adds the route that tells who changed what. */
export function addAuditRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(listChanges, async (c) => {
    const { limit, cursor, count, key } = c.req.valid("query");
    const [after_id] = cursor ? decodeCursor(cursor, z.tuple([z.int().min(1)])) : [];
    const page = { after_id, page_size: limit + 1, with_total: count === "exact" };
    const found = Found.parse(unwrap(await c.var.db.rpc("list_setting_changes", { key, ...page })));
    return c.json(paginate(found.rows, limit, ({ id }) => [id], found.total), 200);
  });
}
