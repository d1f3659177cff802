import { assert, assertEquals, assertStringIncludes } from "#assert";
import { addNames, type Batch, countsOf, importCsv } from "../fixtures/imports.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

/** A public CRM export (Maven Analytics, "CRM Sales Opportunities"), which the project does not carry. */
const folder = new URL("../../../shared/data/crm/", import.meta.url);
const pipelineFile = new URL("sales_pipeline_first_3000.csv", folder);
const ignore = await Deno.stat(pipelineFile).then(() => false, () => true);

const pipelineOptions = {
  mapping: JSON.stringify({
    opportunity_id: ["external_id", "name"],
    sales_agent: "deal_owner",
    account: "organization",
    deal_stage: "stage",
    close_date: "expected_close_date",
    close_value: "amount",
  }),
  values: JSON.stringify({
    stage: { Prospecting: "prospecting", Engaging: "engaging", Won: "won", Lost: "lost" },
    product: { GTXPro: "GTX Pro" },
  }),
  on_error: "skip",
};

async function linesOf(file: string): Promise<{ header: string; lines: string[] }> {
  const [header = "", ...lines] = (await Deno.readTextFile(new URL(file, folder))).trim().split(/\r?\n/);
  return { header, lines };
}

/** Imports each account as a deal of the same name, which creates its organization. */
async function importAccounts(tenant: Tenant): Promise<Batch> {
  const { header, lines } = await linesOf("accounts.csv");
  const answer = await importCsv(tenant.manager, [header, ...lines].join("\n"), {
    mapping: '{"account": ["organization", "name"]}',
    create_missing: "organizations",
  });
  assertEquals(answer.status, 201, `${answer}`);
  return answer.data;
}

async function addProducts(tenant: Tenant): Promise<void> {
  const { lines } = await linesOf("products.csv");
  await addNames(tenant, "products", ...lines.map((line) => line.split(",")[0]!));
}

Deno.test({
  name: "the accounts of a real CRM can be imported as organizations",
  ignore,
  fn: async () => {
    const tenant = await createTenant();
    const batch = await importAccounts(tenant);
    assertEquals([batch.created, batch.failed_records], [85, 0]);
    const known = ["sector", "year_established", "revenue", "employees", "office_location", "subsidiary_of"];
    assertEquals(batch.unknown_columns, known);
    const [{ count }] = await withDatabase((sql) =>
      sql<[{ count: number }]>`select count(*)::int from public.organizations where client_id = ${tenant.id}`
    );
    assertEquals(count, 85);
  },
});

Deno.test({
  name:
    "a real pipeline imports 500 rows a batch; rows without account are reported, and import when corrected",
  ignore,
  fn: async () => {
    const tenant = await createTenant();
    await importAccounts(tenant);
    await addProducts(tenant);
    const { header, lines } = await linesOf("sales_pipeline_first_3000.csv");

    let missing = 0;
    for (let start = 0; start < lines.length; start += 500) {
      const part = lines.slice(start, start + 500);
      const answer = await importCsv(tenant.member, [header, ...part].join("\n"), pipelineOptions);
      assertEquals(answer.status, 201, `${answer}`);
      const withoutAccount = part.flatMap((line, i) => line.split(",")[3] === "" ? [i + 1] : []);
      assertEquals(
        answer.data.errors.map(({ row, field, code }) => [row, field, code]),
        withoutAccount.map((row) => [row, "organization", "required"]),
      );
      assertEquals(answer.data.unknown_columns, ["engage_date"]);
      missing += withoutAccount.length;
      if (withoutAccount.length > 0) await importCorrected(tenant, answer.data);
    }
    assert(missing > 300);
    assertEquals((await countsOf(tenant)).opportunities, 85 + lines.length);
  },
});

async function importCorrected(tenant: Tenant, batch: Batch): Promise<void> {
  const { text } = await api("GET", `/batch-import/v1/batches/${batch.id}/errors.csv`, { as: tenant.member });
  const [header = "", ...lines] = text.trim().split("\n");
  assertEquals(lines.length, batch.failed_records);
  assertStringIncludes(header, "close_value,error");
  const corrected = lines.map((line) => line.split(",").with(3, "Cancity").join(","));
  const answer = await importCsv(tenant.member, [header, ...corrected].join("\n"), pipelineOptions);
  assertEquals([answer.status, answer.data.created, answer.data.failed_records], [
    201,
    batch.failed_records,
    0,
  ], `${answer}`);
}

Deno.test({
  name: "a product that the real pipeline spells differently is reported with a suggestion",
  ignore,
  fn: async () => {
    const tenant = await createTenant();
    await importAccounts(tenant);
    await addProducts(tenant);
    const { header, lines } = await linesOf("sales_pipeline_first_3000.csv");
    const answer = await importCsv(tenant.member, [header, ...lines.slice(0, 500)].join("\n"), {
      ...pipelineOptions,
      values: JSON.stringify({ stage: JSON.parse(pipelineOptions.values).stage }),
    });
    const products = answer.data.errors.filter(({ field }) => field === "product");
    assert(products.length > 50);
    for (const { message } of products) assertStringIncludes(message, "did you mean 'GTX Pro'?");
  },
});
