import { assert, assertEquals, assertGreater, assertStringIncludes } from "#assert";
import {
  addNames,
  type Batch,
  countsOf,
  importCsv,
  importRows,
  opportunitiesOf,
} from "../fixtures/imports.ts";
import { opportunities, opportunitiesCsv } from "../../supabase/local/demo/opportunities.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

const all = { create_missing: ["organizations", "products"] };
const path = "/batch-import/v1/batches";

Deno.test("500 rows are imported as one batch", async () => {
  const tenant = await createTenant();
  const answer = await importRows(tenant.member, opportunities(500, 1), all);
  assertEquals(answer.status, 201, `${answer}`);
  const { status, total_records, successful_records, failed_records, created, errors, created_by } =
    answer.data;
  assertEquals({ status, total_records, successful_records, failed_records, created, errors, created_by }, {
    status: "completed",
    total_records: 500,
    successful_records: 500,
    failed_records: 0,
    created: 500,
    errors: [],
    created_by: tenant.member.id,
  });
  assertEquals(await countsOf(tenant), { opportunities: 500, batches: 1 });
});

Deno.test("every field of a row is stored", async () => {
  const tenant = await createTenant({ currency: "EUR" });
  const principals = await addNames(tenant, "principals", "Relay Inc.");
  const products = await addNames(tenant, "products", "Relay Pro");
  await addNames(tenant, "organizations", "Northwind");
  const row = {
    external_id: "A-1",
    name: "Renewal",
    organization: "NORTHWIND",
    principal: "relay inc.",
    product_id: products["Relay Pro"],
    stage: "negotiation",
    probability_percent: 62.5,
    amount: "999999999999.99",
    expected_close_date: "2028-02-29",
    deal_owner: "Zoë O'Brien 😀",
    notes: "one\ntwo",
    context: { a: [1, { b: null }] },
    custom_context: { __proto__: null, c: "d" },
  };
  assertEquals((await importRows(tenant.member, [row])).status, 201);
  const [kept] = await opportunitiesOf(tenant);
  assert(kept);
  assertEquals(
    [kept.external_id, kept.name, kept.organization, kept.principal_id, kept.product_id, kept.stage],
    ["A-1", "Renewal", "Northwind", principals["Relay Inc."], products["Relay Pro"], "negotiation"],
  );
  assertEquals(
    [
      kept.probability_percent,
      kept.amount,
      kept.currency,
      kept.deal_owner,
      kept.notes,
      kept.context,
      kept.custom_context,
    ],
    ["62.50", "999999999999.99", "EUR", "Zoë O'Brien 😀", "one\ntwo", { a: [1, { b: null }] }, { c: "d" }],
  );
});

Deno.test("a CSV file can be imported as a body and as a form", async () => {
  const tenant = await createTenant();
  const body = await importCsv(tenant.member, opportunitiesCsv(20, 1), {
    create_missing: "organizations,products",
  });
  assertEquals([body.status, body.data.created], [201, 20], `${body}`);

  const form = new FormData();
  form.set("file", new File(["\uFEFF" + opportunitiesCsv(20, 2)], "pipeline.csv", { type: "text/csv" }));
  form.set("create_missing", "organizations, products");
  const answer = await api<Batch>("POST", `${path}?on_error=skip`, { as: tenant.member, body: form });
  assertEquals(
    [answer.status, answer.data.created, answer.data.filename],
    [201, 20, "pipeline.csv"],
    `${answer}`,
  );
  assertEquals(answer.data.options.on_error, "skip");
});

Deno.test("a file from another system is imported with mapping and values, and its unknown columns are named", async () => {
  const tenant = await createTenant();
  const csv = "Deal;Kunde;Phase;Region\nA;Northwind;Gewonnen;Nord\n";
  const answer = await importCsv(tenant.member, csv, {
    mapping: '{"deal": "name", "kunde": "organization", "phase": "stage"}',
    values: '{"stage": {"Gewonnen": "won"}}',
    create_missing: "organizations",
    filename: "deals.csv",
  });
  assertEquals(answer.status, 201, `${answer}`);
  assertEquals([answer.data.unknown_columns, answer.data.filename], [["Region"], "deals.csv"]);
  const [row] = await opportunitiesOf(tenant);
  assertEquals([row?.name, row?.organization, row?.stage], ["A", "Northwind", "won"]);
});

Deno.test("an unknown name is a row error that suggests a similar known name", async () => {
  const tenant = await createTenant();
  await addNames(tenant, "organizations", "Isdom");
  await addNames(tenant, "products", "GTX Pro");
  const row = { name: "A", organization: "Isdom", product: "GTXPro" };
  const answer = await importRows(tenant.member, [row]);
  assertEquals(answer.status, 422);
  const [detail] = answer.error.details ?? [];
  assertEquals([detail?.row, detail?.field, detail?.code], [1, "product", "unknown_reference"]);
  assertStringIncludes(detail?.message ?? "", "did you mean 'GTX Pro'?");
});

Deno.test("create_missing creates each missing name once", async () => {
  const tenant = await createTenant();
  const rows = ["acme", "Acme", "ACME"].map((organization, i) => ({
    name: `${i}`,
    organization,
    product: "New",
  }));
  const refused = await importRows(tenant.member, rows, { create_missing: ["organizations"] });
  assertEquals(refused.error.details?.map(({ field }) => field), ["product", "product", "product"]);
  assertEquals((await importRows(tenant.member, rows, all)).status, 201);
  assertEquals(
    new Set((await opportunitiesOf(tenant)).map(({ organization_id }) => organization_id)).size,
    1,
  );
});

Deno.test("one bad row fails the import, which writes nothing and keeps the batch with its errors", async () => {
  const tenant = await createTenant();
  const rows = [...opportunities(5, 1), { name: "", organization: "A", probability_percent: 140 }];
  const answer = await importRows(tenant.member, rows, all);
  assertEquals([answer.status, answer.error.code], [422, "VALIDATION_ERROR"]);
  assertEquals(answer.error.details?.map(({ row, field, code }) => [row, field, code]), [
    [6, "name", "required"],
    [6, "probability_percent", "range"],
  ]);
  assertEquals(await countsOf(tenant), { opportunities: 0, batches: 1 });
  const batch = await api<Batch>("GET", `${path}/${answer.error.batch_id}`, { as: tenant.member });
  assertEquals([batch.data.status, batch.data.total_records, batch.data.failed_records], ["failed", 6, 1]);
  assertEquals<unknown>(batch.data.errors, answer.error.details);
});

Deno.test("an import does not read more than the caller may see", async () => {
  const tenant = await createTenant();
  const rows = opportunities(1, 1);
  const anonymous = await api("POST", path, { json: { opportunities: rows } });
  assertEquals([anonymous.status, anonymous.error.code], [401, "UNAUTHORIZED"]);
  const broken = await api("POST", path, { as: tenant.member.token.slice(0, -9) + "AAAAAAAAA", json: {} });
  assertEquals(broken.status, 401);
  const viewer = await importRows(tenant.viewer, rows, all);
  assertEquals([viewer.status, viewer.error.code], [403, "FORBIDDEN"]);
  assertStringIncludes(viewer.error.message, "opportunities:import");
  assertEquals(await countsOf(tenant), { opportunities: 0, batches: 0 });
});

Deno.test("another tenant's organization is unknown", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  const { Northwind: organization_id } = await addNames(other, "organizations", "Northwind");
  for (const reference of [{ organization_id }, { organization: "Northwind" }]) {
    const answer = await importRows(tenant.member, [{ name: "A", ...reference }]);
    assertEquals(answer.error.details?.map(({ code }) => code), ["unknown_reference"]);
  }
});

Deno.test("an import over the tenant's import.max_rows is refused, and the answer names the limit", async () => {
  const tenant = await createTenant({ settings: { "import.max_rows": 7 } });
  const answer = await importRows(tenant.member, opportunities(8, 1), all);
  assertEquals([answer.status, answer.error.code], [413, "BATCH_TOO_LARGE"]);
  assertStringIncludes(answer.error.message, "7");
  assertEquals((await importRows(tenant.member, opportunities(7, 1), all)).status, 201);
});

Deno.test("the hourly quota counts a user's imports, including failed ones but not dry runs", async () => {
  const tenant = await createTenant({ settings: { "import.batches_per_hour": 2 } });
  assertEquals((await importRows(tenant.member, [{ name: "A" }])).status, 422);
  assertEquals((await importRows(tenant.member, opportunities(1, 1), { ...all, dry_run: true })).status, 200);
  assertEquals((await importRows(tenant.member, opportunities(1, 1), all)).status, 201);
  const third = await importRows(tenant.member, opportunities(1, 2), all);
  assertEquals([third.status, third.error.code], [429, "BATCH_QUOTA_EXCEEDED"]);
  assertGreater(Number(third.headers.get("retry-after")), 3500);
  assertEquals((await importRows(tenant.admin, opportunities(1, 2), all)).status, 201);
});

Deno.test("concurrent imports cannot exceed the quota", async () => {
  const tenant = await createTenant({ settings: { "import.batches_per_hour": 3 } });
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, seed) => importRows(tenant.member, opportunities(2, seed), all)),
  );
  assertEquals(answers.map(({ status }) => status).sort(), [201, 201, 201, 429, 429, 429, 429, 429]);
  assertEquals((await countsOf(tenant)).batches, 3);
});

Deno.test("importing the same content again is a duplicate unless forced", async () => {
  const tenant = await createTenant();
  const options = { ...all, on_conflict: "skip" };
  const first = await importRows(tenant.member, opportunities(3, 1), options);
  const again = await importRows(tenant.admin, opportunities(3, 1), options);
  assertEquals([again.status, again.error.code, again.error.batch_id], [
    409,
    "DUPLICATE_BATCH",
    first.data.id,
  ]);
  const forced = await importRows(tenant.member, opportunities(3, 1), { ...options, force: true });
  assertEquals([forced.status, forced.data.skipped], [201, 3]);
});

Deno.test("content of a failed or rolled-back batch can be imported again", async () => {
  const tenant = await createTenant();
  assertEquals((await importRows(tenant.member, opportunities(3, 1))).status, 422);
  const first = await importRows(tenant.member, opportunities(3, 1), all);
  assertEquals(first.status, 201);
  await api("POST", `${path}/${first.data.id}/rollback`, { as: tenant.member });
  assertEquals((await importRows(tenant.member, opportunities(3, 1), all)).status, 201);
});

Deno.test("a dry run reports what would happen and writes nothing", async () => {
  const tenant = await createTenant();
  const known = opportunities(4, 1);
  await importRows(tenant.member, known, all);
  const before = await countsOf(tenant);
  const rows = [
    known[0],
    { ...known[1], amount: "1.00" },
    { name: "New", organization: "Never Heard Of" },
    { name: "Bad", organization: "Never Heard Of", stage: "sold" },
  ];
  const options = { ...all, on_conflict: "update", on_error: "skip", dry_run: true };
  const answer = await importRows<Record<string, unknown>>(tenant.member, rows, options);
  assertEquals(answer.status, 200, `${answer}`);
  const { errors, warnings, ...counts } = answer.data;
  assertEquals((warnings as { code: string }[]).map(({ code }) => code), ["no_ids"]);
  assertEquals(counts, {
    would_create: 1,
    would_update: 1,
    unchanged: 1,
    skipped: 0,
    would_create_organizations: 1,
    would_create_products: 0,
    unknown_columns: [],
  });
  assertEquals((errors as { row: number; field: string }[]).map(({ row, field }) => [row, field]), [[
    4,
    "stage",
  ]]);
  assertEquals(await countsOf(tenant), before);
});

Deno.test("options in the query also apply to JSON, and options in the body override them", async () => {
  const tenant = await createTenant();
  const json = { opportunities: opportunities(1, 1), options: all };
  const dry = await api("POST", `${path}?dry_run=true`, { as: tenant.member, json });
  assertEquals(dry.status, 200);
  const wet = await api("POST", `${path}?dry_run=true`, {
    as: tenant.member,
    json: { ...json, options: { ...all, dry_run: false } },
  });
  assertEquals(wet.status, 201);
});
