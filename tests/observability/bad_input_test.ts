import { assertEquals, assertNotMatch } from "#assert";
import { stack } from "../support/env.ts";
import { api, type Call } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

const alert = { name: "A", metric: "errors", comparison: "above", threshold: 1, for_minutes: 1 };
const alerts = (more: Record<string, unknown>): Call => ({ json: { ...alert, ...more } });
/** A threshold that JSON cannot say. */
const raw = (threshold: string): Call => ({
  body: JSON.stringify(alert).replace('"threshold":1', `"threshold":${threshold}`),
  headers: { "content-type": "application/json" },
});
const from = (days: number) => new Date(Date.now() - days * 864e5).toISOString();
const reversed = `from=${from(1)}&to=${from(2)}`;
const tenYears = `from=${from(3_653)}&to=${from(0)}`;
const windows = ["requests", "dependencies", "logs", "versions", "database/slow"];

const cases: [what: string, method: string, path: string, call: Call, status: number][] = [
  ["an unknown metric", "POST", "/alerts", alerts({ metric: "luck" }), 422],
  ["the operator's metric", "POST", "/alerts", alerts({ metric: "changed_plans" }), 422],
  ["NaN as text", "POST", "/alerts", alerts({ threshold: "NaN" }), 422],
  ["null, which is NaN in JSON", "POST", "/alerts", alerts({ threshold: NaN }), 422],
  ["NaN that is no JSON", "POST", "/alerts", raw("NaN"), 400],
  ["an infinite threshold", "POST", "/alerts", raw("1e999"), 422],
  ["no minute", "POST", "/alerts", alerts({ for_minutes: 0 }), 422],
  ["10,001 minutes", "POST", "/alerts", alerts({ for_minutes: 10_001 }), 422],
  ["half a minute", "POST", "/alerts", alerts({ for_minutes: 0.5 }), 422],
  ...windows.flatMap((path): typeof cases => [
    [`${path}: a reversed window`, "GET", `/${path}?${reversed}`, {}, 422],
    [`${path}: ten years`, "GET", `/${path}?${tenYears}`, {}, 422],
    [`${path}: no time`, "GET", `/${path}?from=yesterday`, {}, 422],
  ]),
  ["a log query of 10,000 characters", "GET", `/logs?q=${"word+".repeat(2_000)}`, {}, 422],
  ...["(a+)+$", "^timeout", "time.*", "\\d{4}", "[^a]", "(?i)x", "[a-z]+"].map((q): typeof cases[number] => [
    `the regular expression ${q}`,
    "GET",
    `/logs?q=${encodeURIComponent(q)}`,
    {},
    422,
  ]),
  [
    "words with signs",
    "GET",
    `/logs?q=${encodeURIComponent("GET /teams/v1/:team?x=1 (two), 50 % [secret]. Why?")}`,
    {},
    200,
  ],
  ["a timeline of nothing", "GET", `/timeline/${crypto.randomUUID()}`, {}, 404],
  ["an id with a space", "GET", "/timeline/a%20b", {}, 422],
  ["an id of 201 characters", "GET", `/timeline/${"a".repeat(201)}`, {}, 422],
  ["another tenant", "GET", `/requests?client_id=${crypto.randomUUID()}`, {}, 404],
  ["an unknown grouping", "GET", "/requests?group_by=client_id", {}, 422],
];

Deno.test("bad input is refused with what is wrong, and nothing of the inside", async (t) => {
  const { admin } = await createTenant();
  const operators = /^\/(?:versions|database)/;
  for (const [what, method, path, call, status] of cases) {
    await t.step(what, async () => {
      const headers = { ...call.headers, ...(operators.test(path) ? { apikey: stack.secretKey } : {}) };
      const as = operators.test(path) ? {} : { as: admin };
      const answer = await api(method, `/observability/v1${path}`, { ...call, ...as, headers });
      assertEquals(answer.status, status, JSON.stringify(answer.body));
      if (status >= 400) assertNotMatch(JSON.stringify(answer.body), /postgres|pg_|private\.|\.ts|tsquery/i);
    });
  }
  const { data } = await api<unknown[]>("GET", "/observability/v1/alerts", { as: admin });
  assertEquals(data, [], "a refused alert was kept");
});
