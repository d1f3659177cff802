import { assert, assertEquals } from "#assert";
import { complete, decide, hire, loads, release } from "../fixtures/routing.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

Deno.test("completing a decision frees the slot and records the call once, whatever a second request says", async () => {
  const tenant = await createTenant();
  const [agent] = await hire(tenant, "sales", [{}]);
  const { decision_id } = (await decide(tenant.member, { sector: "sales" })).data;
  const first = await complete(tenant.member, decision_id, { satisfaction: 5 });
  const second = await complete(tenant.member, decision_id, { satisfaction: 1 });
  assertEquals([first.status, second.status], [200, 200]);
  assertEquals(second.data, first.data);
  const other = await complete(tenant.member, decision_id, { outcome: "failed", satisfaction: 1 });
  assertEquals([other.status, other.error.code], [409, "DECISION_COMPLETED"]);
  assertEquals([first.data.status, first.data.outcome, first.data.satisfaction], [
    "completed",
    "successful",
    5,
  ]);
  assertEquals((await loads(tenant)).map(({ load }) => load), [0]);
  const calls = await withDatabase((sql) =>
    sql`select agent_id, outcome, satisfaction, handling_seconds from public.calls where client_id = ${tenant.id}`
  );
  assertEquals([...calls], [{
    agent_id: agent,
    outcome: "successful",
    satisfaction: 5,
    handling_seconds: 60,
  }]);
  assertEquals((await release(tenant.member, decision_id)).error.code, "DECISION_COMPLETED");
});

Deno.test("a hundred concurrent completions have one effect", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", [{}]);
  const { decision_id } = (await decide(tenant.member, { sector: "sales" })).data;
  await decide(tenant.member, { sector: "sales" });
  const answers = await Promise.all(
    Array.from(
      { length: 100 },
      (_, i) => complete(tenant.member, decision_id, { outcome: i % 2 ? "failed" : "successful" }),
    ),
  );
  const taken = answers.filter(({ status }) => status === 200);
  assertEquals(taken.length, 50, "one outcome won, the other is refused");
  assertEquals(new Set(taken.map(({ text }) => text)).size, 1);
  assertEquals((await loads(tenant)).map(({ load }) => load), [1]);
});

Deno.test("releasing a decision frees the slot without a call, and it cannot be completed afterwards", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", [{}]);
  const { decision_id } = (await decide(tenant.member, { sector: "sales" })).data;
  for (let i = 0; i < 2; i++) {
    assertEquals((await release(tenant.member, decision_id)).data.status, "released");
    assertEquals((await loads(tenant)).map(({ load }) => load), [0]);
  }
  assertEquals((await complete(tenant.member, decision_id)).error.code, "DECISION_RELEASED");
});

Deno.test("an expired slot is freed, and its call can still be completed without changing the load", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", [{}]);
  const { decision_id } = (await decide(tenant.member, { sector: "sales" })).data;
  await decide(tenant.member, { sector: "sales" });
  // Makes the decision look two hours old, because its lease itself cannot be changed.
  await withDatabase(async (sql) => {
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`update public.routing_decisions set expires_at = now() - interval '1 hour'
        where client_id = ${tenant.id} and id = ${decision_id}`;
    });
    await sql`select private.release_expired_leases()`;
  }, "superuser");
  assertEquals((await loads(tenant)).map(({ load }) => load), [1]);
  assertEquals((await release(tenant.member, decision_id)).data.status, "expired");
  assertEquals((await complete(tenant.member, decision_id)).data.status, "completed");
  assertEquals((await loads(tenant)).map(({ load }) => load), [1]);
  const [calls] = await withDatabase((sql) =>
    sql<{ count: number }[]>`select count(*)::integer from public.calls where client_id = ${tenant.id}`
  );
  assertEquals(calls?.count, 1);
});

Deno.test("invalid completions are refused with the field named, and free no slot", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", [{}]);
  const { decision_id } = (await decide(tenant.member, { sector: "sales" })).data;
  const cases: [Record<string, unknown>, string][] = [
    [{ satisfaction: 6 }, "satisfaction"],
    [{ satisfaction: 0 }, "satisfaction"],
    [{ satisfaction: 4.5 }, "satisfaction"],
    [{ handling_seconds: -1 }, "handling_seconds"],
    [{ handling_seconds: 86_401 }, "handling_seconds"],
    [{ handling_seconds: null }, "handling_seconds"],
    [{ outcome: "won" }, "outcome"],
    [{ resolved: "yes" }, "resolved"],
    [{ started_at: "2030-01-01T00:00:00Z" }, "started_at"],
  ];
  const valid = { outcome: "successful", handling_seconds: 60, resolved: true };
  for (const [change, path] of cases) {
    const json = { ...valid, ...change };
    const route = `/routing/v1/decisions/${decision_id}/complete`;
    const { status, error } = await api("POST", route, { as: tenant.member, json });
    assertEquals([status, error.code], [422, "VALIDATION_ERROR"], JSON.stringify(change));
    assert(JSON.stringify(error.details).includes(path), JSON.stringify(error.details));
  }
  assertEquals((await loads(tenant)).map(({ load }) => load), [1]);
});
