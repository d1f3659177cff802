import { assertEquals } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

type Alert = Schemas["Alert"];

const path = "/observability/v1/alerts";
const alert = { name: "Failures", metric: "requests", comparison: "below", threshold: 1, for_minutes: 1 };

Deno.test("an alert is created once a key, read, replaced by version and deleted", async () => {
  const { admin, viewer } = await createTenant();
  const key = crypto.randomUUID();
  const created = await api<Alert>("POST", path, { as: admin, json: alert, key });
  assertEquals([created.status, created.headers.get("etag"), created.data.state], [201, '"1"', "ok"]);
  assertEquals((await api<Alert>("POST", path, { as: admin, json: alert, key })).data.id, created.data.id);
  const one = `${path}/${created.data.id}`;
  // Meanwhile the stack may evaluate it.
  const found = (await api<Alert>("GET", one, { as: viewer })).data;
  assertEquals([found.name, found.threshold, found.version], ["Failures", 1, 1]);
  const json = { ...alert, threshold: 5 };
  const put = (version: number) =>
    api<Alert>("PUT", one, { as: admin, json, headers: { "if-match": `"${version}"` } });
  assertEquals((await put(1)).data.threshold, 5);
  assertEquals((await put(1)).status, 412);
  assertEquals((await api<Alert[]>("GET", `${path}?count=exact`, { as: viewer })).pagination.total, 1);
  assertEquals((await api("DELETE", one, { as: admin })).status, 204);
  assertEquals((await api("GET", one, { as: viewer })).status, 404);
});

Deno.test("a tenant without requests fires, and the history and an event tell it", async () => {
  const tenant = await createTenant();
  const { data } = await api<Alert>("POST", path, {
    as: tenant.admin,
    json: { ...alert, filter: { function: "docs" } },
  });
  await withDatabase(async (sql) => {
    await sql`select private.evaluate_alerts_of(array[${tenant.id}::uuid], null)`;
  });
  const one = `${path}/${data.id}`;
  assertEquals((await api<Alert>("GET", one, { as: tenant.viewer })).data.state, "firing");
  const history = await api<Schemas["AlertChange"][]>("GET", `${one}/history`, { as: tenant.viewer });
  assertEquals(history.data.map(({ from, to, notified }) => [from, to, notified]), [["ok", "firing", true]]);
  const types = await withDatabase((sql) =>
    sql`select type from private.outbox where client_id = ${tenant.id} and type like 'alert.%'`
  );
  assertEquals(types.map(({ type }) => type), ["alert.firing"]);
});

Deno.test("alerts that make no sense are refused", async () => {
  const { admin } = await createTenant();
  const bad: Record<string, unknown>[] = [
    { metric: "luck" },
    { threshold: "NaN" },
    { threshold: null },
    { for_minutes: 0 },
    { for_minutes: 10_001 },
    { comparison: "equal" },
    { channels: ["fax"] },
    { filter: { queue: "jobs" } },
    { filter: { nothing: "x" } },
    { metric: "connections_used" },
    { name: "" },
    { treshold: 1 },
  ];
  for (const more of bad) {
    const answer = await api("POST", path, { as: admin, json: { ...alert, ...more } });
    assertEquals([more, answer.status, answer.error.code], [more, 422, "VALIDATION_ERROR"]);
  }
});

Deno.test("a viewer cannot write alerts, and another tenant does not find them", async () => {
  const [tenant, other] = [await createTenant(), await createTenant()];
  const { data } = await api<Alert>("POST", path, { as: tenant.admin, json: alert });
  assertEquals((await api("POST", path, { as: tenant.viewer, json: alert })).status, 403);
  for (const [method, end] of [["GET", ""], ["DELETE", ""], ["GET", "/history"]]) {
    assertEquals((await api(method!, `${path}/${data.id}${end}`, { as: other.owner })).status, 404, method);
  }
  assertEquals((await api("PUT", `${path}/${data.id}`, { as: other.owner, json: alert })).status, 404);
});

Deno.test("the operator has default alerts of its own, which no tenant sees", async () => {
  const { owner } = await createTenant();
  const { data } = await api<Alert[]>("GET", path, { headers: { apikey: stack.secretKey } });
  const metrics = data.map(({ metric }) => metric);
  for (const metric of ["error_rate", "p99_ms", "failed_tasks", "connections_used"] as const) {
    assertEquals(metrics.includes(metric), true, metric);
  }
  assertEquals((await api<Alert[]>("GET", path, { as: owner })).data, []);
});

Deno.test("a tenant has as many alerts as its limit", async () => {
  const { admin } = await createTenant({ settings: { "limits.alerts": 1 } });
  await api("POST", path, { as: admin, json: alert });
  const answer = await api("POST", path, { as: admin, json: alert });
  assertEquals([answer.status, answer.error.code], [409, "LIMIT_REACHED"]);
});
