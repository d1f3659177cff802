import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { AppEnv } from "../../shared/app.ts";
import { allow, type Caller } from "../../shared/auth.ts";
import { type Db, unwrap } from "../../shared/db.ts";
import { ApiError } from "../../shared/errors.ts";
import { json, page, problems } from "../../shared/openapi.ts";
import { decodeCursor, pageQuery, paginate } from "../../shared/page.ts";
import { keyForm, SettingChange, TenantHeader } from "./schema.ts";

const columns = "id, key, old_value, new_value, changed_by, key_id, request_id, changed_at";
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
  responses: { 200: json(page(SettingChange), "The changes"), ...problems(400, 401, 403, 422, 429, 503) },
});

/** Adds the route that tells who changed what. */
export function addAuditRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(listChanges, async (c) => {
    const { limit, cursor, count, key } = c.req.valid("query");
    const tenant = tenantOf(c.var.caller);
    const [found, all] = await Promise.all([
      after(changes(c.var.db, tenant, key), cursor).limit(limit + 1),
      count ? changes(c.var.db, tenant, key, { count: "exact", head: true }) : null,
    ]);
    const rows = z.array(SettingChange).parse(unwrap(found));
    if (all) unwrap(all);
    return c.json(paginate(rows, limit, ({ id }) => [id], all?.count), 200);
  });
}

function changes(db: Db, tenant: string, key?: string, options: { count?: "exact"; head?: boolean } = {}) {
  const query = db.from("settings_audit").select(columns, options).eq("client_id", tenant);
  return key ? query.eq("key", key) : query;
}

function after(query: ReturnType<typeof changes>, cursor: string | undefined) {
  const sorted = query.order("id", { ascending: false });
  if (!cursor) return sorted;
  const [id] = decodeCursor(cursor, z.tuple([z.int().min(1)]));
  return sorted.lt("id", id);
}

/** Row security narrows a user to their tenant; the secret key, which sees all, has to name one. */
function tenantOf(caller: Caller): string {
  if (caller.clientId !== null) return caller.clientId;
  throw new ApiError(
    400,
    "BAD_REQUEST",
    "The secret key belongs to no tenant: name one in the header x-client-id",
  );
}
