import { assert, assertEquals, assertMatch } from "#assert";
import { eventually } from "../support/eventually.ts";
import { receive } from "../fixtures/receivers.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

interface Step {
  at: string;
  kind: string;
  [field: string]: unknown;
}

const path = (requestId: string) => `/observability/v1/timeline/${requestId}`;

/** The waiting delivery goes out now instead of in seconds or minutes. */
async function hurry(tenant: Tenant): Promise<void> {
  await withDatabase(async (sql) => {
    await sql`update public.job_queue set scheduled_for = now()
      where client_id = ${tenant.id} and type = 'webhook.deliver' and status = 'scheduled'`;
  });
}

Deno.test("an import whose webhook fails twice shows every step in order, across three functions", async () => {
  const tenant = await createTenant();
  const [requestId, traceId] = [crypto.randomUUID(), crypto.randomUUID().replaceAll("-", "")];
  await using receiver = receive();
  const traces: string[] = [];
  receiver.answer = async (request) => {
    traces.push(request.headers.get("traceparent") ?? "");
    if (traces.length < 3) return new Response(null, { status: 500 });
    const onward = ["x-request-id", "traceparent"].map((name) => [name, request.headers.get(name) ?? ""]);
    const headers = Object.fromEntries(onward);
    await api("GET", "/teams/v1", { as: tenant.viewer, headers });
    return new Response(null, { status: 204 });
  };
  const endpoint = { url: receiver.url, event_types: ["batch.completed"] };
  await api("POST", "/webhooks/v1/endpoints", { as: tenant.manager, json: endpoint });
  const batch = {
    opportunities: [{ name: "Deal", organization: "Initech" }],
    options: { create_missing: ["organizations"] },
  };
  const headers = { "x-request-id": requestId, traceparent: `00-${traceId}-b7ad6b7169203331-01` };
  await api("POST", "/batch-import/v1/batches", { as: tenant.member, json: batch, headers });

  const steps = await eventually("the delivery and the last request are there", async () => {
    await hurry(tenant);
    const { status, body } = await api<Step[]>("GET", path(requestId), { as: tenant.owner });
    if (status !== 200) return undefined;
    const functions = body.data.filter(({ kind }) => kind === "request").map((step) => step.function);
    const delivered = body.data.some(({ kind, status }) => kind === "delivery" && status === "completed");
    return delivered && functions.includes("teams") && functions.includes("batch-import")
      ? body.data
      : undefined;
  });

  const told = steps.filter(({ kind }) => kind !== "audit" && kind !== "log").map((step) => {
    return [step.kind, step.function ?? step.type ?? step.status_code];
  });
  assertEquals(told, [
    ["request", "batch-import"],
    ["event", "batch.completed"],
    ["delivery", "webhook.deliver"],
    ["attempt", 500],
    ["attempt", 500],
    ["attempt", 204],
    ["request", "teams"],
  ]);
  assert(steps.some(({ kind, resource }) => kind === "audit" && resource === "opportunity_batches"));
  assertEquals(steps.map(({ at }) => at), steps.map(({ at }) => at).toSorted());
  assertEquals(
    traces.map((trace) => trace.slice(3, 35)),
    Array.from({ length: 3 }, () => traceId),
  );
});

Deno.test("another tenant does not find a timeline, nor does anybody find one of nothing", async () => {
  const [tenant, other] = [await createTenant(), await createTenant()];
  const requestId = crypto.randomUUID();
  await api("GET", "/teams/v1", { as: tenant.viewer, headers: { "x-request-id": requestId } });
  const status = async (as: { token: string }, id: string = requestId) =>
    (await api("GET", path(id), { as })).status;
  await eventually("it is there", async () => await status(tenant.viewer) === 200);
  assertEquals(await status(other.owner), 404);
  assertEquals(await status(tenant.owner, crypto.randomUUID()), 404);
  assertEquals(await status(tenant.owner, "x".repeat(201)), 422);
});

Deno.test("a caller without audit:read sees no audit entries in a timeline", async () => {
  const tenant = await createTenant();
  const requestId = crypto.randomUUID();
  const json = { name: "Renewals", sector: "sales" };
  await api("POST", "/teams/v1", { as: tenant.manager, json, headers: { "x-request-id": requestId } });
  const kinds = async (as: { token: string }) => {
    const { status, body } = await api<Step[]>("GET", path(requestId), { as });
    return status === 200 ? body.data.map(({ kind }) => kind) : [];
  };
  assert((await kinds(tenant.admin)).includes("audit"));
  const seen = await kinds(tenant.viewer);
  assert(seen.includes("event") && !seen.includes("audit"), seen.join());
});

Deno.test("a caller's traceparent is taken and carried on", async () => {
  const { viewer } = await createTenant();
  const traceId = crypto.randomUUID().replaceAll("-", "");
  const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
  const { headers } = await api("GET", "/teams/v1", { as: viewer, headers: { traceparent } });
  assertEquals(headers.get("x-request-id"), traceId);
  assertMatch(headers.get("traceparent") ?? "", new RegExp(`^00-${traceId}-[\\da-f]{16}-01$`));
  for (
    const bad of [
      "",
      "00-0-0-01",
      `00-${"0".repeat(32)}-b7ad6b7169203331-01`,
      `ff-${traceId}-b7ad6b7169203331-01`,
    ]
  ) {
    const answer = await api("GET", "/teams/v1", { as: viewer, headers: { traceparent: bad } });
    assert(answer.headers.get("x-request-id") !== traceId, bad);
  }
});
