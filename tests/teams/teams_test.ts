import { assert, assertEquals } from "#assert";
import { dataOf, type Query, type Schemas } from "../../client/mod.ts";
import { addMember, createTeam, etagOf, staffedTeam } from "../fixtures/teams.ts";
import { stack } from "../support/env.ts";
import { answerOf, api, clientOf } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Person, type Tenant } from "../support/tenant.ts";

const path = "/teams/v1";

async function names(as: Person, query: Query<"/teams/v1"> = {}): Promise<string[]> {
  const teams = dataOf(await clientOf(as).GET("/teams/v1", { params: { query } }));
  return teams.map(({ name }) => name);
}

function events(tenant: Tenant): Promise<{ type: string; name: string }[]> {
  return withDatabase(async (sql) => [
    ...await sql<{ type: string; name: string }[]>`
      select type, data ->> 'name' as name from private.outbox
      where client_id = ${tenant.id} and type like 'team.%' order by created_at`,
  ]);
}

Deno.test("a team is created, read, replaced and deleted, each with its audit entry and event", async () => {
  const tenant = await createTenant();
  const as = tenant.manager;
  const client = clientOf(as);
  const body = { name: "  Renewals ", sector: "insurance", description: "Keeps customers" };
  const created = await answerOf(client.POST("/teams/v1", { body }));
  assertEquals([created.status, etagOf(created)], [201, '"1"'], `${created}`);
  const { id, created_at, updated_at, ...rest } = created.data;
  assertEquals(rest, {
    name: "Renewals",
    sector: "insurance",
    description: "Keeps customers",
    status: "active",
    version: 1,
    created_by: as.id,
  });
  assertEquals(created_at, updated_at);

  const params = { path: { team: id } };
  const read = await answerOf(clientOf(tenant.viewer).GET("/teams/v1/{team}", { params }));
  assertEquals([read.data.name, etagOf(read)], ["Renewals", '"1"']);
  const put = (name: string) =>
    answerOf(client.PUT("/teams/v1/{team}", { params, body: { name, sector: "health" } }));
  const replaced = await put("Renewal");
  assertEquals([replaced.status, etagOf(replaced)], [200, '"2"']);
  assertEquals(
    [replaced.data.name, replaced.data.description],
    ["Renewal", null],
    "what is left out is empty",
  );
  const remove = () => answerOf(client.DELETE("/teams/v1/{team}", { params }));
  assertEquals((await remove()).status, 204);
  assertEquals((await remove()).status, 404);
  assertEquals((await put("New")).status, 404);

  assertEquals((await events(tenant)).map(({ type }) => type), [
    "team.created",
    "team.updated",
    "team.deleted",
  ]);
  const entries = await withDatabase((sql) =>
    sql`select action, actor_id from public.audit_log where client_id = ${tenant.id} and resource = 'teams' order by id`
  );
  assertEquals(entries.map(({ action, actor_id }) => [action, actor_id]), [
    ["insert", as.id],
    ["update", as.id],
    ["update", as.id],
  ]);
});

Deno.test("a write through the Data API leaves the same event and audit entry", async () => {
  const tenant = await createTenant();
  const headers = {
    apikey: stack.publishableKey,
    authorization: `Bearer ${tenant.manager.token}`,
    "content-type": "application/json",
  };
  const send = async (body: Record<string, unknown>) => {
    const response = await fetch(`${stack.url}/rest/v1/teams`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    await response.body?.cancel();
    return response.status;
  };
  assertEquals(await send({ name: "Direct", sector: "sales" }), 201);
  assertEquals(await send({ name: "Foreign", sector: "sales", client_id: tenant.id }), 403);
  assertEquals(await events(tenant), [{ type: "team.created", name: "Direct" }]);
});

Deno.test("values out of bounds answer 422 and name the field", async () => {
  const { manager: as } = await createTenant();
  const cases: [Record<string, unknown>, string][] = [
    [{ sector: "sales" }, "name"],
    [{ name: "   ", sector: "sales" }, "name"],
    [{ name: "x".repeat(101), sector: "sales" }, "name"],
    [{ name: "a\0b", sector: "sales" }, "name"],
    [{ name: "a\ud800", sector: "sales" }, "name"],
    [{ name: "A", sector: 5 }, "sector"],
    [{ name: "A", sector: "sales", description: "x".repeat(2001) }, "description"],
  ];
  for (const [json, field] of cases) {
    const { status, error } = await api("POST", path, { as, json });
    assertEquals([status, error.details?.map((detail) => detail.path)], [422, [field]], JSON.stringify(json));
  }
  for (const query of ["status=gone", "limit=0", "limit=101", "search=%00", "sector="]) {
    assertEquals((await api("GET", `${path}?${query}`, { as })).status, 422, query);
  }
  assertEquals((await api("GET", `${path}?cursor=abc`, { as })).status, 400);
});

Deno.test("an active team's name is unique regardless of case, and deleting the team frees it and keeps the history", async () => {
  const tenant = await createTenant();
  const as = tenant.manager;
  const { team, member } = await staffedTeam(tenant);
  const second = await createTeam(as, { name: "Second" });
  const client = clientOf(as);
  const body = { name: team.name.toUpperCase(), sector: "sales" };
  const create = () => answerOf(client.POST("/teams/v1", { body }));
  const renamed = await answerOf(
    client.PUT("/teams/v1/{team}", { params: { path: { team: second.id } }, body }),
  );
  for (const { status, error } of [await create(), renamed]) {
    assertEquals([status, error.code], [409, "TEAM_NAME_TAKEN"]);
  }
  const params = { path: { team: team.id } };
  assertEquals((await answerOf(client.DELETE("/teams/v1/{team}", { params }))).status, 204);
  assertEquals((await create()).status, 201);

  assertEquals(await names(as, { status: "inactive" }), [team.name]);
  const data = dataOf(await client.GET("/teams/v1/{team}", { params }));
  assertEquals([data.status, data.members.map(({ id }) => id)], ["inactive", [member.id]]);
});

Deno.test("only one of many concurrent creations with the same name succeeds", async () => {
  const { manager: as } = await createTenant();
  const create = () => answerOf(clientOf(as).POST("/teams/v1", { body: { name: "Same", sector: "sales" } }));
  const statuses = (await Promise.all(Array.from({ length: 12 }, create))).map(({ status }) => status);
  assertEquals(statuses.sort(), [201, ...Array<number>(11).fill(409)]);
});

Deno.test("the second of two changes to the same version answers 412", async () => {
  const tenant = await createTenant();
  const team = await createTeam(tenant.manager);
  const at = `${path}/${team.id}`;
  const put = (name: string, match?: string) =>
    api<Schemas["Team"]>("PUT", at, {
      as: tenant.manager,
      json: { name, sector: "sales" },
      headers: match === undefined ? {} : { "if-match": match },
    });
  const both = await Promise.all([put("First", '"1"'), put("Second", '"1"')]);
  assertEquals(both.map(({ status }) => status).sort(), [200, 412]);
  assertEquals(both.find(({ status }) => status === 412)?.error.code, "VERSION_MISMATCH");
  assertEquals((await put("Third", 'W/"2"')).status, 200);
  assertEquals((await put("Fourth", "*")).status, 200);
  assertEquals((await put("Fifth")).data.version, 5);
  assertEquals((await put("Sixth", "5")).status, 400);
  const remove = (match: string) => api("DELETE", at, { as: tenant.manager, headers: { "if-match": match } });
  assertEquals((await remove('"4"')).status, 412);
  assertEquals((await remove('"5"')).status, 204);
});

Deno.test("the same Idempotency-Key creates one team", async () => {
  const tenant = await createTenant();
  const send = (name: string) =>
    answerOf(
      clientOf(tenant.manager).POST("/teams/v1", {
        params: { header: { "idempotency-key": "one" } },
        body: { name, sector: "sales" },
      }),
    );
  const [first, ...more] = await Promise.all(Array.from({ length: 10 }, () => send("Once")));
  for (const answer of more) assertEquals([answer.status, answer.data.id], [201, first!.data.id]);
  assertEquals((await send("Once")).headers.get("idempotency-replayed"), "true");
  assertEquals((await send("Other")).error.code, "IDEMPOTENCY_KEY_REUSED");
  assertEquals(await names(tenant.manager), ["Once"]);
});

Deno.test("teams are listed in pages, newest first, filtered by sector and name, with a total on request", async () => {
  const tenant = await createTenant();
  const as = tenant.manager;
  for (const name of ["Alpha", "Beta 100%", "Alphabet", "a_b"]) {
    await createTeam(as, { name, sector: name.startsWith("A") ? "health" : "sales" });
  }
  assertEquals(await names(as), ["a_b", "Alphabet", "Beta 100%", "Alpha"]);
  assertEquals(await names(as, { sector: "health" }), ["Alphabet", "Alpha"]);
  assertEquals(await names(as, { search: "ALPHA" }), ["Alphabet", "Alpha"]);
  assertEquals(await names(as, { search: "bet", sector: "sales" }), ["Beta 100%"]);
  assertEquals(await names(as, { search: "%" }), ["Beta 100%"], "no wildcard");
  assertEquals(await names(as, { search: "_" }), ["a_b"], "no wildcard");
  const page = (cursor?: string) =>
    answerOf(clientOf(as).GET("/teams/v1", { params: { query: { limit: 3, count: "exact", cursor } } }));
  const first = await page();
  assertEquals([first.data.length, first.pagination.total, first.pagination.has_more], [3, 4, true]);
  const second = await page(first.pagination.next_cursor ?? "");
  assertEquals([second.data.length, second.pagination.total, second.pagination.next_cursor], [1, 4, null]);
});

Deno.test("teams created at the same moment appear on exactly one page each", async () => {
  const tenant = await createTenant();
  await withDatabase((sql) =>
    sql`insert into public.teams (client_id, name, sector, created_at)
      select ${tenant.id}, 'T' || i, 'sales', '2026-01-01T00:00:00.123456Z' from generate_series(1, 9) i`
  );
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const query: Query<"/teams/v1"> = { limit: 2, cursor };
    const { data, pagination } = await answerOf(
      clientOf(tenant.viewer).GET("/teams/v1", { params: { query } }),
    );
    seen.push(...data.map(({ name }) => name));
    cursor = pagination.next_cursor ?? undefined;
  } while (cursor !== undefined);
  assertEquals([seen.length, new Set(seen).size], [9, 9]);
});

Deno.test("performance is computed from sums, by day, week and month, and for the last seven days", async () => {
  const tenant = await createTenant({ timeZone: "Pacific/Auckland" });
  const team = await createTeam(tenant.manager);
  await addMember(tenant.manager, team, tenant.member);
  await withDatabase((sql) =>
    sql`insert into public.team_performance (client_id, team_id, day, calls_handled, calls_successful, calls_failed,
        calls_abandoned, calls_resolved, satisfaction_sum, satisfaction_count, handling_seconds_sum,
        handling_seconds_count, wait_seconds_sum, wait_seconds_count)
      values (${tenant.id}, ${team.id}, '2026-01-31', 1, 1, 0, 0, 1, 5, 1, 100, 1, 0, 0),
        (${tenant.id}, ${team.id}, '2026-02-01', 3, 0, 2, 1, 0, 3, 2, 700, 2, 30, 3),
        (${tenant.id}, ${team.id}, '2026-02-02', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        (${tenant.id}, ${team.id}, (now() at time zone 'Pacific/Auckland')::date, 2, 2, 0, 0, 2, 0, 0, 60, 2, 0, 0)`
  );
  const client = clientOf(tenant.viewer);
  const get = async (query: Query<"/teams/v1/{team}/performance">) => {
    const params = { path: { team: team.id }, query: { from: "2026-01-01", to: "2026-02-28", ...query } };
    return dataOf(await client.GET("/teams/v1/{team}/performance", { params })).periods;
  };
  const days = await get({});
  assertEquals(days.map(({ period, calls_handled }) => [period, calls_handled]), [
    ["2026-01-31", 1],
    ["2026-02-01", 3],
    ["2026-02-02", 0],
  ]);
  assertEquals(days[2]?.success_rate, null);
  const [week] = await get({ group_by: "week" });
  assertEquals(week, {
    period: "2026-01-26",
    calls_handled: 4,
    calls_successful: 1,
    calls_failed: 2,
    calls_abandoned: 1,
    success_rate: 0.25,
    resolution_rate: 0.25,
    avg_satisfaction: 2.666667,
    avg_handling_seconds: 266.666667,
    avg_wait_seconds: 10,
  });
  const months = await get({ group_by: "month" });
  assertEquals(months.map(({ period, calls_handled }) => [period, calls_handled]), [
    ["2026-01-01", 1],
    ["2026-02-01", 3],
  ]);
  const { performance } = dataOf(
    await client.GET("/teams/v1/{team}", { params: { path: { team: team.id } } }),
  );
  assertEquals([performance.calls_handled, performance.avg_handling_seconds], [2, 30]);
  assert(performance.from < performance.to);
  for (
    const wrong of [
      "from=2026-02-01&to=2026-01-01",
      "from=2020-01-01&to=2026-01-01",
      "group_by=hour",
      "from=x",
    ]
  ) {
    const { status } = await api("GET", `${path}/${team.id}/performance?${wrong}`, { as: tenant.viewer });
    assertEquals(status, 422, wrong);
  }
});
