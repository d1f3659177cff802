import { assertEquals } from "#assert";
import { opportunitiesCsv } from "../../supabase/local/demo/opportunities.ts";
import { countsOf } from "../fixtures/imports.ts";
import { cancelUpload, settled, upload } from "../fixtures/uploads.ts";
import { createTenant } from "../support/tenant.ts";
import {
  killAtAnyMoment,
  type Killer,
  killers,
  killInEachStep,
  undisturbed,
  withShortLeases,
} from "./uploads.ts";

for (const killer of Object.keys(killers) as Killer[]) {
  Deno.test(`an upload whose ${killer} is killed in each step and at any moment has the same rows, once`, async () => {
    await withShortLeases(async () => {
      const expected = await undisturbed();
      await killInEachStep(killer, expected);
      await killAtAnyMoment(killer, 2, expected);
    });
  });
}

Deno.test("uploads that are cancelled at any moment have written everything or nothing", async () => {
  const tenant = await createTenant();
  const file = opportunitiesCsv(4_000, 77);
  const options = { create_missing: ["organizations", "products"], on_conflict: "skip", force: true };
  const outcomes = await Promise.all([tenant.member, tenant.manager, tenant.admin].map(async (as, index) => {
    const id = await upload(as, file, { options });
    await new Promise((resolve) => setTimeout(resolve, index * 400 + Math.random() * 400));
    const answers = await Promise.all([cancelUpload(as, id), cancelUpload(as, id)]);
    const { status, rows_written } = await settled(as, id);
    assertEquals(answers.map((answer) => answer.status), status === "cancelled" ? [200, 200] : [409, 409]);
    return { status, rows_written };
  }));
  const written = outcomes.filter(({ status }) => status === "completed");
  const rows = written.reduce((sum, { rows_written }) => sum + rows_written, 0);
  assertEquals(await countsOf(tenant), { opportunities: rows, batches: written.length });
  assertEquals(rows, written.length > 0 ? 4_000 : 0);
});
