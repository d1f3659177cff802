import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { Account, AccountChange } from "./schema.ts";

/** The tenant that the caller acts for. */
export const current = createRoutes();

const getAccount = defineRoute({
  method: "get",
  path: "/current",
  summary: "Get your active tenant",
  access: "account:read",
  responses: { 200: json(data(Account), "The tenant") },
});

current.openapi(getAccount, async (c) => {
  return c.json({ data: Account.parse(unwrap(await c.var.db.rpc("get_account"))) }, 200);
});

const updateAccount = defineRoute({
  method: "patch",
  path: "/current",
  summary: "Change your active tenant's name, currency or time zone",
  access: "account:write",
  request: { body: json(AccountChange) },
  responses: { 200: json(data(Account), "The tenant") },
});

current.openapi(updateAccount, async (c) => {
  const changed = unwrap(await c.var.db.rpc("update_account", c.req.valid("json")));
  return c.json({ data: Account.parse(changed) }, 200);
});

const deleteAccount = defineRoute({
  method: "delete",
  path: "/current",
  summary: "Delete your active tenant: it is closed at once and deleted after account.deletion_days",
  access: "account:write",
  responses: { 204: { description: "Nobody gets in any more; an owner can restore it until then" } },
});

current.openapi(deleteAccount, async (c) => {
  unwrap(await c.var.db.rpc("delete_account"));
  return c.body(null, 204);
});
