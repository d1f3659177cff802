import { assertEquals } from "#assert";
import { importRows } from "../fixtures/imports.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

Deno.test("the list of batches carries no errors and no warnings, a batch carries both", async () => {
  const { member } = await createTenant();
  const failed = await importRows(member, [{ name: "" }]);
  assertEquals(failed.status, 422);
  const path = "/batch-import/v1/batches";
  const list = await api<Record<string, unknown>[]>("GET", path, { as: member });
  assertEquals(list.data.length, 1);
  assertEquals(["errors", "warnings"].filter((field) => field in list.data[0]!), []);
  const batch = await api<{ errors: unknown[]; warnings: unknown[] }>(
    "GET",
    `${path}/${failed.error.batch_id}`,
    {
      as: member,
    },
  );
  assertEquals([batch.data.errors.length > 0, batch.data.warnings.length], [true, 0]);
});
