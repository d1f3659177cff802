import { z } from "@hono/zod-openapi";
import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { pageArguments, pageQuery, paginate } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { AccountMember, RoleChange, UserId } from "./schema.ts";

/** The members of the caller's tenant. */
export const members = createRoutes();

const Found = z.object({ rows: z.array(AccountMember), total: z.int().nullable() });

const listMembers = defineRoute({
  method: "get",
  path: "/members",
  summary: "List the tenant's members, newest first; e-mail addresses need members:write",
  access: "account:read",
  request: { query: pageQuery },
  responses: { 200: json(page(AccountMember), "The members") },
});

members.openapi(listMembers, async (c) => {
  const query = c.req.valid("query");
  const { rows, total } = Found.parse(unwrap(await c.var.db.rpc("list_members", pageArguments(query))));
  return c.json(paginate(rows, query.limit, (row) => [row.created_at, row.user_id], total), 200);
});

const changeRole = defineRoute({
  method: "put",
  path: "/members/{user_id}",
  summary: "Change a member's role; nobody gives or takes a role above their own",
  access: "members:write",
  request: { params: UserId, body: json(RoleChange) },
  responses: { 200: json(data(AccountMember), "The member"), ...problems(409) },
});

members.openapi(changeRole, async (c) => {
  const { user_id } = c.req.valid("param");
  const { role } = c.req.valid("json");
  const changed = unwrap(await c.var.db.rpc("change_member_role", { user_id, role }));
  return c.json({ data: AccountMember.parse(changed) }, 200);
});

const removeMember = defineRoute({
  method: "delete",
  path: "/members/{user_id}",
  summary: "Remove a member, or leave the tenant yourself; removing others needs members:write",
  access: "account:read",
  request: { params: UserId },
  responses: { 204: { description: "The membership and its API keys have ended" }, ...problems(409) },
});

members.openapi(removeMember, async (c) => {
  unwrap(await c.var.db.rpc("remove_member", c.req.valid("param")));
  return c.body(null, 204);
});
