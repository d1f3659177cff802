import { assertEquals } from "#assert";
import { addNames, importRows } from "../fixtures/imports.ts";
import { contentOf, promoteUpload, settled, type Upload, upload } from "../fixtures/uploads.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Person, type Tenant } from "../support/tenant.ts";

const file = "external_id,name,organization\nL-1,First,Acme\nL-2,Second,Zenith\n";

/** A tenant whose upload of the file is ready, with what it says then. */
async function ready(options: Record<string, unknown>): Promise<{ tenant: Tenant; id: string }> {
  const tenant = await createTenant();
  await addNames(tenant, "organizations", "Acme", "Zenith");
  const id = await upload(tenant.member, file, { auto_promote: false, options });
  assertEquals((await settled(tenant.member, id)).status, "ready");
  return { tenant, id };
}

async function promoted(as: Person, id: string): Promise<Upload> {
  (await promoteUpload(as, id)).data;
  return await settled(as, id);
}

async function namesOf(tenant: Tenant): Promise<unknown[]> {
  return (await contentOf(tenant)).map(({ external_id, name }) => `${external_id} ${name}`);
}

Deno.test("a row whose organization was deleted after the check is left out of the promote", async () => {
  const { tenant, id } = await ready({ on_error: "skip" });
  await withDatabase((sql) =>
    sql`delete from public.organizations where client_id = ${tenant.id} and name = 'Zenith'`
  );
  const { status, rows_written } = await promoted(tenant.member, id);
  assertEquals([status, rows_written, await namesOf(tenant)], ["completed", 1, ["L-1 First"]]);
});

Deno.test("an upload without a row to leave out fails if its organization was deleted after the check", async () => {
  const { tenant, id } = await ready({ on_error: "abort" });
  await withDatabase((sql) =>
    sql`delete from public.organizations where client_id = ${tenant.id} and name = 'Zenith'`
  );
  const { status, error } = await promoted(tenant.member, id);
  assertEquals([status, error?.code, await namesOf(tenant)], ["failed", "CONFLICT", []]);
});

for (const [on_conflict, expected] of [["skip", "L-2 Meanwhile"], ["update", "L-2 Second"]] as const) {
  Deno.test(`a row that another import created after the check meets on_conflict=${on_conflict}`, async () => {
    const { tenant, id } = await ready({ on_conflict });
    const rows = [{ external_id: "L-2", name: "Meanwhile", organization: "Acme" }];
    assertEquals((await importRows(tenant.admin, rows)).status, 201);
    const { status } = await promoted(tenant.member, id);
    assertEquals([status, (await namesOf(tenant)).toSorted()], ["completed", ["L-1 First", expected]]);
  });
}

Deno.test("a row that was as sent at the check and was changed after it is updated", async () => {
  const { tenant, id } = await ready({ on_conflict: "update" });
  assertEquals((await promoted(tenant.member, id)).rows_written, 2);
  const again = await upload(tenant.member, file, {
    auto_promote: false,
    options: { on_conflict: "update", force: true },
  });
  assertEquals((await settled(tenant.member, again)).unchanged, 2);
  const rows = [{ external_id: "L-1", name: "Changed" }];
  assertEquals((await importRows(tenant.admin, rows, { on_conflict: "update" })).status, 201);
  const { rows_written } = await promoted(tenant.member, again);
  assertEquals([rows_written, await namesOf(tenant)], [1, ["L-1 First", "L-2 Second"]]);
});
