import { assertEquals, assertGreater } from "#assert";
import { createTenant } from "../support/tenant.ts";
import { assertExactly, Importers, importUntilAcknowledged, postRows, rowsFor } from "./importers.ts";
import { delay } from "../support/eventually.ts";
import { holdImports, killFunction } from "./parts.ts";

Deno.test("imports survive a kill of their function at any moment", async () => {
  await using importers = await Importers.start();
  await importers.progress();
  for (let kill = 0; kill < 15; kill++) {
    await delay(Math.random() * 300); // the moment of an import is what is random here
    await killFunction("batch-import");
  }
  await importers.progress();
  await importers.finish();
  assertGreater(importers.refused, 0, "no kill hit a request");
});

Deno.test("a retry after the function was killed during the import finds the same import", async () => {
  const { member, ...tenant } = await createTenant();
  const rows = rowsFor("one", 50);
  let retry: Promise<unknown>;
  {
    await using held = await holdImports();
    const first = postRows(member, "one", rows);
    await held.waiting();
    await killFunction("batch-import");
    assertEquals((await first).error.code, "SERVICE_UNAVAILABLE");
    retry = importUntilAcknowledged(member, "one", rows);
  }
  await retry;
  await assertExactly(tenant, [{ key: "one", rows: 50 }]);
});

Deno.test("50 equal requests with one key create one batch even if the function is killed", async () => {
  const { member, ...tenant } = await createTenant();
  const rows = rowsFor("one", 50);
  let requests: Promise<{ id: string }>[];
  {
    await using held = await holdImports();
    requests = Array.from({ length: 50 }, () => importUntilAcknowledged(member, "one", rows));
    await held.waiting();
    await killFunction("batch-import");
  }
  assertEquals(new Set((await Promise.all(requests)).map(({ id }) => id)).size, 1);
  await assertExactly(tenant, [{ key: "one", rows: 50 }]);
});
