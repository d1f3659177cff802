import { assertEquals } from "#assert";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

interface Incident {
  id: string;
  severity: string;
  affected_clients?: number;
  timeline: { at: string; kind: string; text: string }[];
}

const headers = { apikey: stack.secretKey };

/** A resolved incident of a part that the stack does not have, so that nobody else looks at it. */
async function createIncident(): Promise<string> {
  const [row] = await withDatabase((sql) =>
    sql<[{ id: string }]>`
      insert into private.incidents (component, opened_at, resolved_at, severity, affected_clients)
      values ('storage', now() - interval '5 minutes', now() - interval '1 minute', 'P3', 2) returning id`
  );
  return row.id;
}

const notesOf = (id: string) => `/health/v1/incidents/${id}/notes`;

Deno.test("an incident shows its severity and timeline to everybody, its affected tenants to the operator", async () => {
  const id = await createIncident();
  const noted = await api<Incident>("POST", notesOf(id), { headers, json: { text: "  A disk was full. " } });
  assertEquals([noted.status, noted.data.severity, noted.data.affected_clients], [201, "P3", 2]);

  const find = (incidents: Incident[]) => incidents.find((incident) => incident.id === id);
  const shown = async (call: { headers?: Record<string, string> }) =>
    find((await api<{ past_incidents: Incident[] }>("GET", "/health/v1/status", call)).data.past_incidents);
  const seen = await shown({});
  assertEquals(seen?.timeline.map(({ kind, text }) => `${kind}: ${text}`), [
    "health: storage began to fail",
    "health: storage works again",
    "health: The incident was opened",
    "note: A disk was full.",
  ]);
  assertEquals(seen?.affected_clients, undefined);
  assertEquals((await shown({ headers }))?.affected_clients, 2);
  assertEquals((await shown({ headers: { apikey: stack.publishableKey } }))?.affected_clients, undefined);
  assertEquals((await shown({ headers: { apikey: "sb_secret_wrong" } }))?.affected_clients, undefined);

  const listed = await api<Incident[]>("GET", "/health/v1/incidents?limit=100&count=exact", { headers });
  assertEquals(find(listed.data)?.affected_clients, 2);
});

Deno.test("an incident's note is kept once for each Idempotency-Key", async () => {
  const path = notesOf(await createIncident());
  const send = (key: string, text: string) =>
    api<Incident>("POST", path, { headers: { ...headers, "idempotency-key": key }, json: { text } });
  const answers = await Promise.all(Array.from({ length: 5 }, () => send("first", "Found")));
  assertEquals(answers.map(({ status }) => status), Array(5).fill(201));
  const again = await send("first", "Found");
  assertEquals(again.headers.get("idempotency-replayed"), "true");
  assertEquals(again.data.timeline.filter(({ kind }) => kind === "note").length, 1);
  const other = await send("first", "Another");
  assertEquals([other.status, other.error.code], [409, "IDEMPOTENCY_KEY_REUSED"]);
});

Deno.test("a note without text, with too much text or for an unknown incident is refused", async () => {
  const path = notesOf(await createIncident());
  for (const json of [{}, { text: " " }, { text: "a".repeat(2_001) }, { text: "a", at: "now" }]) {
    assertEquals((await api("POST", path, { headers, json })).status, 422, JSON.stringify(json).slice(0, 50));
  }
  const json = { text: "Found" };
  assertEquals((await api("POST", notesOf(crypto.randomUUID()), { headers, json })).status, 404);
});

Deno.test("only the operator lists incidents and adds notes", async () => {
  const { owner } = await createTenant();
  const path = notesOf(await createIncident());
  const json = { text: "Mine" };
  assertEquals((await api("GET", "/health/v1/incidents", { as: owner })).status, 403);
  assertEquals((await api("POST", path, { as: owner, json })).status, 403);
  assertEquals((await api("POST", path, { json })).status, 401);
  assertEquals((await api("GET", "/health/v1/incidents")).status, 401);
});
