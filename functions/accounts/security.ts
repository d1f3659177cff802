import { z } from "@hono/zod-openapi";
import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { Revocation, Revoked, Session, SignInPolicy } from "./security_schema.ts";

/** The tenant's sign-in policy, and sessions. */
export const security = createRoutes();

const getPolicy = defineRoute({
  method: "get",
  path: "/security",
  summary: "Get the sign-in policy, and the members who have no second factor yet",
  access: "members:write",
  responses: { 200: json(data(SignInPolicy), "The policy; change it with the settings security.*") },
});

security.openapi(getPolicy, async (c) => {
  return c.json({ data: SignInPolicy.parse(unwrap(await c.var.db.rpc("get_sign_in_policy"))) }, 200);
});

const listSessions = defineRoute({
  method: "get",
  path: "/sessions",
  summary: "List your own sessions, newest first",
  access: "signed_in",
  responses: { 200: json(data(z.array(Session)), "At most 500 sessions") },
});

security.openapi(listSessions, async (c) => {
  const found = unwrap(await c.var.db.rpc("list_sessions"));
  return c.json({ data: z.array(Session).parse(found) }, 200);
});

const revokeSessions = defineRoute({
  method: "post",
  path: "/sessions/revoke",
  summary:
    "End one of your sessions, or with members:write all sessions of a member; their tokens end with them",
  access: "signed_in",
  request: { body: json(Revocation) },
  responses: { 200: json(data(Revoked), "How many sessions have ended"), ...problems(404) },
});

security.openapi(revokeSessions, async (c) => {
  const revoked = unwrap(await c.var.db.rpc("revoke_sessions", c.req.valid("json")));
  return c.json({ data: Revoked.parse(revoked) }, 200);
});
