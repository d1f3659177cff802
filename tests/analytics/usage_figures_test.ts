import { assert, assertEquals } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { opportunities } from "../../supabase/local/demo/opportunities.ts";
import { base } from "../fixtures/analytics.ts";
import { newCall, record as recordCalls, run } from "../fixtures/aggregation.ts";
import { insertKey } from "../fixtures/api_keys.ts";
import { importRows } from "../fixtures/imports.ts";
import { receive, register } from "../fixtures/receivers.ts";
import { decide, hire } from "../fixtures/routing.ts";
import { api } from "../support/http.ts";
import { type Database, withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

type Usage = Schemas["AnalyticsUsage"];
const all = { create_missing: ["organizations", "products"] };
const week = "start_date=2026-10-29&end_date=2026-11-04";

/** What other capabilities keep of the tenant. */
async function kept(sql: Database, { id }: Tenant) {
  const [row] = await sql`select
    (select sum(created + updated) from public.opportunity_batches where client_id = ${id})::integer as rows_imported,
    (select count(*) from public.routing_decisions where client_id = ${id})::integer as decisions,
    (select count(*) from public.calls where client_id = ${id})::integer as calls,
    (select count(*) from public.webhook_attempts where client_id = ${id} and succeeded)::integer as deliveries,
    (select count(*) from private.own_events where client_id = ${id})::integer as events`;
  return row!;
}

/** Waits until isolates have reported so many requests of the tenant; they do within a second. */
async function reported(sql: Database, { id }: Tenant, requests: number): Promise<void> {
  for (let count = 0; count < requests;) {
    const [row] = await sql`select coalesce(sum(requests), 0)::integer as count from private.request_counts
      where client_id = ${id} and function in ('teams', 'agents')`;
    count = row!.count;
  }
}

/** What the groups of all periods come to. */
function sums(usage: Usage, name: "requests" | "errors" | "decisions" | "rows_imported") {
  const found = new Map<string, number>();
  for (const { group, [name]: count } of usage.periods.flatMap(({ groups }) => groups)) {
    if (count > 0) found.set(group, (found.get(group) ?? 0) + count);
  }
  return Object.fromEntries(found);
}

Deno.test("usage is what the other capabilities keep, and tells keys, users and functions apart", async () => {
  await withDatabase(async (sql) => {
    const tenant = await createTenant();
    await using receiver = receive();
    await register(tenant.owner, receiver, { event_types: ["batch.completed"] });
    await hire(tenant, "sales", [{}]);
    await importRows(tenant.member, opportunities(7, 1), all);
    await decide(tenant.member, { sector: "sales" });
    await recordCalls(tenant.member, [newCall({ agent: "Agent 0" }), newCall({ agent: "Agent 0" })]);
    await run(tenant);
    await api("POST", `${base}/events`, { as: tenant.member, json: { events: [{ event_type: "opened" }] } });
    const [one, other] = [await insertKey(tenant, ["teams:read"]), await insertKey(tenant, ["agents:read"])];
    for (let n = 0; n < 3; n++) assertEquals((await api("GET", "/teams/v1", { as: one.key })).status, 200);
    for (let n = 0; n < 2; n++) assertEquals((await api("GET", "/agents/v1", { as: other.key })).status, 200);
    assertEquals((await api("GET", "/teams/v1", { as: other.key })).status, 403);
    assertEquals((await api("GET", "/teams/v1", { as: tenant.viewer })).status, 200);
    await reported(sql, tenant, 7);
    while ((await kept(sql, tenant)).deliveries < 1);

    const usage = async (query: string) =>
      (await api<Usage>("GET", `${base}/usage?${query}`, { as: tenant.viewer })).data;
    const keys = await usage("by=key");
    assertEquals(sums(keys, "requests"), { [one.id]: 3, [other.id]: 3 });
    assertEquals(sums(keys, "errors"), { [other.id]: 1 });
    const functions = await usage("by=function");
    assertEquals([sums(functions, "requests").teams, sums(functions, "requests").agents], [5, 2]);
    assertEquals(sums(functions, "errors"), { teams: 1 });
    assertEquals([sums(functions, "decisions"), sums(functions, "rows_imported")], [{ routing: 1 }, {
      "batch-import": 7,
    }]);
    const users = await usage("by=user");
    assert(sums(users, "requests")[tenant.viewer.id]! >= 1);
    assertEquals(sums(users, "decisions"), { [tenant.member.id]: 1 });
    const { rows_imported, decisions, deliveries, events } = users.totals;
    const calls = (await usage(week)).totals.calls;
    assertEquals({ rows_imported, decisions, calls, deliveries, events }, await kept(sql, tenant));
    assertEquals([rows_imported, decisions, calls, deliveries, events], [7, 1, 2, 1, 1]);
  });
});
