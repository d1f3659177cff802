import { assert, assertEquals } from "#assert";
import { csv, json, testRefusals } from "../fixtures/bad_input.ts";
import { addNames, countsOf, opportunitiesOf } from "../fixtures/imports.ts";
import { opportunities } from "../../supabase/local/demo/opportunities.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";
import { expired } from "../support/token.ts";

const row = (fields: string) =>
  json(`{"opportunities": [{"name": "A", "organization": "Northwind", ${fields}}]}`);

testRefusals([
  {
    what: "a row that is null",
    call: json('{"opportunities": [null]}'),
    status: 422,
    details: [[1, null, "type"]],
  },
  {
    what: "NUL",
    call: row('"notes": "a\\u0000b"'),
    status: 422,
    details: [[1, "notes", "characters"]],
    says: "1 of 1",
  },
  {
    what: "a lone surrogate",
    call: row('"deal_owner": "\\ud800"'),
    status: 422,
    details: [[1, "deal_owner", "characters"]],
  },
  {
    what: "NUL inside context",
    call: row('"context": {"\\u0000": 1}'),
    status: 422,
    details: [[1, "context", "characters"]],
  },
  {
    what: "__proto__ in a row",
    call: row('"__proto__": {"stage": "won"}'),
    status: 422,
    details: [[1, "__proto__", "unknown_field"]],
  },
  {
    what: "probability 140",
    call: row('"probability_percent": 140'),
    status: 422,
    details: [[1, "probability_percent", "range"]],
  },
  {
    what: "the date 2025-02-30",
    call: row('"expected_close_date": "2025-02-30"'),
    status: 422,
    details: [[1, "expected_close_date", "format"]],
  },
  { what: "a negative amount", call: row('"amount": -1'), status: 422, details: [[1, "amount", "range"]] },
  { what: "the amount 1e400", call: row('"amount": 1e400'), status: 422, details: [[1, "amount", "range"]] },
  { what: "the amount NaN", call: row('"amount": "NaN"'), status: 422, details: [[1, "amount", "format"]] },
  { what: "three decimals", call: row('"amount": "1.005"'), status: 422, details: [[1, "amount", "format"]] },
  {
    what: "an unknown stage",
    call: row('"stage": "sold"'),
    status: 422,
    details: [[1, "stage", "unknown_value"]],
  },
  {
    what: "an unknown currency",
    call: row('"currency": "XXY"'),
    status: 422,
    details: [[1, "currency", "unknown_value"]],
  },
  {
    what: "a name of 201 characters",
    call: row(`"deal_owner": null, "external_id": "${"a".repeat(201)}"`),
    status: 422,
    details: [[1, "external_id", "length"]],
  },
  {
    what: "organization and organization_id",
    call: row(`"organization_id": "${crypto.randomUUID()}"`),
    status: 422,
    details: [[1, "organization", "ambiguous"]],
  },
  {
    what: "an organization_id that is no UUID",
    call: json('{"opportunities": [{"name": "A", "organization_id": "1 or 1=1"}]}'),
    status: 422,
    details: [[1, "organization_id", "unknown_reference"]],
  },
  {
    what: "a duplicate external_id in one file",
    call: csv("name,organization,external_id\nA,Northwind,1\nB,Northwind,2\nC,Northwind,1\n"),
    status: 422,
    details: [[3, "external_id", "duplicate_in_file"]],
  },
]);

Deno.test("a token that is missing, broken, expired or the project's key answers 401", async () => {
  const tenant = await createTenant();
  const tokens = [undefined, "", "abc", `${tenant.member.token}x`, await expired(tenant.member.token)];
  for (const token of tokens) {
    const body = {
      opportunities: opportunities(1, 1),
      options: { create_missing: ["organizations", "products"] },
    };
    const answer = await api("POST", "/batch-import/v1/batches", { as: token, json: body });
    assertEquals([answer.status, answer.error.code], [401, "UNAUTHORIZED"], `${answer}`);
  }
  assertEquals(await countsOf(tenant), { opportunities: 0, batches: 0 });
});

Deno.test("with on_error=skip, a bad row does not keep good rows out", async () => {
  const tenant = await createTenant();
  await addNames(tenant, "organizations", "Northwind");
  const call = json(`{"options": {"on_error": "skip"}, "opportunities": [
    {"name": "A", "organization": "Northwind"}, null, {"name": "\\u0000", "organization": "Northwind"},
    {"name": "B", "organization": "Northwind", "__proto__": {"a": 1}}, {"name": "C", "organization": "Northwind"}]}`);
  const answer = await api<{ errors: { row: number }[] }>("POST", "/batch-import/v1/batches", {
    as: tenant.member,
    ...call,
  });
  assertEquals(answer.status, 201, `${answer}`);
  assertEquals(answer.data.errors.map(({ row }) => row), [2, 3, 4]);
  assertEquals((await opportunitiesOf(tenant)).map(({ name }) => name), ["A", "C"]);
  assert(answer.text.includes("\uFFFD"));
});
