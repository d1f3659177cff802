import { createRoutes } from "../../shared/http/app.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { etag, ifMatch, ifMatchHeader } from "../../shared/http/etag.ts";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { data, json, page } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import { AssignmentId, Member, MemberChange, MemberId, NewAssignments, NewMember, TeamId } from "./schema.ts";

/** The routes of a team's members and of the agents that work for them. */
export const members = createRoutes();

const listMembers = defineRoute({
  method: "get",
  path: "/{team}/members",
  summary: "List a team's members with their agents, newest first",
  access: "teams:read",
  request: { params: TeamId, query: pageQuery },
  responses: { 200: json(page(Member), "The members") },
});

members.openapi(listMembers, async (c) => {
  const query = c.req.valid("query");
  const { team: team_id } = c.req.valid("param");
  const found = unwrap(await c.var.db.rpc("list_team_members", { team_id, ...pageArguments(query) }));
  return c.json(readPage(found, Member, query), 200);
});

const addMember = defineRoute({
  method: "post",
  path: "/{team}/members",
  summary: "Add a user to a team, or change a member's role and title",
  access: "teams:write",
  request: { headers: idempotencyHeader, params: TeamId, body: json(NewMember) },
  responses: {
    200: json(data(Member), "The member, who was in the team before"),
    201: json(data(Member), "The new member"),
  },
});

members.openapi(addMember, async (c) => {
  const { team: team_id } = c.req.valid("param");
  const { user_id, role, title } = c.req.valid("json");
  const added = { team_id, user_id, role, title: title ?? undefined };
  const { status, body, replayed } = settle(await c.var.db.rpc("add_team_member", added), Member);
  const headers = { ...etag(body), ...replayHeaders({ replayed }) };
  return c.json({ data: body }, status === 201 ? 201 : 200, headers);
});

const updateMember = defineRoute({
  method: "put",
  path: "/{team}/members/{member}",
  summary: "Replace a member's role and title",
  access: "teams:write",
  request: { headers: ifMatchHeader, params: MemberId, body: json(MemberChange) },
  responses: { 200: json(data(Member), "The member, with its new ETag") },
});

members.openapi(updateMember, async (c) => {
  const { team: team_id, member: member_id } = c.req.valid("param");
  const { role, title } = c.req.valid("json");
  const change = { role, title: title ?? undefined, if_match: ifMatch(c.req.raw.headers) };
  const changed = await c.var.db.rpc("update_team_member", { team_id, member_id, ...change });
  const member = Member.parse(unwrap(changed));
  return c.json({ data: member }, 200, etag(member));
});

const removeMember = defineRoute({
  method: "delete",
  path: "/{team}/members/{member}",
  summary: "Remove a member and their assignments from a team",
  access: "teams:write",
  request: { headers: ifMatchHeader, params: MemberId },
  responses: { 204: { description: "Gone" } },
});

members.openapi(removeMember, async (c) => {
  const { team: team_id, member: member_id } = c.req.valid("param");
  const if_match = ifMatch(c.req.raw.headers);
  unwrap(await c.var.db.rpc("remove_team_member", { team_id, member_id, if_match }));
  return c.body(null, 204);
});

const assignAgents = defineRoute({
  method: "post",
  path: "/{team}/members/{member}/agents",
  summary: "Assign more agents to a member",
  access: "teams:write",
  request: { headers: idempotencyHeader, params: MemberId, body: json(NewAssignments) },
  responses: {
    200: json(data(Member), "The member; all of these agents worked for them before"),
    201: json(data(Member), "The member with their new agents"),
  },
});

members.openapi(assignAgents, async (c) => {
  const { team: team_id, member: member_id } = c.req.valid("param");
  const assigned = { team_id, member_id, ...c.req.valid("json") };
  const { status, body, replayed } = settle(await c.var.db.rpc("assign_agents", assigned), Member);
  return c.json({ data: body }, status === 201 ? 201 : 200, replayHeaders({ replayed }));
});

const unassignAgent = defineRoute({
  method: "delete",
  path: "/{team}/members/{member}/agents/{agent}",
  summary: "Remove an agent's assignment to a member",
  access: "teams:write",
  request: { params: AssignmentId },
  responses: { 204: { description: "Ended" } },
});

members.openapi(unassignAgent, async (c) => {
  const { team: team_id, member: member_id, agent: agent_id } = c.req.valid("param");
  unwrap(await c.var.db.rpc("unassign_agent", { team_id, member_id, agent_id }));
  return c.body(null, 204);
});
