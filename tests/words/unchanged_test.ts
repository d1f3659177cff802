import { assertEquals, assertNotEquals } from "#assert";
import { register } from "../fixtures/receivers.ts";
import { addMember, createTeam } from "../fixtures/teams.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

const tenant = await createTenant();
const { owner } = tenant;

/** How many events and audit entries the tenant has. */
const traces = () =>
  withDatabase(async (sql) => {
    const [row] = await sql`select
      (select count(*)::int from private.outbox where client_id = ${tenant.id}) as events,
      (select count(*)::int from public.audit_log
        where client_id = ${tenant.id} and resource <> 'sign_ins') as entries`;
    return { ...row };
  });

const post = async (path: string, json: unknown) =>
  (await api<{ id: string; version: number }>("POST", path, { as: owner, json })).data;

const sector = { priority: 3, max_load: 4, available: true };
const agentJson = { name: "Ada", kind: "human", capabilities: ["Spanish"] };
const channelJson = { name: "Line", config: { from: "+1" } };
const sourceJson = { name: "Shop", preset: "github", secret: "issued" };

const team = await createTeam(owner, { name: "Renewals", description: "All of them" });
const member = await addMember(owner, team, tenant.member);
const agent = await post("/agents/v1", agentJson);
const channel = await post("/channels/v1", { type: "sms", credentials: { token: "x" }, ...channelJson });
const endpoint = await register(owner, "http://127.0.0.1:9/hook", { enabled: false });
const source = await post("/webhooks/v1/sources", sourceJson);

/** Each PUT and PATCH, with a body that says what is there and one that does not. */
const writes: [method: string, path: string, same: unknown, other: unknown][] = [
  ["PUT", `/teams/v1/${team.id}`, { name: "Renewals", sector: "sales", description: "All of them" }, {
    name: "Renewals",
    sector: "sales",
  }],
  ["PUT", `/teams/v1/${team.id}/members/${member.id}`, { role: "member" }, { role: "lead" }],
  ["PUT", `/agents/v1/${agent.id}`, agentJson, { ...agentJson, role: "Advisor" }],
  ["PUT", `/agents/v1/${agent.id}/sectors/sales`, sector, { priority: 9 }],
  ["PUT", `/agents/v1/${agent.id}/availability`, { available: true }, { available: false }],
  ["PUT", `/channels/v1/${channel.id}`, channelJson, { ...channelJson, config: {} }],
  ["PUT", `/webhooks/v1/endpoints/${endpoint.id}`, {
    url: endpoint.url,
    event_types: ["*"],
    enabled: false,
  }, { url: endpoint.url, event_types: ["team.created"], enabled: false }],
  ["PUT", `/webhooks/v1/sources/${source.id}`, sourceJson, { ...sourceJson, secret: "another" }],
  ["PUT", "/settings/v1/import.max_rows", { value: 400 }, { value: 300 }],
  ["PATCH", "/settings/v1", { "import.max_rows": 300, "routing.fallback": true }, {
    "routing.fallback": false,
  }],
];

Deno.test("a PUT or PATCH that changes nothing leaves no version, event or audit entry", async (t) => {
  for (const [method, path, same, other] of writes) {
    await t.step(`${method} ${path.replaceAll(/[\da-f-]{36}/g, "…")}`, async () => {
      const write = async (json: unknown) => {
        const answer = await api<{ version?: number }>(method, path, { as: owner, json });
        return { version: answer.data.version, etag: answer.headers.get("etag") };
      };
      const first = await write(same);
      const before = await traces();
      assertEquals(await write(same), first);
      assertEquals(await traces(), before);
      await write(other);
      assertNotEquals(await traces(), before);
    });
  }
});

Deno.test("an agent's sector keeps what is left out", async () => {
  const path = `/agents/v1/${agent.id}/sectors/renewals`;
  const put = async (json: unknown) => {
    const { data: { version: _, sector: __, ...rules } } = await api<Record<string, unknown>>("PUT", path, {
      as: owner,
      json,
    });
    return rules;
  };
  assertEquals(await put({ max_load: 50 }), { priority: 5, max_load: 50, available: true });
  assertEquals(await put({ priority: 9 }), { priority: 9, max_load: 50, available: true });
  assertEquals(await put({ available: false }), { priority: 9, max_load: 50, available: false });
  assertEquals((await api("PUT", path, { as: owner, json: {} })).status, 200);
});

Deno.test("a GET with a current ETag answers 304 until something changes", async () => {
  const paths = [
    `/teams/v1/${team.id}`,
    `/agents/v1/${agent.id}`,
    `/channels/v1/${channel.id}`,
    `/webhooks/v1/endpoints/${endpoint.id}`,
    `/webhooks/v1/sources/${source.id}`,
    "/settings/v1/import.max_rows",
  ];
  for (const path of paths) {
    const tag = (await api("GET", path, { as: owner })).headers.get("etag") ?? "";
    for (const sent of [tag, `W/${tag}`, `"0", ${tag}`, "*"]) {
      const answer = await api("GET", path, { as: owner, headers: { "if-none-match": sent } });
      assertEquals(
        [answer.status, answer.text, answer.headers.get("etag")],
        [304, "", tag],
        `${path} ${sent}`,
      );
    }
    const other = await api("GET", path, { as: owner, headers: { "if-none-match": '"999999"' } });
    assertEquals(other.status, 200, path);
  }
});

Deno.test("a team's and an agent's ETag changes with its members and sectors, and still works in If-Match", async () => {
  const read = async (path: string, tag = "") =>
    await api("GET", path, { as: owner, headers: tag ? { "if-none-match": tag } : {} });
  const agentPath = `/agents/v1/${agent.id}`;
  const before = (await read(agentPath)).headers.get("etag") ?? "";
  await api("PUT", `${agentPath}/sectors/claims`, { as: owner, json: {} });
  const after = await read(agentPath, before);
  assertEquals(after.status, 200);
  const headers = { "if-match": after.headers.get("etag") ?? "" };
  assertEquals((await api("PUT", agentPath, { as: owner, json: agentJson, headers })).status, 200);

  const teamPath = `/teams/v1/${team.id}`;
  const old = (await read(teamPath)).headers.get("etag") ?? "";
  await addMember(owner, team, tenant.viewer);
  assertEquals((await read(teamPath, old)).status, 200);
});
