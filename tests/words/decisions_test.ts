import { assertEquals, assertMatch } from "#assert";
import { type Decision, hire } from "../fixtures/routing.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

const tenant = await createTenant();
await hire(tenant, "sales", [{ max_load: 100 }, { max_load: 100 }]);
await hire(tenant, "claims", [{ max_load: 100 }]);

const decide = (json: Record<string, unknown>, as: Tenant = tenant) =>
  api<Decision>("POST", "/routing/v1/decisions", { as: as.member, json: { sector: "sales", ...json } });

const end = (id: string, how: "complete" | "release", json?: unknown) =>
  api<Decision>("POST", `/routing/v1/decisions/${id}/${how}`, { as: tenant.member, json });

const done = { outcome: "successful", handling_seconds: 5, resolved: true };

const slots = async () => {
  const { data } = await api<{ load: number }[]>("GET", "/routing/v1/load?sector=sales", {
    as: tenant.viewer,
  });
  return data.reduce((sum, { load }) => sum + load, 0);
};

Deno.test("a second completion with another outcome is 409, with the same one it is the first answer", async () => {
  const { decision_id } = (await decide({})).data;
  const first = await end(decision_id, "complete", done);
  const again = await end(decision_id, "complete", { ...done, handling_seconds: 50 });
  assertEquals([again.status, again.data], [200, first.data]);
  const other = await end(decision_id, "complete", { ...done, outcome: "failed" });
  assertEquals([other.status, other.error.code], [409, "DECISION_COMPLETED"]);
  assertMatch(other.error.message, /completed as successful, which cannot become failed/);
  const { data } = await api<Decision>("GET", `/routing/v1/decisions/${decision_id}`, { as: tenant.viewer });
  assertEquals([data.outcome, data.handling_seconds], ["successful", 5]);
});

Deno.test("a reference has one decision while it is open, and a new one afterwards", async () => {
  const reference = crypto.randomUUID();
  const before = await slots();
  const first = await decide({ reference });
  const again = await decide({ reference, sector: "claims", capabilities: ["spanish"] });
  assertEquals([again.status, again.data], [201, first.data]);
  assertEquals(again.headers.get("idempotency-replayed"), "true");
  assertEquals(await slots(), before + 1);
  await end(first.data.decision_id, "release");
  const second = (await decide({ reference })).data;
  await end(second.decision_id, "complete", done);
  const third = (await decide({ reference })).data;
  assertEquals(new Set([first.data, second, third].map(({ decision_id }) => decision_id)).size, 3);
  assertEquals(await slots(), before + 1);
});

Deno.test("50 requests at once with one reference take one slot", async () => {
  const reference = crypto.randomUUID();
  const before = await slots();
  const answers = await Promise.all(Array.from({ length: 50 }, () => decide({ reference })));
  assertEquals(new Set(answers.map(({ data }) => data.decision_id)).size, 1);
  assertEquals(await slots(), before + 1);
});

Deno.test("batches with the same references in another order end, each reference with one decision", async () => {
  const references = Array.from({ length: 20 }, () => crypto.randomUUID());
  const batch = (order: string[]) =>
    api<{ decision: Decision }[]>("POST", "/routing/v1/decisions/batch", {
      as: tenant.member,
      json: { decisions: order.map((reference) => ({ sector: "sales", reference })) },
    });
  const orders = [references, references.toReversed(), references, references.toReversed()];
  const answers = await Promise.all(orders.map(batch));
  assertEquals(answers.map(({ status }) => status), [201, 201, 201, 201]);
  const ids = answers.flatMap(({ data }) => data.map(({ decision }) => decision.decision_id));
  assertEquals(new Set(ids).size, 20);
});

Deno.test("a reference whose lease has ended gets a new decision, and so does that of another tenant", async () => {
  const reference = crypto.randomUUID();
  const other = await createTenant();
  await hire(other, "sales", [{}]);
  const [first, theirs] = [(await decide({ reference })).data, (await decide({ reference }, other)).data];
  await withDatabase((sql) =>
    sql.begin(async (tx) => {
      await tx`alter table public.routing_decisions disable trigger append_only`;
      await tx`update public.routing_decisions set expires_at = now() - interval '1 s' where id = ${first.decision_id}`;
      await tx`alter table public.routing_decisions enable trigger append_only`;
    })
  );
  const second = (await decide({ reference })).data;
  assertEquals(new Set([first, theirs, second].map(({ decision_id }) => decision_id)).size, 3);
});
