import { assertEquals } from "@std/assert";
import { hire } from "../fixtures/routing.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

Deno.test("a filter by time takes what the database knows, the last year too, and refuses the rest by name", async () => {
  const tenant = await createTenant();
  const [agent] = await hire(tenant, "sales", [{}]);
  const status = async (path: string) => (await api("GET", path, { as: tenant.owner })).status;
  const lists = ["/routing/v1/decisions", "/batch-import/v1/batches"];
  const trends = `/aggregation/v1/agents/${agent}/trends`;
  for (const path of [...lists, trends]) {
    for (const time of ["0000-01-01", "0001-01-01", "2026-02-30"]) {
      assertEquals(await status(`${path}?to=${time}`), 422, `${path} to ${time}`);
      assertEquals(await status(`${path}?from=${time}`), 422, `${path} from ${time}`);
    }
    assertEquals(await status(`${path}?to=9999-12-31`), 200, path);
    assertEquals(await status(`${path}?to=1000-01-01`), 200, path);
  }
  for (const path of lists) assertEquals(await status(`${path}?from=0000-01-01T00:00:00Z`), 422, path);
});

Deno.test("a day that a list reaches to is meant whole", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", [{}]);
  await api("POST", "/routing/v1/decisions", { as: tenant.member, json: { sector: "sales" } });
  const [made] =
    (await api<{ created_at: string }[]>("GET", "/routing/v1/decisions", { as: tenant.viewer })).data;
  const day = made!.created_at.slice(0, 10);
  const before = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
  const count = async (to: string) =>
    (await api<unknown[]>("GET", `/routing/v1/decisions?to=${to}`, { as: tenant.viewer })).data.length;
  assertEquals([await count(day), await count(before)], [1, 0]);
});
