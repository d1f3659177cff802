import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { Acceptance, Activation, Invitation, InvitationId, NewInvitation, SentInvitation } from "./schema.ts";

/** Invitations to the caller's tenant, and accepting one. */
export const invitations = createRoutes();

const listInvitations = defineRoute({
  method: "get",
  path: "/invitations",
  summary: "List invitations, newest first; ended ones for 30 days",
  access: "members:write",
  request: { query: pageQuery },
  responses: { 200: json(page(Invitation), "The invitations") },
});

invitations.openapi(listInvitations, async (c) => {
  const query = c.req.valid("query");
  const found = unwrap(await c.var.db.rpc("list_invitations", pageArguments(query)));
  return c.json(readPage(found, Invitation, query), 200);
});

const createInvitation = defineRoute({
  method: "post",
  path: "/invitations",
  summary: "Invite an address; replaces an open invitation of the same address",
  access: "members:write",
  request: { headers: idempotencyHeader, body: json(NewInvitation) },
  responses: { 201: json(data(SentInvitation), "The invitation with its token") },
});

invitations.openapi(createInvitation, async (c) => {
  const { email, role } = c.req.valid("json");
  const result = await c.var.db.rpc("create_invitation", { email, role });
  const { body, replayed } = settle(result, SentInvitation);
  return c.json({ data: body }, 201, replayHeaders({ replayed }));
});

const acceptInvitation = defineRoute({
  method: "post",
  path: "/invitations/accept",
  summary: "Join the tenant that invited your confirmed address; refresh the session to act for it",
  access: "signed_in",
  request: { body: json(Acceptance) },
  responses: { 201: json(data(Activation), "The membership"), ...problems(404, 409) },
});

invitations.openapi(acceptInvitation, async (c) => {
  const { token } = c.req.valid("json");
  const { body } = settle(await c.var.db.rpc("accept_invitation", { token }), Activation);
  return c.json({ data: body }, 201);
});

const resendInvitation = defineRoute({
  method: "post",
  path: "/invitations/{invitation}/resend",
  summary: "Give an open invitation a new token and its full time",
  access: "members:write",
  request: { params: InvitationId },
  responses: { 200: json(data(SentInvitation), "The invitation with its new token") },
});

invitations.openapi(resendInvitation, async (c) => {
  const { invitation: invitation_id } = c.req.valid("param");
  const sent = unwrap(await c.var.db.rpc("resend_invitation", { invitation_id }));
  return c.json({ data: SentInvitation.parse(sent) }, 200);
});

const withdrawInvitation = defineRoute({
  method: "delete",
  path: "/invitations/{invitation}",
  summary: "Withdraw an open invitation",
  access: "members:write",
  request: { params: InvitationId },
  responses: { 204: { description: "Its token has ended" } },
});

invitations.openapi(withdrawInvitation, async (c) => {
  const { invitation: invitation_id } = c.req.valid("param");
  unwrap(await c.var.db.rpc("withdraw_invitation", { invitation_id }));
  return c.body(null, 204);
});
