import { z } from "@hono/zod-openapi";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { Account, AccountId, Activation, Membership, NewAccount } from "./schema.ts";

/** The tenants of the signed-in user. */
export const own = createRoutes();

const createAccount = defineRoute({
  method: "post",
  path: "/",
  summary: "Create a tenant and become its owner; refresh the session to act for it",
  access: "signed_in",
  request: { headers: idempotencyHeader, body: json(NewAccount) },
  responses: { 201: json(data(Account), "The tenant") },
});

own.openapi(createAccount, async (c) => {
  const { name, currency, time_zone } = c.req.valid("json");
  const result = await c.var.db.rpc("create_account", { name, currency, time_zone });
  const { body, replayed } = settle(result, Account);
  return c.json({ data: body }, 201, replayHeaders({ replayed }));
});

const listAccounts = defineRoute({
  method: "get",
  path: "/",
  summary: "List the tenants you are a member of, the one activated last first",
  access: "signed_in",
  responses: { 200: json(data(z.array(Membership)), "At most 500 memberships") },
});

own.openapi(listAccounts, async (c) => {
  const found = unwrap(await c.var.db.rpc("list_accounts"));
  return c.json({ data: z.array(Membership).parse(found) }, 200);
});

const activateAccount = defineRoute({
  method: "post",
  path: "/{account}/activate",
  summary: "Switch to another of your tenants; refresh the session to act for it",
  access: "signed_in",
  request: { params: AccountId },
  responses: { 200: json(data(Activation), "The membership") },
});

own.openapi(activateAccount, async (c) => {
  const { account: account_id } = c.req.valid("param");
  const found = unwrap(await c.var.db.rpc("activate_account", { account_id }));
  return c.json({ data: Activation.parse(found) }, 200);
});

const restoreAccount = defineRoute({
  method: "post",
  path: "/{account}/restore",
  summary: "Restore a deleted tenant that you own; refresh the session to act for it",
  access: "signed_in",
  request: { params: AccountId },
  responses: { 200: json(data(Activation), "The membership") },
});

own.openapi(restoreAccount, async (c) => {
  const { account: account_id } = c.req.valid("param");
  const restored = unwrap(await c.var.db.rpc("restore_account", { account_id }));
  return c.json({ data: Activation.parse(restored) }, 200);
});
