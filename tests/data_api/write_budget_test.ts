import { assertEquals } from "#assert";
import { newSale, record, revenueOf } from "../fixtures/analytics.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { client, createTenant } from "../support/tenant.ts";

const limited = { settings: { "limits.data_api_writes": 5 } };

Deno.test("writes by hand and by functions end with 429 at the tenant's budget, reads go on", async () => {
  const { manager, admin } = await createTenant(limited);
  const byHand = client(manager);
  for (let i = 0; i < 3; i++) {
    const { status } = await byHand.from("teams").insert({ name: `Team ${i}`, sector: "sales" });
    assertEquals(status, 201);
  }
  const json = (name: string) => ({ name, sector: "sales" });
  for (const name of ["A", "B"]) {
    assertEquals((await api("POST", "/teams/v1", { as: admin, json: json(name) })).status, 201);
  }
  const refused = await byHand.from("teams").update({ name: "Renamed" }).eq("name", "A").select();
  assertEquals([refused.status, refused.error?.hint], [429, "RATE_LIMITED"]);
  const through = await api("POST", "/teams/v1", { as: admin, json: json("C") });
  assertEquals([through.status, through.error.code, through.headers.get("retry-after")], [
    429,
    "RATE_LIMITED",
    "10",
  ]);
  const { data } = await byHand.from("teams").select("name").order("name");
  assertEquals(data?.map(({ name }) => name), ["A", "B", "Team 0", "Team 1", "Team 2"]);
});

Deno.test("the secret key and other tenants are not held to a tenant's budget", async () => {
  const [one, other] = [
    await createTenant({ settings: { "limits.data_api_writes": 1 } }),
    await createTenant(),
  ];
  const insert = (as: string | typeof one.manager, name: string) =>
    client(as).from("teams").insert({ name, sector: "sales" });
  assertEquals((await insert(one.manager, "A")).status, 201);
  assertEquals((await insert(one.manager, "B")).status, 429);
  assertEquals((await insert(other.manager, "A")).status, 201);
  for (const value of [2, 3, 4]) {
    const setting = { client_id: one.id, key: "limits.data_api_writes", value };
    assertEquals((await client(stack.secretKey).from("settings").upsert(setting)).error, null);
  }
});

Deno.test("over the budget, readers still get sums that have all that was written", async () => {
  const { member, viewer } = await createTenant({ settings: { "limits.data_api_writes": 1 } });
  const statuses = [await record(member, [newSale()]), await record(member, [newSale()])].map(({ status }) =>
    status
  );
  const revenue = await revenueOf(viewer);
  assertEquals([statuses, revenue.status, revenue.data.total_revenue], [[201, 429], 200, "10.00"]);
});
