import { assert, assertEquals, assertStringIncludes } from "#assert";
import { type Batch, importCsv, importRows, opportunitiesOf } from "../fixtures/imports.ts";
import { opportunities } from "../../supabase/local/demo/opportunities.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Person, type Tenant } from "../support/tenant.ts";

const path = "/batch-import/v1/batches";
const all = { create_missing: ["organizations", "products"] };
const nowhere = "11111111-1111-1111-1111-111111111111";

async function importSome(as: Person, seed: number, count = 1): Promise<Batch> {
  return (await importRows(as, opportunities(count, seed), all)).data;
}

async function list(as: Person, query = "") {
  const answer = await api<Batch[]>("GET", `${path}?${query}`, { as });
  return { ids: answer.data.map(({ id }) => id), pagination: answer.pagination };
}

Deno.test("members see their own batches, managers all of the tenant's, other tenants none", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  const first = await importSome(tenant.member, 1);
  const second = await importSome(tenant.admin, 2);
  assertEquals((await list(tenant.member)).ids, [first.id]);
  assertEquals((await list(tenant.admin)).ids, [second.id, first.id]);
  assertEquals((await list(tenant.manager)).ids, [second.id, first.id]);
  assertEquals((await list(tenant.viewer)).ids, []);
  assertEquals((await list(other.owner)).ids, []);
});

Deno.test("batches are listed in pages, newest first, with a total on request", async () => {
  const tenant = await createTenant();
  const ids: string[] = [];
  for (let seed = 0; seed < 5; seed++) ids.unshift((await importSome(tenant.member, seed)).id);
  const first = await list(tenant.member, "limit=2&count=exact");
  assertEquals([first.ids, first.pagination.has_more, first.pagination.total], [ids.slice(0, 2), true, 5]);
  const second = await list(tenant.member, `limit=2&count=exact&cursor=${first.pagination.next_cursor}`);
  assertEquals([second.ids, second.pagination.total], [ids.slice(2, 4), 5]);
  const third = await list(tenant.member, `limit=2&cursor=${second.pagination.next_cursor}`);
  assertEquals(third, { ids: ids.slice(4), pagination: { limit: 2, next_cursor: null, has_more: false } });
});

Deno.test("batches created at the same moment appear on exactly one page each", async () => {
  const tenant = await createTenant();
  for (let seed = 0; seed < 4; seed++) await importSome(tenant.member, seed);
  await withDatabase((sql) =>
    sql`update public.opportunity_batches set created_at = '2026-01-01T00:00:00.123456Z' where client_id = ${tenant.id}`
  );
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page = await list(tenant.member, `limit=1${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.ids);
    cursor = page.pagination.next_cursor;
  }
  assertEquals([seen.length, new Set(seen).size], [4, 4]);
});

Deno.test("the list is filtered by status and time", async () => {
  const tenant = await createTenant();
  const good = await importSome(tenant.member, 1);
  const bad = String((await importRows(tenant.member, [{ name: "A" }])).error.batch_id);
  await withDatabase((sql) =>
    sql`update public.opportunity_batches set created_at = '2026-01-31T23:59:59.5Z' where id = ${bad}`
  );
  assertEquals((await list(tenant.member, "status=failed")).ids, [bad]);
  assertEquals((await list(tenant.member, "status=completed")).ids, [good.id]);
  assertEquals((await list(tenant.member, "to=2026-01-31")).ids, [bad]);
  assertEquals((await list(tenant.member, "to=2026-01-30")).ids, []);
  assertEquals((await list(tenant.member, "from=2026-02-01")).ids, [good.id]);
  assertEquals((await list(tenant.member, "from=2026-01-01&to=2026-01-31T23:59:59Z")).ids, []);
  for (const query of ["status=done", "from=yesterday", "limit=0", "limit=101"]) {
    assertEquals((await api("GET", `${path}?${query}`, { as: tenant.member })).status, 422, query);
  }
  assertEquals((await api("GET", `${path}?cursor=abc`, { as: tenant.member })).status, 400);
});

Deno.test("reading a batch returns what the import answered", async () => {
  const tenant = await createTenant();
  const batch = await importSome(tenant.member, 1, 3);
  assertEquals((await api<Batch>("GET", `${path}/${batch.id}`, { as: tenant.member })).data, batch);
});

Deno.test("another member's batch is not found on any route", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  const batch = await importSome(tenant.admin, 1);
  const strangers: [Person, string][] = [
    [tenant.member, batch.id],
    [other.owner, batch.id],
    [tenant.owner, nowhere],
  ];
  for (const [as, id] of strangers) {
    for (
      const [method, rest] of [["GET", ""], ["GET", "/rows"], ["GET", "/errors.csv"], ["POST", "/cancel"], [
        "POST",
        "/rollback",
      ]]
    ) {
      const answer = await api(method!, `${path}/${id}${rest}`, { as });
      assertEquals([answer.status, answer.error.code], [404, "NOT_FOUND"], `${answer}`);
    }
  }
});

Deno.test("every route requires sign-in", async () => {
  const routes = [
    "GET ",
    "POST ",
    `GET /${nowhere}`,
    `GET /${nowhere}/rows`,
    `GET /${nowhere}/errors.csv`,
    `POST /${nowhere}/cancel`,
    `POST /${nowhere}/rollback`,
  ];
  for (const route of routes) {
    const [method = "", rest = ""] = route.split(" ");
    assertEquals((await api(method, path + rest)).status, 401, route);
  }
  assertEquals((await api("GET", "/batch-import/v1/template.csv")).status, 401);
});

Deno.test("a method that a path does not have answers 405 with Allow", async () => {
  const tenant = await createTenant();
  for (
    const [method, rest, allow] of [["PUT", "", "GET"], ["DELETE", `/${nowhere}`, "GET"], [
      "GET",
      `/${nowhere}/cancel`,
      "POST",
    ]]
  ) {
    const answer = await api(method!, path + rest, { as: tenant.owner });
    assertEquals([answer.status, answer.error.code], [405, "METHOD_NOT_ALLOWED"]);
    assertStringIncludes(answer.headers.get("allow") ?? "", allow!);
  }
});

Deno.test("the rows of a batch are the opportunities it created and updated, page by page", async () => {
  const tenant = await createTenant();
  const rows = opportunities(5, 1);
  await importRows(tenant.member, rows.slice(0, 2), all);
  const sent = rows.map((row) => ({ ...row, amount: "7.00" }));
  const batch = (await importRows(tenant.member, sent, { ...all, on_conflict: "update" })).data;
  type Row = { row: number; action: string; opportunity: Record<string, unknown> };
  const page = async (query: string) =>
    await api<Row[]>("GET", `${path}/${batch.id}/rows?${query}`, { as: tenant.member });

  const first = await page("limit=3&count=exact");
  assertEquals(first.data.map(({ row, action }) => [row, action]), [[1, "updated"], [2, "updated"], [
    3,
    "created",
  ]]);
  assertEquals([first.pagination.total, first.pagination.has_more], [5, true]);
  assertEquals(
    first.data.map(({ opportunity }) => opportunity.external_id),
    sent.slice(0, 3).map((row) => row.external_id),
  );
  const second = await page(`limit=3&cursor=${first.pagination.next_cursor}`);
  assertEquals([second.data.map(({ row }) => row), second.pagination.next_cursor], [[4, 5], null]);
  assertEquals(
    (await api("GET", `${path}/${batch.id}/rows?cursor=WyJhIl0`, { as: tenant.member })).status,
    400,
  );
});

Deno.test("money is a decimal string", async () => {
  const tenant = await createTenant();
  const batch =
    (await importRows(tenant.member, [{ name: "A", organization: "B", amount: "999999999999.90" }], all))
      .data;
  const answer = await api<{ opportunity: { amount: unknown } }[]>("GET", `${path}/${batch.id}/rows`, {
    as: tenant.member,
  });
  assertEquals(answer.data[0]?.opportunity.amount, "999999999999.90");
});

Deno.test("a corrected error file can be imported", async () => {
  const tenant = await createTenant();
  const parameters = {
    mapping: '{"Deal": "name", "Kunde": "organization", "Wert": "amount"}',
    create_missing: "organizations",
    on_error: "skip",
  };
  const csv = [
    "Deal;Kunde;Wert;Region",
    'A;"North;wind";1;x',
    "B;;2;y",
    "=HYPERLINK(1);Northwind;-3;z",
    '"two\nlines";Northwind;viel;',
  ];
  const answer = await importCsv(tenant.member, csv.join("\n"), parameters);
  assertEquals([answer.status, answer.data.created, answer.data.failed_records], [201, 1, 3], `${answer}`);

  const file = await api("GET", `${path}/${answer.data.id}/errors.csv`, { as: tenant.member });
  assertEquals(file.headers.get("content-type"), "text/csv; charset=utf-8");
  assertStringIncludes(file.headers.get("content-disposition") ?? "", "attachment");
  assertEquals(file.text.split("\n")[0], "Deal;Kunde;Wert;Region;error");
  assertStringIncludes(file.text, "'=HYPERLINK(1);Northwind;'-3;z;");
  assertStringIncludes(file.text, "organization is missing");

  const corrected = file.text.replace("B;;2", "B;Northwind;2").replace("'-3", "3").replace(";viel;", ";4;");
  const again = await importCsv(tenant.member, corrected, parameters);
  assertEquals(
    [again.status, again.data.created, again.data.unknown_columns],
    [201, 3, ["Region"]],
    `${again}`,
  );
  const kept = (await opportunitiesOf(tenant)).map(({ name, amount }) => `${name} ${amount}`);
  assertEquals(kept.sort(), ["=HYPERLINK(1) 3.00", "A 1.00", "B 2.00", "two\nlines 4.00"]);
});

Deno.test("the error file of JSON rows imports as CSV", async () => {
  const tenant = await createTenant();
  const rows = [{ name: "A", organization: "B", stage: "sold", context: { a: 1 } }, {
    name: "C",
    organisation: "B",
  }];
  const batch = String((await importRows(tenant.member, rows, all)).error.batch_id);
  const file = await api("GET", `${path}/${batch}/errors.csv`, { as: tenant.member });
  assertEquals(file.text.split("\n")[0], "name,organization,stage,context,organisation,error");
  const corrected = file.text.replace("sold", "won").replace("C,,,,B", "C,B,,,").replace(
    "organisation,error",
    "region,error",
  );
  const again = await importCsv(tenant.member, corrected, { create_missing: "organizations" });
  assertEquals(
    [again.status, again.data.created, again.data.unknown_columns],
    [201, 2, ["region"]],
    `${again}`,
  );
});

Deno.test("the template can be imported as it is", async () => {
  const tenant = await createTenant();
  const template = await api("GET", "/batch-import/v1/template.csv", { as: tenant.viewer });
  assertEquals([template.status, template.headers.get("content-type")], [200, "text/csv; charset=utf-8"]);
  const answer = await importCsv(tenant.member, template.text, { create_missing: "organizations,products" });
  assertEquals([answer.status, answer.data.created, answer.data.unknown_columns], [201, 2, []], `${answer}`);
});

async function processingBatch(tenant: Tenant): Promise<string> {
  const id = crypto.randomUUID();
  await withDatabase((sql) =>
    sql`insert into public.opportunity_batches (client_id, id, status, total_records, content_hash, created_by)
      values (${tenant.id}, ${id}, 'processing', 1, ''::bytea, ${tenant.member.id})`
  );
  return id;
}

Deno.test("only a processing batch can be cancelled, and only once", async () => {
  const tenant = await createTenant();
  const id = await processingBatch(tenant);
  assertEquals((await api("POST", `${path}/${id}/cancel`, { as: tenant.viewer })).status, 403);
  const answer = await api<Batch>("POST", `${path}/${id}/cancel`, { as: tenant.member });
  assertEquals([answer.status, answer.data.status], [200, "cancelled"]);
  assert(answer.data.completed_at !== null);
  for (const done of [id, (await importSome(tenant.member, 1)).id]) {
    const again = await api("POST", `${path}/${done}/cancel`, { as: tenant.member });
    assertEquals([again.status, again.error.code], [409, "BATCH_NOT_PROCESSING"]);
  }
});
