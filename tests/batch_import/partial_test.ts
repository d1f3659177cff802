/**
 * Rows that bring only some fields, that clear fields, that only update, and that find their opportunity by name.
 *
 * @module
 */
import { assertEquals } from "#assert";
import {
  addNames,
  type Batch,
  importCsv,
  importRows,
  opportunitiesOf,
  type RowError,
} from "../fixtures/imports.ts";
import { api } from "../support/http.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

const known = {
  external_id: "K",
  name: "Known",
  organization: "Northwind",
  product: "Cloud",
  stage: "proposal",
  probability_percent: 60,
  amount: "10.00",
  currency: "EUR",
  expected_close_date: "2026-12-31",
  deal_owner: "Keiko",
  notes: "first",
  context: { a: 1 },
};
const update = { on_conflict: "update" };

async function tenantWithKnown(...more: unknown[]): Promise<Tenant> {
  const tenant = await createTenant();
  await addNames(tenant, "organizations", "Northwind");
  await addNames(tenant, "products", "Cloud");
  const answer = await importRows(tenant.member, [known, ...more]);
  assertEquals(answer.status, 201, answer.text);
  return tenant;
}

/** The opportunity as it is kept, of the fields that a row can have. */
async function kept(tenant: Tenant, external_id: string | null = "K"): Promise<Record<string, unknown>> {
  const found = (await opportunitiesOf(tenant)).find((row) => row.external_id === external_id)!;
  const { name, stage, probability_percent, amount, currency, deal_owner, notes, context, product_id } =
    found;
  const has_product = product_id !== null;
  return {
    name,
    stage,
    probability_percent: probability_percent && Number(probability_percent),
    amount,
    currency,
    deal_owner,
    notes,
    context,
    has_product,
  };
}

const before = {
  name: "Known",
  stage: "proposal",
  probability_percent: 60,
  amount: "10.00",
  currency: "EUR",
  deal_owner: "Keiko",
  notes: "first",
  context: { a: 1 },
  has_product: true,
};

function counts({ created, updated, unchanged, skipped, failed_records }: Batch) {
  return { created, updated, unchanged, skipped, failed_records };
}

const none = { created: 0, updated: 0, unchanged: 0, skipped: 0, failed_records: 0 };

Deno.test("a known row may bring only some fields, and the others keep their values", async () => {
  const tenant = await tenantWithKnown();
  const answer = await importRows(tenant.member, [{ external_id: "K", stage: "won" }], update);
  assertEquals(answer.status, 201, answer.text);
  assertEquals(counts(answer.data), { ...none, updated: 1 });
  assertEquals(await kept(tenant), { ...before, stage: "won" });
  const again = await importRows(tenant.member, [{ external_id: "K", stage: "won", deal_owner: "" }], update);
  assertEquals(counts(again.data), { ...none, unchanged: 1 });
});

Deno.test("null clears each optional field, and a repeated import finds nothing to change", async () => {
  const tenant = await tenantWithKnown();
  const row = {
    external_id: "K",
    probability_percent: null,
    amount: null,
    deal_owner: null,
    notes: null,
    context: null,
    product: null,
  };
  const answer = await importRows(tenant.member, [row], update);
  assertEquals(answer.status, 201, answer.text);
  assertEquals(counts(answer.data), { ...none, updated: 1 });
  assertEquals(await kept(tenant), {
    ...before,
    probability_percent: null,
    amount: null,
    deal_owner: null,
    notes: null,
    context: {},
    has_product: false,
  });
  const again = await importRows(tenant.member, [row], { ...update, force: true });
  assertEquals(counts(again.data), { ...none, unchanged: 1 });
});

Deno.test("a rollback brings cleared values back", async () => {
  const tenant = await tenantWithKnown();
  const answer = await importRows(tenant.member, [{ external_id: "K", amount: null }], update);
  const undone = await api("POST", `/batch-import/v1/batches/${answer.data.id}/rollback`, {
    as: tenant.member,
  });
  assertEquals(undone.status, 200, undone.text);
  assertEquals(await kept(tenant), before);
});

Deno.test("a field that every opportunity needs cannot be cleared", async () => {
  const tenant = await tenantWithKnown();
  const row = { external_id: "K", name: null, organization: null, stage: null, currency: null };
  const answer = await importRows(tenant.member, [row], update);
  assertEquals(answer.status, 422, answer.text);
  const errors = answer.error?.details as unknown as RowError[];
  assertEquals(errors.map(({ field, code }) => [field, code]), [
    ["name", "required"],
    ["organization", "required"],
    ["stage", "required"],
    ["currency", "required"],
  ]);
  assertEquals(await kept(tenant), before);
});

Deno.test("null for a name clears nothing if the id is given, and the other way round", async () => {
  const tenant = await tenantWithKnown();
  const { Edge } = await addNames(tenant, "products", "Edge");
  const row = { external_id: "K", product: null, product_id: Edge!, principal: null };
  const answer = await importRows(tenant.member, [row], update);
  assertEquals(answer.status, 201, answer.text);
  const [found] = await opportunitiesOf(tenant);
  assertEquals(found!.product_id, Edge);
});

Deno.test("a new row may hold null for a field that it does not have", async () => {
  const tenant = await tenantWithKnown();
  const row = { external_id: "N", name: "New", organization: "Northwind", amount: null, stage: null };
  const answer = await importRows(tenant.member, [row], update);
  assertEquals(answer.status, 201, answer.text);
  assertEquals(counts(answer.data), { ...none, created: 1 });
});

Deno.test("an empty cell keeps its value, or clears it with empty=clear", async () => {
  const tenant = await tenantWithKnown();
  const csv = "external_id,deal_owner,notes,amount,stage\nK,,second,N/A,won\n";
  const values = JSON.stringify({ amount: { "N/A": "" } });
  const keeps = await importCsv(tenant.member, csv, { on_conflict: "update", values });
  assertEquals(keeps.status, 201, keeps.text);
  assertEquals(await kept(tenant), { ...before, stage: "won", notes: "second" });
  const clears = await importCsv(tenant.member, csv, {
    on_conflict: "update",
    values,
    empty: "clear",
    force: "true",
  });
  assertEquals(clears.status, 201, clears.text);
  assertEquals(await kept(tenant), {
    ...before,
    stage: "won",
    notes: "second",
    deal_owner: null,
    amount: null,
  });
});

const mixed = [{ external_id: "K", amount: "12.00" }, { external_id: "U", amount: "1.00" }, {
  amount: "2.00",
}];

Deno.test("on_missing=skip leaves unknown rows out, in a dry run too", async () => {
  const tenant = await tenantWithKnown();
  const options = { ...update, on_missing: "skip" };
  const dry = await importRows<Record<string, unknown>>(tenant.member, mixed, { ...options, dry_run: true });
  assertEquals([dry.status, dry.data.would_create, dry.data.would_update, dry.data.skipped], [200, 0, 1, 2]);
  const answer = await importRows(tenant.member, mixed, options);
  assertEquals(answer.status, 201, answer.text);
  assertEquals(counts(answer.data), { ...none, updated: 1, skipped: 2 });
  assertEquals((await opportunitiesOf(tenant)).map(({ external_id, amount }) => [external_id, amount]), [[
    "K",
    "12.00",
  ]]);
});

Deno.test("on_missing=error names each unknown row", async () => {
  const tenant = await tenantWithKnown();
  const answer = await importRows(tenant.member, mixed, { ...update, on_missing: "error", on_error: "skip" });
  assertEquals(answer.status, 201, answer.text);
  assertEquals(counts(answer.data), { ...none, updated: 1, failed_records: 2 });
  assertEquals(
    answer.data.errors.filter(({ field }) => field === "external_id").map((
      { row, message },
    ) => [row, message]),
    [
      [2, "external_id 'U' is not known; on_missing=create would create it, skip would leave it out"],
      [3, "external_id is missing"],
    ],
  );
});

Deno.test("without on_missing an unknown row is created, and needs all that a new one needs", async () => {
  const tenant = await tenantWithKnown();
  const answer = await importRows(tenant.member, mixed, { ...update, on_error: "skip" });
  assertEquals(counts(answer.data), { ...none, updated: 1, failed_records: 2 });
  assertEquals(answer.data.errors.map(({ row, field }) => [row, field]), [
    [2, "name"],
    [2, "organization"],
    [3, "name"],
    [3, "organization"],
  ]);
});

Deno.test("match=name finds the opportunity of a row without external_id by its name", async () => {
  const tenant = await tenantWithKnown();
  const csv = "Name,Amount\nKNOWN\u00A0,11.00\nOther,1.00\n";
  const options = { on_conflict: "update", on_missing: "skip", match: "name" };
  const answer = await importCsv(tenant.member, csv, options);
  assertEquals(answer.status, 201, answer.text);
  assertEquals(counts(answer.data), { ...none, updated: 1, skipped: 1 });
  assertEquals(await kept(tenant), { ...before, name: "KNOWN", amount: "11.00" });
});

Deno.test("match=name refuses a name that several opportunities have, and a row that repeats another", async () => {
  const tenant = await tenantWithKnown(
    { external_id: "A", name: "Twin", organization: "Northwind" },
    { external_id: "B", name: "twin", organization: "Northwind" },
  );
  const rows = [
    { name: "TWIN", amount: "1.00" },
    { name: "Known", amount: "2.00" },
    { name: "known", amount: "3.00" },
    { external_id: "K", amount: "4.00" },
  ];
  for (const on_missing of ["create", "skip", "error"]) {
    const answer = await importRows(tenant.member, rows, { ...update, match: "name", on_missing });
    assertEquals(answer.status, 422, answer.text);
    const errors = answer.error?.details as unknown as RowError[];
    const missing = on_missing === "create" ? [[1, "organization", "required"]] : [];
    assertEquals(
      errors.map(({ row, field, code }) => [row, field, code]).filter(([, field]) =>
        field !== "organization"
      ),
      [
        [1, "name", "ambiguous"],
        [3, "name", "duplicate_in_file"],
        [4, "external_id", "duplicate_in_file"],
      ],
      `${on_missing} ${missing}`,
    );
  }
});

Deno.test("match=name with on_conflict=error refuses a known name, and creates a new one", async () => {
  const tenant = await tenantWithKnown();
  const rows = [{ name: "known", organization: "Northwind" }, {
    name: "Brand new",
    organization: "Northwind",
  }];
  const answer = await importRows(tenant.member, rows, { match: "name", on_error: "skip" });
  assertEquals(counts(answer.data), { ...none, created: 1, failed_records: 1 });
  assertEquals(answer.data.errors.map(({ row, field, code }) => [row, field, code]), [[
    1,
    "name",
    "already_exists",
  ]]);
});

Deno.test("an unknown value of an option is refused and names the option", async () => {
  const tenant = await createTenant();
  for (const option of [{ on_missing: "ignore" }, { match: "id" }, { empty: "null" }]) {
    const answer = await importRows(tenant.member, [known], option);
    assertEquals([answer.status, answer.text.includes(Object.keys(option)[0]!)], [422, true], answer.text);
  }
});
