import { assertEquals, assertObjectMatch } from "#assert";
import { dataOf, type Query, type Schemas } from "../../client/mod.ts";
import { type Agent, createAgent, etagOf } from "../fixtures/teams.ts";
import { answerOf, api, clientOf } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Person } from "../support/tenant.ts";

const path = "/agents/v1";

async function names(as: Person, query: Query<"/agents/v1"> = {}): Promise<string[]> {
  const agents = dataOf(await clientOf(as).GET("/agents/v1", { params: { query } }));
  return agents.map(({ name }) => name);
}

async function joinSector(as: Person, agent: Agent, sector: string): Promise<void> {
  const params = { path: { agent: agent.id, sector } };
  dataOf(await clientOf(as).PUT("/agents/v1/{agent}/sectors/{sector}", { params, body: {} }));
}

Deno.test("an agent is created, read, replaced and deleted", async () => {
  const { manager: as, viewer } = await createTenant();
  const body: Schemas["NewAgent"] = {
    name: "Ada",
    kind: "ai",
    role: "Advisor",
    system_prompt: "Be kind.",
    capabilities: ["spanish", "claims"],
  };
  const client = clientOf(as);
  const created = await answerOf(client.POST("/agents/v1", { body }));
  assertEquals([created.status, etagOf(created)], [201, '"1"'], `${created}`);
  assertObjectMatch(created.data, { ...body, active: true, sectors: [] });
  const params = { path: { agent: created.data.id } };
  const read = () => clientOf(viewer).GET("/agents/v1/{agent}", { params });
  assertEquals(dataOf(await read()), created.data);
  const put = (match: string) =>
    answerOf(client.PUT("/agents/v1/{agent}", {
      params: { ...params, header: { "if-match": match } },
      body: { name: "Bo", kind: "human" },
    }));
  const remove = () => answerOf(client.DELETE("/agents/v1/{agent}", { params }));
  const replaced = await put('"1"');
  assertEquals([replaced.data.name, replaced.data.role, replaced.data.capabilities], ["Bo", null, []]);
  const stale = await put('"1"');
  assertEquals([stale.error.code, stale.error.message], [
    "VERSION_MISMATCH",
    "If-Match is 1 but the current version is 2; fetch it again and retry",
  ]);
  assertEquals((await remove()).status, 204);
  assertEquals((await remove()).status, 404);
  assertEquals((await put("*")).status, 404);
  assertEquals(dataOf(await read()).active, false, "its history stays");
});

Deno.test("values out of bounds answer 422 and name the field", async () => {
  const { manager: as } = await createTenant();
  const ada = { name: "Ada", kind: "ai" };
  const cases: [Record<string, unknown>, string][] = [
    [{ kind: "ai" }, "name"],
    [{ ...ada, kind: "robot" }, "kind"],
    [{ ...ada, system_prompt: "x".repeat(20_001) }, "system_prompt"],
    [{ ...ada, capabilities: ["a", "a"] }, "capabilities"],
    [{ ...ada, capabilities: [""] }, "capabilities.0"],
    [{ ...ada, capabilities: Array.from({ length: 51 }, (_, i) => `c${i}`) }, "capabilities"],
    [{ ...ada, active: false }, ""],
  ];
  for (const [json, field] of cases) {
    const { status, error } = await api("POST", path, { as, json });
    assertEquals([status, error.details?.map((detail) => detail.path)], [422, [field]], JSON.stringify(json));
  }
  for (const query of ["kind=robot", "active=maybe", "capability=", "limit=101"]) {
    assertEquals((await api("GET", `${path}?${query}`, { as })).status, 422, query);
  }
});

Deno.test("the list is filtered by kind, activity, sector, capability and name", async () => {
  const { manager: as } = await createTenant();
  const ada = await createAgent(as, { name: "Ada", capabilities: ["spanish", "claims"] });
  const bo = await createAgent(as, { name: "Bo", kind: "human", capabilities: ["claims"] });
  const gone = await createAgent(as, { name: "Adam" });
  await clientOf(as).DELETE("/agents/v1/{agent}", { params: { path: { agent: gone.id } } });
  for (const [agent, sector] of [[ada, "sales"], [bo, "sales"], [bo, "health & care"]] as const) {
    await joinSector(as, agent, sector);
  }
  assertEquals(await names(as), ["Bo", "Ada"]);
  assertEquals(await names(as, { kind: "human" }), ["Bo"]);
  assertEquals(await names(as, { active: "false" }), ["Adam"]);
  assertEquals(await names(as, { sector: "sales" }), ["Bo", "Ada"]);
  assertEquals(await names(as, { sector: "health & care" }), ["Bo"]);
  assertEquals(await names(as, { sector: "sales", capability: "spanish" }), ["Ada"]);
  assertEquals(await names(as, { capability: "claims", search: "AD" }), ["Ada"]);
  assertEquals(await names(as, { sector: "none" }), []);
  const first: Query<"/agents/v1"> = { limit: 1, sector: "sales" };
  const { pagination } = await answerOf(
    clientOf(as).GET("/agents/v1", { params: { query: { ...first, count: "exact" } } }),
  );
  assertEquals([pagination.total, pagination.has_more], [2, true]);
  assertEquals(await names(as, { ...first, cursor: pagination.next_cursor ?? "" }), ["Ada"]);
});

Deno.test("an agent is added to a sector, replaced with If-Match, and removed", async () => {
  const { manager: as } = await createTenant();
  const agent = await createAgent(as);
  const at = `${path}/${agent.id}/sectors/sales`;
  const put = (json: Record<string, unknown>, match?: string) =>
    api<Schemas["AgentSector"]>("PUT", at, {
      as,
      json,
      headers: match === undefined ? {} : { "if-match": match },
    });
  assertEquals((await put({}, '"1"')).status, 412, "it is not there yet");
  const first = await put({ priority: 9, max_load: 3, available: false });
  assertEquals([first.status, etagOf(first)], [201, '"1"'], `${first}`);
  assertEquals(first.data, { sector: "sales", priority: 9, max_load: 3, available: false, version: 1 });
  const second = await put({}, '"1"');
  assertEquals(second.data, first.data, "what is left out is kept");
  const third = await put({ priority: 5 }, '"1"');
  assertEquals(third.data, { sector: "sales", priority: 5, max_load: 3, available: false, version: 2 });
  assertEquals((await put({}, '"1"')).status, 412);
  for (const json of [{ priority: 11 }, { priority: -1 }, { max_load: 0 }, { max_load: 101 }, { load: 5 }]) {
    assertEquals((await put(json)).status, 422, JSON.stringify(json));
  }
  assertEquals((await api("DELETE", at, { as })).status, 204);
  assertEquals((await api("DELETE", at, { as })).status, 404);
});

Deno.test("putting the same sector many times at once creates it once", async () => {
  const { manager: as } = await createTenant();
  const agent = await createAgent(as);
  const params = { path: { agent: agent.id, sector: "sales" } };
  const put = () =>
    answerOf(clientOf(as).PUT("/agents/v1/{agent}/sectors/{sector}", { params, body: { priority: 1 } }));
  const statuses = (await Promise.all(Array.from({ length: 8 }, put))).map(({ status }) => status);
  assertEquals(statuses.sort(), [...Array<number>(7).fill(200), 201]);
});

Deno.test("setting availability changes all sectors at once and is audited", async () => {
  const tenant = await createTenant();
  const as = tenant.manager;
  const agent = await createAgent(as);
  for (const sector of ["sales", "health"]) await joinSector(as, agent, sector);
  const set = (available: unknown) =>
    api<Agent>("PUT", `${path}/${agent.id}/availability`, { as, json: { available } });
  assertEquals((await set(false)).data.sectors.map(({ available }) => available), [false, false]);
  await set(false);
  assertEquals((await set("no")).status, 422);
  const entries = await withDatabase((sql) =>
    sql`select after ->> 'sector' as sector from public.audit_log
      where client_id = ${tenant.id} and resource = 'sector_agents' and action = 'update'`
  );
  assertEquals(entries.length, 2, "one entry a sector, none for what did not change");
});

Deno.test("the same Idempotency-Key creates one agent", async () => {
  const { manager: as } = await createTenant();
  const params = { header: { "idempotency-key": "one" } };
  const send = () => answerOf(clientOf(as).POST("/agents/v1", { params, body: { name: "Ada", kind: "ai" } }));
  const answers = await Promise.all(Array.from({ length: 6 }, send));
  assertEquals(new Set(answers.map(({ data }) => data.id)).size, 1);
  assertEquals(await names(as), ["Ada"]);
});
