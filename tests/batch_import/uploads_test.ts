import { assertEquals } from "#assert";
import { opportunitiesCsv } from "../../supabase/local/demo/opportunities.ts";
import { importCsv } from "../fixtures/imports.ts";
import { contentOf, settled, upload } from "../fixtures/uploads.ts";
import { createTenant } from "../support/tenant.ts";

const creating = { create_missing: ["organizations", "products"] };

Deno.test("an upload writes the rows that an import of the same file writes", async () => {
  const [small, large] = await Promise.all([createTenant(), createTenant()]);
  const file = opportunitiesCsv(500, 7);
  const batch = (await importCsv(small.member, file, { create_missing: "organizations,products" })).data;
  const done = await settled(large.member, await upload(large.member, file, { options: creating }, 10_001));
  assertEquals([done.status, done.rows_written, done.error], ["completed", batch.created, null]);
  assertEquals(await contentOf(large), await contentOf(small));
});
