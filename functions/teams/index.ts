import { createApp } from "../../shared/http/app.ts";
import { cached, stateOf } from "../../shared/cache/cached.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { detailedEtag, etag, ifMatch, ifMatchHeader, ifNoneMatchHeader } from "../../shared/http/etag.ts";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { Performance, PerformanceQuery } from "../../shared/http/performance.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import { members } from "./members.ts";
import { NewTeam, Team, TeamDetails, TeamFilters, TeamId } from "./schema.ts";

const app = createApp("teams");

const teamPage = page(Team);

const listTeams = defineRoute({
  method: "get",
  path: "/",
  summary: "List teams, newest first; deleted ones only with status=inactive",
  access: "teams:read",
  request: { headers: ifNoneMatchHeader, query: pageQuery.extend(TeamFilters.shape) },
  responses: { 200: json(teamPage, "The teams") },
});

app.openapi(listTeams, async (c) => {
  const query = c.req.valid("query");
  const { sector, status, search } = query;
  const { answer, headers } = await cached(c, {
    scope: "teams:read",
    route: "teams",
    query,
    schema: teamPage,
    lifetime: "lists",
    state: stateOf("teams:read", ["teams"]),
    load: async () => {
      const found = await c.var.db.rpc("list_teams", { sector, status, search, ...pageArguments(query) });
      return readPage(unwrap(found), Team, query);
    },
  });
  return c.json(answer, 200, headers);
});

const createTeam = defineRoute({
  method: "post",
  path: "/",
  summary: "Create a team",
  access: "teams:write",
  request: { headers: idempotencyHeader, body: json(NewTeam) },
  responses: { 201: json(data(Team), "The team") },
});

app.openapi(createTeam, async (c) => {
  const { name, sector, description } = c.req.valid("json");
  const result = await c.var.db.rpc("create_team", { name, sector, description: description ?? undefined });
  const { body, replayed } = settle(result, Team);
  return c.json({ data: body }, 201, { ...etag(body), ...replayHeaders({ replayed }) });
});

const getTeam = defineRoute({
  method: "get",
  path: "/{team}",
  summary: "Get a team with its members, their agents and the last seven days' performance",
  access: "teams:read",
  request: { headers: ifNoneMatchHeader, params: TeamId },
  responses: { 200: json(data(TeamDetails), "The team, with ETag") },
});

app.openapi(getTeam, async (c) => {
  const { team: team_id } = c.req.valid("param");
  const team = TeamDetails.parse(unwrap(await c.var.db.rpc("get_team", { team_id })));
  const { performance } = team;
  return c.json(
    { data: team },
    200,
    detailedEtag(team, team.members, performance.calls_handled > 0 && performance),
  );
});

const updateTeam = defineRoute({
  method: "put",
  path: "/{team}",
  summary: "Replace a team",
  access: "teams:write",
  request: { headers: ifMatchHeader, params: TeamId, body: json(NewTeam) },
  responses: {
    200: json(data(Team), "The team, with its new ETag"),
    ...problems(409),
  },
});

app.openapi(updateTeam, async (c) => {
  const { name, sector, description } = c.req.valid("json");
  const team = Team.parse(unwrap(
    await c.var.db.rpc("update_team", {
      team_id: c.req.valid("param").team,
      name,
      sector,
      description: description ?? undefined,
      if_match: ifMatch(c.req.raw.headers),
    }),
  ));
  return c.json({ data: team }, 200, etag(team));
});

const deleteTeam = defineRoute({
  method: "delete",
  path: "/{team}",
  summary: "Delete a team; its history stays and its name becomes free",
  access: "teams:write",
  request: { headers: ifMatchHeader, params: TeamId },
  responses: { 204: { description: "It is inactive" } },
});

app.openapi(deleteTeam, async (c) => {
  const { team: team_id } = c.req.valid("param");
  unwrap(await c.var.db.rpc("delete_team", { team_id, if_match: ifMatch(c.req.raw.headers) }));
  return c.body(null, 204);
});

const getPerformance = defineRoute({
  method: "get",
  path: "/{team}/performance",
  summary: "Get a team's metrics by day, week or month",
  access: "teams:read",
  request: { params: TeamId, query: PerformanceQuery },
  responses: { 200: json(data(Performance), "The periods") },
});

app.openapi(getPerformance, async (c) => {
  const { team: team_id } = c.req.valid("param");
  const { from: first_day, to: last_day, group_by } = c.req.valid("query");
  const found = await c.var.db.rpc("get_team_performance", { team_id, first_day, last_day, group_by });
  return c.json({ data: Performance.parse(unwrap(found)) }, 200);
});

app.route("/", members);

export default app;
