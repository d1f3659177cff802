import { assert, assertEquals, assertStringIncludes } from "#assert";
import { type Batch, importCsv, opportunitiesOf } from "../fixtures/imports.ts";
import { type Answer, api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Person } from "../support/tenant.ts";

interface Mapping {
  name: string;
  mapping: Record<string, unknown>;
  options: Record<string, unknown>;
  version: number;
}

const path = "/batch-import/v1/mappings";
const crm = {
  mapping: { "Deal Name": "name", "Company": "organization", "Phase": "stage", "Sum": "amount" },
  values: { stage: { "Closed Won": "won" } },
  formats: { number: "1.234,56" },
  options: { create_missing: ["organizations"], delimiter: ";" },
};
const file = "Deal Name;Company;Phase;Sum\nOak;Northwind;Closed Won;1.234\nElm;Northwind;Closed won;5,5\n";

function put(as: Person, name: string, json: unknown, headers = {}): Promise<Answer<Mapping>> {
  return api<Mapping>("PUT", `${path}/${encodeURIComponent(name)}`, { as, json, headers });
}

Deno.test("a mapping is saved, found in any case, replaced and deleted, with ETags", async () => {
  const { member: as } = await createTenant();
  const created = await put(as, "Big CRM", crm);
  assertEquals([created.status, created.headers.get("etag"), created.data.name], [201, '"1"', "Big CRM"]);
  const again = await put(as, "big crm", crm);
  assertEquals([again.status, again.headers.get("etag")], [200, '"1"'], "the same content is no change");
  const changed = await put(as, "big crm", { mapping: {} }, { "if-match": '"1"' });
  assertEquals([changed.status, changed.data.version, changed.data.options], [200, 2, {}]);
  assertEquals((await put(as, "big crm", crm, { "if-match": '"1"' })).status, 412);
  const list = await api<Mapping[]>("GET", path, { as });
  assertEquals(list.data.map(({ name, version }) => [name, version]), [["Big CRM", 2]]);
  assertEquals(
    (await api("DELETE", `${path}/BIG%20CRM`, { as, headers: { "if-match": '"1"' } })).status,
    412,
  );
  assertEquals((await api("DELETE", `${path}/BIG%20CRM`, { as })).status, 204);
  assertEquals((await api("GET", `${path}/big%20crm`, { as })).status, 404);
  assertEquals((await api("DELETE", `${path}/big%20crm`, { as })).status, 404);
});

Deno.test("a saved mapping imports by query, by form and by JSON", async () => {
  const tenant = await createTenant();
  await put(tenant.member, "crm", crm);
  const byQuery = await importCsv(tenant.member, file, { mapping: "@CRM" });
  assertEquals(byQuery.status, 201, `${byQuery}`);
  const form = new FormData();
  form.set("file", new File([file.replaceAll("Oak", "Ash").replaceAll("Elm", "Fir")], "deals.csv"));
  form.set("mapping", "@crm");
  const byForm = await api("POST", "/batch-import/v1/batches", { as: tenant.member, body: form });
  assertEquals(byForm.status, 201, `${byForm}`);
  const rows = [{ "Deal Name": "Yew", Company: "Northwind", Phase: "Closed Won", Sum: "1.234" }];
  const byJson = await api("POST", "/batch-import/v1/batches", {
    as: tenant.member,
    json: { opportunities: rows, mapping: "@crm" },
  });
  assertEquals(byJson.status, 201, `${byJson}`);
  assertEquals(
    (await opportunitiesOf(tenant)).map(({ name, stage, amount }) => [name, stage, amount]),
    ["Ash", "Elm", "Fir", "Oak", "Yew"].map((
      name,
    ) => [name, "won", /Elm|Fir/.test(name) ? "5.50" : "1234.00"]),
  );
});

Deno.test("the request's options override the saved ones", async () => {
  const tenant = await createTenant();
  await put(tenant.member, "crm", crm);
  const english = await importCsv(tenant.member, file.replaceAll("5,5", "5.5").replaceAll("1.234", "1234"), {
    mapping: "@crm",
    formats: '{"number": "1234.56"}',
  });
  assertEquals(english.status, 201, `${english}`);
  assertEquals((await opportunitiesOf(tenant)).map(({ amount }) => amount), ["5.50", "1234.00"]);
});

Deno.test("analyse uses a saved mapping", async () => {
  const { member: as } = await createTenant();
  await put(as, "crm", crm);
  const { data } = await api<{ mapping: unknown; problems: unknown[] }>(
    "POST",
    "/batch-import/v1/analyse?mapping=@crm",
    { as, csv: file },
  );
  assertEquals([data.mapping, data.problems], [crm.mapping, []]);
});

Deno.test("JSON rows with another system's names are mapped; what does not fit is named", async () => {
  const tenant = await createTenant();
  const rows = [
    { "Deal Name": "Oak", Company: "Northwind", Chance: "60 %", Extra: 1 },
    { "Deal Name": "Elm", Company: "Northwind", Chance: "often" },
    5,
  ];
  const mapping = { "Deal Name": "name", Company: "organization", Chance: "probability_percent" };
  const answer = await api<Batch>("POST", "/batch-import/v1/batches", {
    as: tenant.member,
    json: { opportunities: rows, mapping, options: { on_error: "skip", create_missing: ["organizations"] } },
  });
  assertEquals(answer.status, 201, `${answer}`);
  assertEquals(answer.data.unknown_columns, ["Extra"]);
  assertEquals(answer.data.errors.map(({ row, field }) => [row, field]), [[2, "probability_percent"], [
    3,
    null,
  ]]);
  assertEquals(
    (await opportunitiesOf(tenant)).map(({ probability_percent }) => Number(probability_percent)),
    [60],
  );
});

Deno.test("a mapping that cannot be used is refused with the field", async () => {
  const { member: as } = await createTenant();
  const wrong: [unknown, string][] = [
    [{ mapping: { Deal: "title" } }, "'title'"],
    [{ values: { title: {} } }, "values"],
    [{ formats: { number: "1 234.56" } }, "formats.number"],
    [{ options: { dry_run: true } }, "options"],
    [{ mapping: { "\0": "name" } }, "mapping"],
    [{ mapping: { Deal: "name" }, other: 1 }, "other"],
    [{
      mapping: Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`column number ${i}`, "notes"])),
    }, "100000"],
  ];
  for (const [json, words] of wrong) {
    const answer = await put(as, "crm", json);
    assertEquals(answer.status, 422, `${answer}`);
    assertStringIncludes(answer.text, words);
  }
  for (const name of ["@crm", "a/b", "a".repeat(101), "\u200b"]) {
    assertEquals((await put(as, name, {})).status, 422, name);
  }
  const unknown = await importCsv(as, file, { mapping: "@nobody" });
  assertEquals([unknown.status, unknown.error.message], [404, 'No mapping is saved as "nobody"']);
});

Deno.test("a tenant keeps 100 mappings, however many are saved at once", async () => {
  const tenant = await createTenant();
  await withDatabase((sql) =>
    sql`insert into public.import_mappings (client_id, name, mapping, values, formats, options)
      select ${tenant.id}, 'm' || n, '{}', '{}', '{}', '{}' from generate_series(1, 98) n`
  );
  const answers = await Promise.all(Array.from({ length: 6 }, (_, i) => put(tenant.member, `new ${i}`, crm)));
  assertEquals(answers.map(({ status }) => status).sort(), [201, 201, 409, 409, 409, 409]);
  assert(answers.some(({ text }) => text.includes("100 saved mappings")));
  assertEquals((await put(tenant.member, "m1", crm)).status, 200);
});

Deno.test("mappings belong to the tenant and to those who may import, and leave audit entries", async () => {
  const [one, other] = [await createTenant(), await createTenant()];
  await put(one.member, "crm", crm);
  assertEquals((await api("GET", `${path}/crm`, { as: other.owner })).status, 404);
  assertEquals((await api<Mapping[]>("GET", path, { as: other.owner })).data, []);
  assertEquals((await api("DELETE", `${path}/crm`, { as: other.owner })).status, 404);
  assertEquals((await api("GET", path, { as: one.viewer })).status, 403);
  assertEquals((await put(one.viewer, "crm", crm)).status, 403);
  const actions = await withDatabase((sql) =>
    sql<{ action: string }[]>`select action from public.audit_log
      where client_id = ${one.id} and resource = 'import_mappings'`
  );
  assertEquals(actions.map(({ action }) => action), ["insert"]);
});
