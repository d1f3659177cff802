import { assertEquals } from "#assert";
import { type Batch, countsOf, importRows, opportunitiesOf } from "../fixtures/imports.ts";
import { opportunities } from "../../supabase/local/demo/opportunities.ts";
import { api } from "../support/http.ts";
import { delay } from "../support/eventually.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Person, type Tenant } from "../support/tenant.ts";

interface Rollback {
  batch: Batch;
  deleted: number;
  restored: number;
  kept: { opportunity_id: string; external_id: string | null; reason: string }[];
  organizations_deleted: number;
  products_deleted: number;
}

const all = { create_missing: ["organizations", "products"] };
const row = (external_id: string, organization: string, amount: string) => ({
  external_id,
  name: external_id,
  organization,
  amount,
});

function rollBack(as: Person, id: string) {
  return api<Rollback>("POST", `/batch-import/v1/batches/${id}/rollback`, { as });
}

async function amountsOf(tenant: Tenant): Promise<unknown[]> {
  return (await opportunitiesOf(tenant)).map(({ name, amount }) => `${name} ${amount}`);
}

async function editByHand(tenant: Tenant, name: string): Promise<void> {
  await withDatabase((sql) =>
    sql`update public.opportunities set amount = 99 where client_id = ${tenant.id} and name = ${name}`
  );
}

Deno.test("a rollback deletes what the batch created, including names that nothing else uses", async () => {
  const tenant = await createTenant();
  await importRows(tenant.member, [row("A", "Shared", "1")], all);
  const second = [row("B", "Shared", "2"), { ...row("C", "Own", "3"), product: "Own" }];
  const batch = (await importRows(tenant.member, second, all)).data;
  const answer = await rollBack(tenant.member, batch.id);
  assertEquals(answer.status, 200, `${answer}`);
  const { deleted, restored, kept, organizations_deleted, products_deleted } = answer.data;
  assertEquals([deleted, restored, kept, organizations_deleted, products_deleted], [2, 0, [], 1, 1]);
  assertEquals(answer.data.batch.status, "rolled_back");
  assertEquals(await amountsOf(tenant), ["A 1.00"]);
});

Deno.test("a rollback restores what the batch updated", async () => {
  const tenant = await createTenant();
  const first = [row("A", "Northwind", "1"), row("B", "Northwind", "1")];
  await importRows(tenant.member, first, all);
  const before = await opportunitiesOf(tenant);
  const changed = [row("A", "Elsewhere", "2"), row("B", "Northwind", "1"), row("C", "Northwind", "2")];
  const batch = (await importRows(tenant.member, changed, { ...all, on_conflict: "update" })).data;
  const answer = await rollBack(tenant.manager, batch.id);
  assertEquals(
    [answer.data.deleted, answer.data.restored, answer.data.organizations_deleted],
    [1, 1, 1],
    `${answer}`,
  );
  assertEquals(await opportunitiesOf(tenant), before);
});

Deno.test("rows edited since stay as they are and are listed", async () => {
  const tenant = await createTenant();
  await importRows(tenant.member, [row("A", "Northwind", "1"), row("B", "Northwind", "1")], all);
  const changed = ["A", "B", "C", "D"].map((id) => row(id, "Northwind", "2"));
  const batch = (await importRows(tenant.member, changed, { on_conflict: "update" })).data;
  await editByHand(tenant, "A");
  await editByHand(tenant, "C");
  const answer = await rollBack(tenant.member, batch.id);
  assertEquals([answer.data.deleted, answer.data.restored], [1, 1], `${answer}`);
  assertEquals(answer.data.kept.map(({ external_id, reason }) => [external_id, reason]), [
    ["A", "edited since the import"],
    ["C", "edited since the import"],
  ]);
  assertEquals(await amountsOf(tenant), ["A 99.00", "B 1.00", "C 99.00"]);
});

Deno.test("two updates can be rolled back one after the other", async () => {
  const tenant = await createTenant();
  await importRows(tenant.member, [row("A", "Northwind", "1")], all);
  const update = async (amount: string) =>
    (await importRows(tenant.member, [row("A", "Northwind", amount)], { on_conflict: "update" })).data.id;
  const [second, third] = [await update("2"), await update("3")];
  assertEquals((await rollBack(tenant.member, third)).data.restored, 1);
  assertEquals(await amountsOf(tenant), ["A 2.00"]);
  assertEquals((await rollBack(tenant.member, second)).data.restored, 1);
  assertEquals(await amountsOf(tenant), ["A 1.00"]);
});

Deno.test("only a completed batch can be rolled back, and only once even if asked many times at once", async () => {
  const tenant = await createTenant();
  const failed = String((await importRows(tenant.member, [{ name: "A" }])).error.batch_id);
  assertEquals((await rollBack(tenant.member, failed)).status, 409);

  const batch = (await importRows(tenant.member, opportunities(20, 1), all)).data;
  const answers = await Promise.all(Array.from({ length: 5 }, () => rollBack(tenant.member, batch.id)));
  assertEquals(answers.map(({ status }) => status).sort(), [200, 409, 409, 409, 409]);
  const again = await rollBack(tenant.member, batch.id);
  assertEquals([again.status, again.error.code], [409, "BATCH_ALREADY_ROLLED_BACK"]);
  assertEquals((await countsOf(tenant)).opportunities, 0);
});

Deno.test("a viewer cannot roll back a batch", async () => {
  const tenant = await createTenant();
  const batch = (await importRows(tenant.member, opportunities(1, 1), all)).data;
  assertEquals((await rollBack(tenant.viewer, batch.id)).status, 403);
  assertEquals((await countsOf(tenant)).opportunities, 1);
});

Deno.test("a rollback keeps an organization that the rollback of a later batch gives back", async () => {
  const tenant = await createTenant();
  const first = await importRows(tenant.owner, [row("a", "Old", "1")], all);
  const second = await importRows(tenant.owner, [row("a", "New", "2")], { ...all, on_conflict: "update" });
  const outcome = (await rollBack(tenant.owner, first.data.id)).data;
  assertEquals([outcome.organizations_deleted, outcome.kept.length], [0, 1]);
  const later = await rollBack(tenant.owner, second.data.id);
  assertEquals([later.status, later.data.restored, later.data.organizations_deleted], [200, 1, 1]);
  assertEquals(await amountsOf(tenant), ["a 1.00"]);
});

Deno.test("a rollback may take longer than other calls: it waits 10 s for a row that is locked", async () => {
  const tenant = await createTenant();
  const batch = (await importRows(tenant.member, [row("A", "Shared", "1")], all)).data;
  const answer = await withDatabase((sql) =>
    sql.begin(async (tx) => {
      await tx`select from public.opportunities where client_id = ${tenant.id} for update`;
      const answer = rollBack(tenant.member, batch.id);
      await delay(10_000);
      return [answer];
    })
  );
  assertEquals((await answer[0]!).data.deleted, 1);
});

Deno.test("beside two large imports that are written or taken back, a third has to wait", async () => {
  const tenant = await createTenant();
  const batch = (await importRows(tenant.member, [row("A", "Shared", "1")], all)).data;
  await withDatabase((sql) =>
    sql`update public.opportunity_batches set (total_records, successful_records, created) = (100001, 100001, 100001)
      where id = ${batch.id}`
  );
  await withDatabase((sql) =>
    sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtext('promote'), n) from generate_series(1, 2) n`;
      const answer = await rollBack(tenant.member, batch.id);
      assertEquals([answer.status, answer.headers.get("retry-after")], [429, "30"]);
    })
  );
  assertEquals((await rollBack(tenant.member, batch.id)).status, 200);
});
