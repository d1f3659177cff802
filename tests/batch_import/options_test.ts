import { assertEquals } from "#assert";
import { addNames, type Batch, importRows, opportunitiesOf } from "../fixtures/imports.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

const known = { external_id: "K", name: "K", organization: "Northwind", amount: "1.00", notes: "first" };
const same = { external_id: "S", name: "S", organization: "Northwind", amount: "1.00" };
const rows = [
  { external_id: "K", name: "K", organization: "Northwind", amount: "2.00" },
  same,
  { external_id: "N", name: "N", organization: "Northwind" },
];
const bad = { external_id: "B", name: "B", organization: "Northwind", probability_percent: 140 };

async function tenantWithKnownRows(): Promise<Tenant> {
  const tenant = await createTenant();
  await addNames(tenant, "organizations", "Northwind");
  assertEquals((await importRows(tenant.member, [known, same])).status, 201);
  return tenant;
}

type Counts = Pick<Batch, "status" | "created" | "updated" | "unchanged" | "skipped" | "failed_records">;

interface Case {
  on_error: "abort" | "skip";
  on_conflict: "error" | "skip" | "update";
  sent: unknown[];
  /** The batch's counts, or null if nothing is written. */
  expected: Counts | null;
  /** [row, field] of each error. */
  errors: [number, string][];
  /** Names and amounts after the import. */
  kept: [string, string | null][];
}

const unchanged: Case["kept"] = [["K", "1.00"], ["S", "1.00"]];
const conflicts: Case["errors"] = [[1, "external_id"], [2, "external_id"]];
const badRow: Case["errors"] = [[4, "probability_percent"]];
const none = { created: 0, updated: 0, unchanged: 0, skipped: 0, failed_records: 0 };
const withNew: Case["kept"] = [["K", "1.00"], ["N", null], ["S", "1.00"]];
const withUpdate: Case["kept"] = [["K", "2.00"], ["N", null], ["S", "1.00"]];
const done = { ...none, status: "completed" } as const;

const cases: Case[] = [
  { on_error: "abort", on_conflict: "error", sent: rows, expected: null, errors: conflicts, kept: unchanged },
  {
    on_error: "abort",
    on_conflict: "skip",
    sent: rows,
    expected: { ...done, created: 1, skipped: 2 },
    errors: [],
    kept: withNew,
  },
  {
    on_error: "abort",
    on_conflict: "update",
    sent: rows,
    expected: { ...done, created: 1, updated: 1, unchanged: 1 },
    errors: [],
    kept: withUpdate,
  },
  {
    on_error: "abort",
    on_conflict: "update",
    sent: [...rows, bad],
    expected: null,
    errors: badRow,
    kept: unchanged,
  },
  {
    on_error: "skip",
    on_conflict: "error",
    sent: [...rows, bad],
    expected: { ...done, created: 1, failed_records: 3 },
    errors: [...conflicts, ...badRow],
    kept: withNew,
  },
  {
    on_error: "skip",
    on_conflict: "skip",
    sent: [...rows, bad],
    expected: { ...done, created: 1, skipped: 2, failed_records: 1 },
    errors: badRow,
    kept: withNew,
  },
  {
    on_error: "skip",
    on_conflict: "update",
    sent: [...rows, bad],
    expected: { ...done, created: 1, updated: 1, unchanged: 1, failed_records: 1 },
    errors: badRow,
    kept: withUpdate,
  },
  {
    on_error: "skip",
    on_conflict: "error",
    sent: [same],
    expected: null,
    errors: [[1, "external_id"]],
    kept: unchanged,
  },
];

for (const { on_error, on_conflict, sent, expected, errors, kept } of cases) {
  const outcome = expected ? "is written" : "is refused";
  Deno.test(`${sent.length} rows with on_error=${on_error} and on_conflict=${on_conflict}: the batch ${outcome}`, async () => {
    const tenant = await tenantWithKnownRows();
    const answer = await importRows(tenant.member, sent, { on_error, on_conflict });
    assertEquals(answer.status, expected ? 201 : 422, `${answer}`);
    if (expected) {
      const { status, created, updated, unchanged, skipped, failed_records } = answer.data;
      assertEquals({ status, created, updated, unchanged, skipped, failed_records }, expected);
      assertEquals(answer.data.successful_records + failed_records, answer.data.total_records);
    }
    const found = expected ? answer.data.errors : answer.error.details;
    assertEquals<unknown>(found?.map(({ row, field }) => [row, field]), errors);
    assertEquals<unknown>((await opportunitiesOf(tenant)).map(({ name, amount }) => [name, amount]), kept);
  });
}

Deno.test("an update keeps fields that the row leaves out", async () => {
  const tenant = await tenantWithKnownRows();
  await importRows(tenant.member, rows, { on_conflict: "update" });
  const [row] = await opportunitiesOf(tenant);
  assertEquals([row?.amount, row?.notes], ["2.00", "first"]);
});
