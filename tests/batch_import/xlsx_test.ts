import { assertEquals, assertStringIncludes } from "#assert";
import { type Batch, countsOf, opportunitiesOf } from "../fixtures/imports.ts";
import { type Cell, spreadsheet } from "../fixtures/spreadsheets.ts";
import { type Answer, api } from "../support/http.ts";
import { createTenant, type Person } from "../support/tenant.ts";

const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const rows: Cell[][] = [
  ["Name", "Organization", "Amount", "Expected close date", "Probability percent"],
  ["Café", "Björk", 1234.5, { value: 46387, style: "date" }, { value: 0.6, style: "percent" }],
  [],
  ["Elm", "Northwind", "1.234,50 €", { value: 46388.5, style: "moment" }, 75],
];
const file = spreadsheet({ sheets: { Deals: rows, "Other deals": [["name"], ["Yew"]] } });

function send<T = Batch>(
  as: Person,
  body: Uint8Array<ArrayBuffer>,
  parameters: Record<string, string> = {},
  contentType = type,
): Promise<Answer<T>> {
  const query = new URLSearchParams({ create_missing: "organizations", ...parameters });
  const headers = { "content-type": contentType };
  return api<T>("POST", `/batch-import/v1/batches?${query}`, { as, body, headers });
}

const imported = [["Café", "1234.50", "60.00"], ["Elm", "1234.50", "75.00"]];

Deno.test("a spreadsheet is imported by its content type, by its bytes as .csv, and from a form", async () => {
  for (const contentType of [type, "text/csv"]) {
    const tenant = await createTenant();
    const answer = await send(tenant.member, file, {}, contentType);
    assertEquals(answer.status, 201, `${answer}`);
    assertEquals(
      (await opportunitiesOf(tenant)).map((row) => [row.name, row.amount, row.probability_percent]),
      imported,
    );
  }
  const tenant = await createTenant();
  const form = new FormData();
  form.set("file", new File([file], "deals.csv", { type: "text/csv" }));
  form.set("create_missing", "organizations");
  const answer = await api<Batch>("POST", "/batch-import/v1/batches", { as: tenant.member, body: form });
  assertEquals([answer.status, answer.data.created], [201, 2], `${answer}`);
});

Deno.test("an error names the row of the sheet, and the error file corrects it", async () => {
  const { member } = await createTenant();
  const bad = spreadsheet({ sheets: { Deals: [...rows, ["Oak", "Northwind", "many"]] } });
  const answer = await send(member, bad);
  assertEquals(answer.error.details?.map(({ row, line, field }) => [row, line, field]), [[3, 5, "amount"]]);
  const path = `/batch-import/v1/batches/${answer.error.batch_id}/errors.csv`;
  const { text } = await api("GET", path, { as: member });
  assertStringIncludes(text, "Oak,Northwind,many");
});

Deno.test("an unknown sheet is refused with the names of the sheets, a known one is read", async () => {
  const tenant = await createTenant();
  const unknown = await send(tenant.member, file, { sheet: "Leads" });
  assertEquals(unknown.status, 422);
  assertStringIncludes(unknown.error.message, "'Deals', 'Other deals'");
  const other = await send(tenant.member, file, { sheet: "other deals" });
  assertEquals(other.error.details?.map(({ field }) => field), ["organization"]);
  assertEquals((await countsOf(tenant)).opportunities, 0);
});

Deno.test("a spreadsheet is analysed like a CSV file", async () => {
  const { member: as } = await createTenant();
  const { data } = await api<{ delimiter: null; mapping: unknown; rows: number; problems: unknown[] }>(
    "POST",
    "/batch-import/v1/analyse?sheet=1",
    { as, body: file, headers: { "content-type": type } },
  );
  assertEquals([data.delimiter, data.mapping, data.rows, data.problems], [null, {}, 2, []]);
});

Deno.test("calls can be recorded from a spreadsheet", async () => {
  const { manager, member } = await createTenant();
  const agent = await api("POST", "/agents/v1", {
    as: manager,
    json: { name: "Ada", kind: "human", capabilities: [] },
  });
  assertEquals(agent.status, 201, `${agent}`);
  const calls = spreadsheet({
    sheets: {
      Calls: [["external_id", "agent", "outcome", "resolved", "handling_seconds", "started_at"], [
        1001,
        "Ada",
        "Successful",
        true,
        { value: 143 / 86_400, style: "time" },
        "2026-11-01T09:30:00Z",
      ]],
    },
  });
  const answer = await api<{ created: number }>("POST", "/aggregation/v1/calls", {
    as: member,
    body: calls,
    headers: { "content-type": type },
  });
  assertEquals([answer.status, answer.data.created], [201, 1], `${answer}`);
});
