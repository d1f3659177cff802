import { assert, assertEquals } from "#assert";
import { dataOf } from "../../client/mod.ts";
import { newCall, record, run } from "../fixtures/aggregation.ts";
import { answerOf, api, clientOf } from "../support/http.ts";
import { type Database, withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

/** Runs the archive of one tenant and kind until nothing is left to do. */
async function archive(sql: Database, tenant: Tenant, kind = "calls"): Promise<void> {
  const batch = () =>
    sql<
      { rows: number }[]
    >`select private.archive_batch(${tenant.id}, private.archive_kind(${kind}))::integer as rows`;
  while ((await batch())[0]!.rows > 0) { /* the next batch */ }
}

async function withCalls(count: number): Promise<Tenant> {
  const tenant = await createTenant();
  await clientOf(tenant.manager).POST("/agents/v1", { body: { name: "Ada", kind: "ai" } });
  const calls = Array.from(
    { length: count },
    (_, n) =>
      newCall({
        external_id: `c-${n}`,
        started_at: new Date(Date.UTC(2026, 5, 1 + n % 20, n % 24)).toISOString(),
      }),
  );
  assertEquals((await record(tenant.member, calls)).status, 201);
  return tenant;
}

async function putPolicy(tenant: Tenant, hot_days: number, archive_days: number): Promise<number> {
  const params = { path: { kind: "calls" } };
  const { response } = await clientOf(tenant.admin).PUT("/archive/v1/policies/{kind}", {
    params,
    body: { hot_days, archive_days },
  });
  return response.status;
}

async function compared(tenant: Tenant): Promise<unknown> {
  const query = { kind: "agents", from: "2026-06-01", to: "2026-06-30" } as const;
  const { data } = await answerOf(
    clientOf(tenant.viewer).GET("/aggregation/v1/compare", { params: { query } }),
  );
  assertEquals(data.map(({ calls_handled }) => calls_handled), [250]);
  return data;
}

async function pages(tenant: Tenant, query: string): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const path: string = `/archive/v1/calls?${query}${cursor && `&cursor=${cursor}`}`;
    const answer = await api<{ record: { external_id: string } }[]>("GET", path, { as: tenant.admin });
    assertEquals(answer.status, 200, answer.text);
    found.push(...answer.body.data.map(({ record }) => record.external_id));
    cursor = answer.body.pagination!.next_cursor;
  }
  return found;
}

Deno.test("archived calls are read page by page, metrics stay, and a call that is sent again is known", async () => {
  const tenant = await withCalls(250);
  await run(tenant);
  const before = await compared(tenant);
  assertEquals(await putPolicy(tenant, 30, 3650), 200);
  await withDatabase((sql) => archive(sql, tenant));
  const hot = await withDatabase((sql) => sql`select from public.calls where client_id = ${tenant.id}`);
  assertEquals(hot.length, 0);

  const listed = await pages(tenant, "limit=100");
  assertEquals([...listed].sort(), Array.from({ length: 250 }, (_, n) => `c-${n}`).sort());
  assertEquals((await pages(tenant, "from=2026-06-03&to=2026-06-03")).length, 13);
  const [last] = dataOf(await clientOf(tenant.admin).GET("/archive/v1/runs"));
  assertEquals([last?.kind, last?.status, last?.moved, last?.removed], ["calls", "completed", 250, 0]);

  await run(tenant);
  assertEquals(await compared(tenant), before);
  const again = newCall({ external_id: "c-0", started_at: "2026-06-01T00:00:00.000Z" });
  const answer = await record(tenant.member, [again]);
  assertEquals(answer.body.data.unchanged, 1, answer.text);
  assertEquals((await pages(tenant, "limit=100")).length, 249);
});

Deno.test("each kind of the contract has a policy, a preview, holds, runs and archived rows", async () => {
  const tenant = await createTenant();
  const ask = (method: "GET" | "POST", path: string, json?: unknown) =>
    api(method, `/archive/v1/${path}`, { as: tenant.admin, json });
  const kinds = ["calls", "routing_decisions", "audit", "events", "deliveries", "jobs", "transactions"];
  const answers = await Promise.all([...kinds, "emails", "logs"].flatMap((kind) => [
    ask("GET", `policies/${kind}/preview`),
    ask("GET", `${kind}?from=2026-01-01&count=exact`),
    ask("GET", `runs?kind=${kind}`),
    ask("POST", "holds", { kind, from: "2026-01-01", to: "2026-01-31", reason: "File 27" }),
  ]));
  assertEquals(answers.map(({ status }) => status), Array(9).fill([200, 200, 200, 201]).flat());
});

Deno.test("a policy below its bounds or the legal minimum is refused and says what would be right", async () => {
  const tenant = await createTenant();
  const put = (kind: string, body: unknown) =>
    api("PUT", `/archive/v1/policies/${kind}`, { as: tenant.admin, json: body });
  const zero = await put("calls", { hot_days: 0, archive_days: 10 });
  assertEquals([zero.status, zero.error.details?.[0]?.path], [422, "hot_days"]);
  const less = await put("calls", { hot_days: 30, archive_days: 10 });
  assertEquals([less.status, less.error.details?.[0]?.path], [422, "archive_days"]);
  assertEquals((await put("poems", { hot_days: 30, archive_days: 60 })).status, 404);
  const policies = dataOf(await clientOf(tenant.admin).GET("/archive/v1/policies"));
  assertEquals(policies.length, 9);
  for (const { kind, minimum_hot_days, minimum_archive_days, legal_basis } of policies) {
    const hot = await put(kind, { hot_days: minimum_hot_days - 1, archive_days: 4000 });
    assertEquals([hot.status, hot.error.details?.[0]?.path], [422, "hot_days"], kind);
    const kept = await put(kind, { hot_days: minimum_hot_days, archive_days: minimum_archive_days - 1 });
    const [problem] = kept.error.details ?? [];
    assertEquals([kept.status, problem?.path], [422, "archive_days"], kind);
    assertEquals(problem?.code === "legal_minimum", legal_basis !== null, kind);
  }
  assert(policies.every(({ source }) => source === "default"));
});

Deno.test("a hold is placed once, listed, and released only by its own tenant", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  const json = { kind: "calls", from: "2026-01-01", to: "2026-03-31", reason: "File 27" };
  const place = () =>
    api<{ id: string; to: string }>("POST", "/archive/v1/holds", { as: tenant.admin, json, key: "k" });
  const [hold, again] = [await place(), await place()];
  assertEquals([hold.status, again.body.data.id], [201, hold.body.data.id], hold.text);
  assertEquals(hold.body.data.to.slice(0, 10), "2026-04-01");

  const path = `/archive/v1/holds/${hold.body.data.id}`;
  assertEquals((await api("DELETE", path, { as: other.admin })).status, 404);
  assertEquals((await api("DELETE", path, { as: tenant.manager })).status, 403);
  assertEquals((dataOf(await clientOf(tenant.admin).GET("/archive/v1/holds"))).length, 1);
  assertEquals((await api("DELETE", path, { as: tenant.admin })).status, 204);
  assertEquals((await api("DELETE", path, { as: tenant.admin })).status, 404);
  for (const bad of [{ from: "2026-05-01" }, { kind: "poems" }, { reason: " " }, { to: undefined }]) {
    const refused = await api("POST", "/archive/v1/holds", { as: tenant.admin, json: { ...json, ...bad } });
    assertEquals(refused.status, 422, refused.text);
  }
});

Deno.test("the archive is read by admins alone, and another tenant's rows are not in it", async () => {
  const [tenant, other] = await Promise.all([withCalls(3), createTenant()]);
  await putPolicy(tenant, 30, 3650);
  await withDatabase((sql) => archive(sql, tenant));
  assertEquals(
    (await answerOf(
      clientOf(tenant.admin).GET("/archive/v1/{kind}", { params: { path: { kind: "calls" } } }),
    )).data.length,
    3,
  );
  assertEquals((await api<unknown[]>("GET", "/archive/v1/calls", { as: other.admin })).body.data, []);
  assertEquals((await api("GET", "/archive/v1/calls", { as: tenant.manager })).status, 403);
  assertEquals(
    (await api("GET", "/archive/v1/calls?from=2026-02-01&to=2026-01-01", { as: tenant.admin })).status,
    422,
  );
  assertEquals((await api("GET", "/archive/v1/poems", { as: tenant.admin })).status, 404);
});
