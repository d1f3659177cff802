import { assertEquals, assertObjectMatch } from "#assert";
import { receive, register } from "../fixtures/receivers.ts";
import { stack } from "../support/env.ts";
import { eventually } from "../support/eventually.ts";
import { api } from "../support/http.ts";
import { client, createTenant } from "../support/tenant.ts";

interface Entry {
  action: string;
  resource: string;
  record_id: string | null;
  after: Record<string, unknown>;
  origin: string;
  request_id: string;
  user_agent: string;
}

async function entries(owner: { token: string }, action: string): Promise<Entry[]> {
  const { data, error } = await client(owner).from("audit_log").select().eq("action", action).order("id");
  if (error) throw new Error(error.message);
  return data;
}

Deno.test("test, retry, replay, rotation and a metrics run each leave an audit entry", async () => {
  const { manager, owner } = await createTenant();
  await using receiver = receive();
  const endpoint = await register(manager, receiver);
  receiver.answer = () => new Response(null, { status: 503 });
  receiver.secret = undefined;
  const path = `/webhooks/v1/endpoints/${endpoint.id}`;
  const sent = await api<{ id: string }>("POST", `${path}/test`, { as: manager });
  await eventually("the delivery failed once", async () => {
    const found = await api<{ status: string }>("GET", `/webhooks/v1/deliveries/${sent.data.id}`, {
      as: manager,
    });
    return found.data.status === "scheduled";
  });
  await api("POST", `/webhooks/v1/deliveries/${sent.data.id}/retry`, { as: manager });
  const json = { from: new Date(Date.now() - 60_000).toISOString(), to: new Date().toISOString() };
  assertEquals((await api("POST", `${path}/replay`, { as: manager, json })).status, 202);
  assertEquals((await api("POST", `${path}/rotate-secret`, { as: manager, json: {} })).status, 200);
  await api("POST", "/aggregation/v1/runs", { as: manager });

  for (
    const [action, resource, record] of [
      ["tested", "webhook_endpoints", endpoint.id],
      ["retried", "webhook_deliveries", sent.data.id],
      ["replayed", "webhook_endpoints", endpoint.id],
      ["rotated", "webhook_endpoints", endpoint.id],
      ["aggregated", "agent_metrics_v2", null],
    ] as const
  ) {
    const found = await entries(owner, action);
    assertEquals(found.map(({ resource, record_id }) => [resource, record_id]), [[resource, record]], action);
    assertEquals(found[0]?.origin, "function");
  }
  const [rotated] = await entries(owner, "rotated");
  assertEquals(typeof rotated?.after.secret, "number");
  assertEquals(Array.isArray(rotated?.after.former) && rotated.after.former.length, 1);
});

Deno.test("request context that a client of the Data API writes is marked as its own", async () => {
  const { manager, owner } = await createTenant();
  const headers = { "x-request-id": "from-a-function", "user-agent": "Mozilla/5.0" };
  const json = { name: "Through the function", sector: "sales" };
  await api("POST", "/teams/v1", { as: manager, json, headers });
  const response = await fetch(`${stack.url}/rest/v1/rpc/create_team`, {
    method: "POST",
    headers: {
      ...headers,
      apikey: stack.publishableKey,
      authorization: `Bearer ${manager.token}`,
      "content-type": "application/json",
      "x-request-context": `7b7d.${"0".repeat(64)}`,
    },
    body: JSON.stringify({ name: "By hand", sector: "sales" }),
  });
  assertEquals(response.ok, true, await response.text());
  const [through, byHand] = await entries(owner, "insert").then((all) =>
    all.filter(({ resource }) => resource === "teams")
  );
  assertObjectMatch(through!, {
    origin: "function",
    request_id: "from-a-function",
    user_agent: "Mozilla/5.0",
  });
  assertEquals(byHand?.origin, "data_api");
});
