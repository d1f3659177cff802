import { assertEquals } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { addMember, createAgent, createTeam, etagOf, type Member, staffedTeam } from "../fixtures/teams.ts";
import { answerOf, api, clientOf } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

Deno.test("adding a member again adds no second one and keeps the last values", async () => {
  const tenant = await createTenant();
  const as = tenant.manager;
  const team = await createTeam(as);
  const add = (values: Partial<Schemas["NewMember"]> = {}) =>
    answerOf(
      clientOf(as).POST("/teams/v1/{team}/members", {
        params: { path: { team: team.id } },
        body: { user_id: tenant.member.id, ...values },
      }),
    );
  const first = await add({ role: "lead", title: "Head" });
  assertEquals([first.status, etagOf(first)], [201, '"1"'], `${first}`);
  const { role, title, agents, team_id, user_id } = first.data;
  assertEquals([role, title, agents, team_id, user_id], ["lead", "Head", [], team.id, tenant.member.id]);
  const again = await add({ role: "lead", title: "Head" });
  assertEquals([again.status, again.data], [200, first.data], "the same again changes nothing");
  const other = await add();
  assertEquals([other.status, other.data.id, other.data.role, other.data.title], [
    200,
    first.data.id,
    "member",
    null,
  ]);
  const many = await Promise.all(Array.from({ length: 8 }, () => add()));
  assertEquals(new Set(many.map(({ data }) => data.id)).size, 1);
});

Deno.test("a member can be replaced with If-Match, and removed together with their assignments", async () => {
  const tenant = await createTenant();
  const as = tenant.manager;
  const { team, member } = await staffedTeam(tenant);
  const client = clientOf(as);
  const params = (match?: string) => ({
    path: { team: team.id, member: member.id },
    header: match === undefined ? {} : { "if-match": match },
  });
  const put = (match: string) =>
    answerOf(
      client.PUT("/teams/v1/{team}/members/{member}", { params: params(match), body: { role: "lead" } }),
    );
  const remove = (match?: string) =>
    answerOf(client.DELETE("/teams/v1/{team}/members/{member}", { params: params(match) }));
  const changed = await put('"1"');
  assertEquals([changed.data.role, etagOf(changed), changed.data.agents.length], [
    "lead",
    '"2"',
    1,
  ]);
  assertEquals((await put('"1"')).status, 412);
  assertEquals((await remove('"1"')).status, 412);
  assertEquals((await remove()).status, 204);
  assertEquals((await remove()).status, 404);
  const [left] = await withDatabase((sql) =>
    sql`select count(*)::int as count from public.team_agent_assignments where client_id = ${tenant.id}`
  );
  assertEquals(left?.count, 0);
});

Deno.test("agents are assigned all or none, each once, and can be unassigned", async () => {
  const tenant = await createTenant();
  const as = tenant.manager;
  const team = await createTeam(as);
  const member = await addMember(as, team, tenant.member);
  const [ada, bo] = await Promise.all([createAgent(as), createAgent(as, { name: "Bo", kind: "human" })]);
  const at = `/teams/v1/${team.id}/members/${member.id}/agents`;
  const assign = (json: Record<string, unknown>) => api<Member>("POST", at, { as, json });
  const first = await assign({ agent_ids: [ada.id, bo.id, ada.id] });
  assertEquals(first.status, 201, `${first}`);
  assertEquals(first.data.agents, [
    { id: ada.id, name: "Ada", kind: "ai", active: true, is_primary: false },
    { id: bo.id, name: "Bo", kind: "human", active: true, is_primary: false },
  ]);
  const again = await assign({ agent_ids: [bo.id], is_primary: true });
  assertEquals([again.status, again.data.agents.map(({ name, is_primary }) => [name, is_primary])], [
    200,
    [["Bo", true], ["Ada", false]],
  ]);
  for (const agent_ids of [[], ["x"], Array.from({ length: 101 }, () => ada.id)]) {
    assertEquals((await assign({ agent_ids })).status, 422);
  }
  assertEquals((await api("DELETE", `${at}/${bo.id}`, { as })).status, 204);
  assertEquals((await api("DELETE", `${at}/${bo.id}`, { as })).status, 404);

  await api("DELETE", `/agents/v1/${bo.id}`, { as });
  const refused = await assign({ agent_ids: [ada.id, bo.id] });
  assertEquals([refused.status, refused.error.details?.[0]?.path], [422, "agent_ids.1"]);
});

Deno.test("the same Idempotency-Key gets the first answer, whatever changed since", async () => {
  const tenant = await createTenant();
  const as = tenant.manager;
  const { team, member, agent } = await staffedTeam(tenant);
  const members = `/teams/v1/${team.id}/members`;
  const add = () => api<Member>("POST", members, { as, json: { user_id: tenant.viewer.id }, key: "add" });
  const first = await add();
  await api("DELETE", `${members}/${first.data.id}`, { as });
  const again = await add();
  assertEquals([again.status, again.data], [201, first.data]);
  assertEquals(again.headers.get("idempotency-replayed"), "true");

  const json = { agent_ids: [agent.id] };
  const assign = () => api<Member>("POST", `${members}/${member.id}/agents`, { as, json, key: "assign" });
  assertEquals((await assign()).status, 200);
  await api("DELETE", `${members}/${member.id}/agents/${agent.id}`, { as });
  assertEquals((await assign()).status, 200);
  const other = await api("POST", members, { as, json: { user_id: tenant.admin.id }, key: "add" });
  assertEquals(other.error.code, "IDEMPOTENCY_KEY_REUSED");
});

Deno.test("many concurrent assignments of the same agents do not deadlock and assign each once", async () => {
  const tenant = await createTenant();
  const as = tenant.manager;
  const { team, member, agent } = await staffedTeam(tenant);
  const more = await Promise.all(
    Array.from({ length: 4 }, (_, i) => createAgent(as, { name: `Agent ${i}` })),
  );
  const ids = [agent, ...more].map(({ id }) => id);
  const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => {
    const agent_ids = i % 2 === 0 ? ids : ids.toReversed();
    return answerOf(
      clientOf(as).POST("/teams/v1/{team}/members/{member}/agents", {
        params: { path: { team: team.id, member: member.id } },
        body: { agent_ids },
      }),
    );
  }));
  assertEquals(answers.map(({ status }) => status).sort(), [...Array<number>(9).fill(200), 201]);
  assertEquals(answers.map(({ data }) => data.agents.length), Array<number>(10).fill(5));
});

Deno.test("the list of members includes their agents, in pages", async () => {
  const tenant = await createTenant();
  const { team, member, agent } = await staffedTeam(tenant);
  for (const person of [tenant.viewer, tenant.admin]) await addMember(tenant.manager, team, person);
  const list = (query: string) =>
    api<Member[]>("GET", `/teams/v1/${team.id}/members?${query}`, { as: tenant.viewer });
  const first = await list("limit=2&count=exact");
  assertEquals([first.data.map(({ user_id }) => user_id), first.pagination.total], [
    [tenant.admin.id, tenant.viewer.id],
    3,
  ]);
  const second = await list(`limit=2&cursor=${first.pagination.next_cursor}`);
  assertEquals(second.data.map(({ id, agents }) => [id, agents.map((one) => one.id)]), [[member.id, [
    agent.id,
  ]]]);
  assertEquals((await list("limit=500")).status, 422);
});

Deno.test("a user who leaves the tenant leaves its teams", async () => {
  const tenant = await createTenant();
  const { team } = await staffedTeam(tenant);
  await withDatabase((sql) => sql`delete from public.client_members where user_id = ${tenant.member.id}`);
  const { data } = await api<Member[]>("GET", `/teams/v1/${team.id}/members`, { as: tenant.viewer });
  assertEquals(data, []);
});

Deno.test("a deleted team accepts no members and no agents", async () => {
  const tenant = await createTenant();
  const as = tenant.manager;
  const { team, member, agent } = await staffedTeam(tenant);
  await api("DELETE", `/teams/v1/${team.id}`, { as });
  const members = `/teams/v1/${team.id}/members`;
  assertEquals((await api("POST", members, { as, json: { user_id: tenant.viewer.id } })).status, 404);
  const json = { agent_ids: [agent.id] };
  assertEquals((await api("POST", `${members}/${member.id}/agents`, { as, json })).status, 404);
  assertEquals((await api("GET", members, { as })).data.length, 1, "it keeps those it had");
});
