/**
 * Calls as other systems export them: foreign headers, words and durations.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "#assert";
import { staffedTeam } from "../fixtures/teams.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

const path = "/aggregation/v1/calls";
const mapping = {
  "Call Id": "external_id",
  "Agent": "agent",
  "Answered (Y/N)": "outcome",
  "Resolved": "resolved",
  "Satisfaction rating": "satisfaction",
  "AvgTalkDuration": "handling_seconds",
  "Start": "started_at",
};
const values = { outcome: { Y: "successful", N: "abandoned" }, satisfaction: { 0: "" } };
const header = "Call Id;Agent;Answered (Y/N);Resolved;Satisfaction rating;AvgTalkDuration;Start;Speed";

function withOptions(options: Record<string, unknown>): string {
  const entries = Object.entries(options).map(([name, value]) => [name, JSON.stringify(value)]);
  return `${path}?${new URLSearchParams(Object.fromEntries(entries))}`;
}

Deno.test("a call center's export is recorded with mapping and values", async () => {
  const tenant = await createTenant();
  await staffedTeam(tenant);
  const csv = `${header}
X1;Ada;Y;Y;4.0;0:02:23;2026-11-02T10:00:00Z;61
X2;Ada;N;N;0;0:00:00;2026-11-02T11:00:00Z;
`;
  const answer = await api<{ created: number }>("POST", withOptions({ mapping, values }), {
    as: tenant.member,
    csv,
  });
  assertEquals(answer.status, 201, answer.text);
  assertEquals(answer.data.created, 2);
  const rows = await withDatabase((sql) =>
    sql`select external_id, outcome::text, resolved, satisfaction::integer, handling_seconds::integer
      from public.calls where client_id = ${tenant.id} order by external_id`
  );
  assertEquals(rows.map((row) => ({ ...row })), [
    { external_id: "X1", outcome: "successful", resolved: true, satisfaction: 4, handling_seconds: 143 },
    { external_id: "X2", outcome: "abandoned", resolved: false, satisfaction: null, handling_seconds: 0 },
  ]);
});

Deno.test("an unreadable duration and a rating with decimals are row errors", async () => {
  const tenant = await createTenant();
  await staffedTeam(tenant);
  const csv = `${header}\nX1;Ada;Y;Y;4.5;0:61:00;2026-11-02T10:00:00Z;\n`;
  const answer = await api("POST", withOptions({ mapping, values }), { as: tenant.member, csv });
  assertEquals(answer.status, 422, answer.text);
  assertStringIncludes(answer.text, "handling_seconds is 0:61:00");
  assertStringIncludes(answer.text, "satisfaction is 4.5");
});
