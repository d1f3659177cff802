import { assertEquals } from "#assert";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Person, type Tenant } from "../support/tenant.ts";

interface Analytics {
  searches: number;
  searches_without_result: number;
  searches_not_shown: number;
  top_queries: { query: string; searches: number }[];
  queries_without_result: { query: string; searches: number }[];
  clicks_by_rank: { rank: number; clicks: number }[];
}

async function search(as: Person, q: string): Promise<string> {
  const answer = await api("GET", `/search/v1?${new URLSearchParams({ q })}`, {
    as,
  });
  return JSON.parse(answer.text).search_id;
}

async function analytics(tenant: Tenant, query = ""): Promise<Analytics> {
  const { body } = await api<Analytics>("GET", `/search/v1/analytics${query}`, {
    as: tenant.viewer,
  });
  return body.data;
}

Deno.test("the text of a query is shown once three people asked it; all searches are counted", async () => {
  const tenant = await createTenant();
  for (const person of [tenant.viewer, tenant.member]) await search(person, "Secret Project");
  await search(tenant.owner, "cafe");
  const early = await analytics(tenant);
  assertEquals(early.top_queries, []);
  assertEquals([early.searches, early.searches_without_result, early.searches_not_shown], [3, 3, 3]);
  await search(tenant.admin, "SECRET  project");
  const late = await analytics(tenant);
  assertEquals(late.top_queries, [{ query: "secret project", searches: 3 }]);
  assertEquals(late.queries_without_result, [{ query: "secret project", searches: 3 }]);
  assertEquals(late.searches_not_shown, 1);
  assertEquals((await analytics(tenant, "?from=2020-01-01&to=2020-01-31")).searches, 0);
});

Deno.test("a click counts once for its search, and only for one's own search", async () => {
  const tenant = await createTenant();
  await withDatabase((sql) =>
    sql`insert into public.organizations (client_id, name) values (${tenant.id}, 'Acorn')`
  );
  const search_id = await search(tenant.viewer, "acorn");
  const click = { search_id, type: "organizations", id: crypto.randomUUID(), rank: 2 };
  const send = (as: Person, json: unknown) => api("POST", "/search/v1/clicks", { as, json });
  assertEquals((await send(tenant.viewer, click)).status, 201);
  assertEquals((await send(tenant.viewer, click)).status, 201);
  assertEquals((await analytics(tenant)).clicks_by_rank, [{ rank: 2, clicks: 1 }]);
  assertEquals((await send(tenant.member, click)).status, 404);
  assertEquals((await send((await createTenant()).viewer, click)).status, 404);
  assertEquals((await send(tenant.viewer, { ...click, rank: 0 })).status, 422);
  assertEquals((await send(tenant.viewer, { ...click, type: "cats" })).status, 422);
});

Deno.test("windows that are reversed or longer than a year are refused", async () => {
  const tenant = await createTenant();
  for (
    const query of ["?from=2026-02-01&to=2026-01-01", "?from=2015-01-01&to=2026-01-01", "?from=tomorrow"]
  ) {
    assertEquals(
      (await api("GET", `/search/v1/analytics${query}`, { as: tenant.viewer })).status,
      422,
      query,
    );
  }
});
