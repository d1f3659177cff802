import { assertEquals, assertObjectMatch } from "#assert";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

interface Usage {
  limit: string;
  used: number;
  maximum: number;
  unit: string;
}

const path = "/settings/v1/usage";

Deno.test("a viewer sees what the tenant uses of its limits", async () => {
  const tenant = await createTenant();
  const { data } = await api<Usage[]>("GET", path, { as: tenant.viewer });
  const members = data.find(({ limit }) => limit === "limits.members");
  assertEquals(members, { limit: "limits.members", used: 5, maximum: 1000, unit: "rows" });
  assertEquals(data.map(({ limit }) => limit), data.map(({ limit }) => limit).sort());
});

Deno.test("the operator sees the usage of the tenant it names", async () => {
  const tenant = await createTenant();
  const headers = { apikey: stack.secretKey, "x-client-id": tenant.id };
  assertEquals((await api("GET", path, { headers })).status, 200);
});

Deno.test("usage needs a caller", async () => {
  assertEquals((await api("GET", path)).status, 401);
});

Deno.test("agents over the limit are refused, however many are created at once", async () => {
  const tenant = await createTenant({ settings: { "limits.agents": 3 } });
  const answers = await Promise.all(
    Array.from(
      { length: 12 },
      (_, n) => api("POST", "/agents/v1", { as: tenant.manager, json: { name: `Agent ${n}`, kind: "ai" } }),
    ),
  );
  const refused = answers.filter(({ status }) => status === 409);
  assertEquals(answers.length - refused.length, 3);
  const error = refused[0]!.error;
  assertEquals(error.code, "LIMIT_REACHED");
  assertObjectMatch(error.details![0]!, { limit: "limits.agents", used: 3, maximum: 3 });
});

Deno.test("an import over the budget leaves nothing behind, and other functions go on", async () => {
  const tenant = await createTenant({ settings: { "limits.rows_opportunities": 2 } });
  const rows = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ name: `Deal ${n}`, organization: "Org" }));
  const post = (count: number) =>
    api("POST", "/batch-import/v1/batches", {
      as: tenant.member,
      json: { opportunities: rows(count), options: { create_missing: ["organizations"] } },
    });
  const over = await post(3);
  assertEquals([over.status, over.error.code], [429, "STORAGE_BUDGET_EXCEEDED"]);
  const left = await withDatabase(async (sql) =>
    await sql<{ left: number }[]>`
      select (select count(*) from public.opportunity_batches where client_id = ${tenant.id})::integer
        + (select count(*) from public.organizations where client_id = ${tenant.id})::integer as left`
  );
  assertEquals(left[0]?.left, 0);
  assertEquals((await post(2)).status, 201);
  assertEquals((await api("GET", "/agents/v1", { as: tenant.viewer })).status, 200);
});
