import { assertEquals, assertMatch } from "#assert";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

const numbers = '{"a": 12345678901234567890, "b": [1.10, -0.0000001, 7], "__proto__": {"c": 3.00}}';
const all = "create_missing=organizations";

const kept = (client_id: string) =>
  withDatabase(async (sql) => {
    const [row] = await sql`select context::text, custom_context::text, amount::text
      from public.opportunities where client_id = ${client_id}`;
    return { ...row };
  });

Deno.test("the contexts of an import keep each number's digits, as JSON and as CSV", async () => {
  const stored = '{"a": 12345678901234567890, "b": [1.10, -0.0000001, 7], "__proto__": {"c": 3.00}}';
  const json = `{"opportunities": [{"name": "Oak", "organization": "Orchard", "amount": 1.10,
    "context": ${numbers}, "custom_context": {"n": 2.50}}]}`;
  const csv = `name,organization,amount,context,custom_context
Oak,Orchard,1.10,"${numbers.replaceAll('"', '""')}","{""n"": 2.50}"`;
  const sent = { "application/json": json, "text/csv": csv };
  for (const [type, body] of Object.entries(sent)) {
    const tenant = await createTenant();
    const answer = await api("POST", `/batch-import/v1/batches?${all}`, {
      as: tenant.owner,
      body,
      headers: { "content-type": type },
    });
    assertEquals(answer.status, 201, `${answer}`);
    const { context, custom_context, amount } = await kept(tenant.id);
    assertEquals([context, custom_context, amount], [stored, '{"n": 2.50}', "1.10"], type);
  }
});

Deno.test("a number without end in a context is a row error", async () => {
  const tenant = await createTenant();
  const answer = await api("POST", `/batch-import/v1/batches?${all}`, {
    as: tenant.owner,
    body: '{"opportunities": [{"name": "Oak", "organization": "Orchard", "context": {"n": 1e999}}]}',
    headers: { "content-type": "application/json" },
  });
  assertEquals(answer.status, 422, `${answer}`);
  assertMatch(JSON.stringify(answer.error.details), /context holds a number that is too large/);
});
