import { assertEquals } from "#assert";
import { insertKey } from "../fixtures/api_keys.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

const operator = { headers: { apikey: stack.secretKey } };

interface Row {
  function: string;
  version: string;
  route: string | null;
  kind: string;
  caller_id: string;
  caller_name: string | null;
  requests: number;
}

Deno.test("calls are reported by version, deprecated route and caller, to the operator alone", async () => {
  const tenant = await createTenant();
  const key = await insertKey(tenant, ["metrics:read"]);
  const path = (version: string) => `/aggregation/${version}/teams/${crypto.randomUUID()}/trends`;
  for (const version of ["v1", "v1", "v2"]) await api("GET", path(version), { as: key.key });
  await api("GET", "/aggregation/v1/status", { as: tenant.viewer });

  const report = `/observability/v1/versions?client_id=${tenant.id}&function=aggregation`;
  let rows: Row[] = [];
  // Isolates report within a second.
  while (rows.reduce((sum, { requests }) => sum + requests, 0) < 4) {
    rows = (await api<Row[]>("GET", report, operator)).data;
  }
  const route = "GET /aggregation/v1/teams/{team}/trends";
  const found = rows.map((row) => [row.version, row.route, row.kind, row.caller_id, row.requests]);
  assertEquals(
    new Set(found.map((row) => JSON.stringify(row))),
    new Set([
      JSON.stringify(["v1", route, "key", key.id, 2]),
      JSON.stringify(["v2", null, "key", key.id, 1]),
      JSON.stringify(["v1", null, "user", tenant.viewer.id, 1]),
    ]),
  );
  assertEquals((await api("GET", report, { as: tenant.owner })).error.code, "FORBIDDEN");
  assertEquals((await api("GET", `${report}&from=2026-11-20&to=2026-11-01`, operator)).status, 422);
  assertEquals((await api("GET", `${report}&from=2016-11-20`, operator)).status, 422);
});

Deno.test("a sunset cannot begin before its announced day, and only the operator may ask for it", async () => {
  const tenant = await createTenant();
  const sunset = "/observability/v1/deprecations/aggregation-v1-trends/sunset";
  const early = await api("POST", sunset, { ...operator, json: { force: true } });
  assertEquals([early.status, early.error.code], [409, "CONFLICT"]);
  assertEquals((await api("POST", sunset, { as: tenant.owner, json: {} })).error.code, "FORBIDDEN");
  const unknown = sunset.replace("trends", "none");
  assertEquals((await api("POST", unknown, { ...operator, json: {} })).error.code, "NOT_FOUND");
  const { data } = await api<{ deprecation: string }[]>("GET", "/observability/v1/deprecations", operator);
  assertEquals(data.map(({ deprecation }) => deprecation), ["aggregation-v1-trends"]);
});
