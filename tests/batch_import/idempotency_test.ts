import { assert, assertEquals } from "#assert";
import { countsOf, importCsv, importRows } from "../fixtures/imports.ts";
import { opportunities, opportunitiesCsv } from "../../supabase/local/demo/opportunities.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

const all = { create_missing: ["organizations", "products"] };
const path = "/batch-import/v1/batches?create_missing=organizations,products";

Deno.test("the same key and body get the stored answer again", async () => {
  const tenant = await createTenant();
  const first = await importRows(tenant.member, opportunities(3, 1), all, { key: "one" });
  const again = await importRows(tenant.member, opportunities(3, 1), all, { key: "one" });
  assertEquals([first.status, again.status], [201, 201], `${again}`);
  assertEquals(again.data, first.data);
  assertEquals([first, again].map(({ headers }) => headers.get("idempotency-replayed")), [null, "true"]);
  assertEquals(await countsOf(tenant), { opportunities: 3, batches: 1 });
});

Deno.test("a refused import is replayed too, with the batch of the first request", async () => {
  const tenant = await createTenant();
  const first = await importRows(tenant.member, [{ name: "A" }], {}, { key: "one" });
  const again = await importRows(tenant.member, [{ name: "A" }], {}, { key: "one" });
  assertEquals([first.status, again.status], [422, 422]);
  assertEquals([again.error.batch_id, again.error.details], [first.error.batch_id, first.error.details]);
  assertEquals(again.headers.get("idempotency-replayed"), "true");
  assertEquals((await countsOf(tenant)).batches, 1);
});

Deno.test("the same key with another body is refused", async () => {
  const tenant = await createTenant();
  await importRows(tenant.member, opportunities(3, 1), all, { key: "one" });
  for (
    const [rows, options] of [[opportunities(3, 2), all], [opportunities(3, 1), {
      ...all,
      force: true,
    }]] as const
  ) {
    const answer = await importRows(tenant.member, [...rows], options, { key: "one" });
    assertEquals([answer.status, answer.error.code], [409, "IDEMPOTENCY_KEY_REUSED"], `${answer}`);
  }
  assertEquals((await countsOf(tenant)).batches, 1);
});

Deno.test("the same key from another user is another request", async () => {
  const tenant = await createTenant();
  const mine = await importRows(tenant.member, opportunities(1, 1), all, { key: "one" });
  const theirs = await importRows(tenant.admin, opportunities(1, 2), all, { key: "one" });
  assertEquals([mine.status, theirs.status], [201, 201]);
  assert(mine.data.id !== theirs.data.id);
});

Deno.test("100 equal requests at once with one key create one batch", async () => {
  const tenant = await createTenant();
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => importRows(tenant.member, opportunities(5, 1), all, { key: "one" })),
  );
  assertEquals(
    new Set(answers.map(({ status }) => status)),
    new Set([201]),
    `${answers.find((a) => a.status !== 201)}`,
  );
  assertEquals(new Set(answers.map(({ data }) => data.id)).size, 1);
  assertEquals(await countsOf(tenant), { opportunities: 5, batches: 1 });
});

Deno.test("a key works for CSV", async () => {
  const tenant = await createTenant();
  const post = () => api("POST", path, { as: tenant.member, csv: opportunitiesCsv(3, 1), key: "one" });
  const [first, again] = [await post(), await post()];
  assertEquals([first.status, again.status, again.text === first.text], [201, 201, true], `${again}`);
  assertEquals(
    (await importCsv(tenant.member, opportunitiesCsv(3, 1), { create_missing: "products" })).status,
    409,
  );
});

Deno.test("a key that is too long, empty or not ASCII is refused", async () => {
  const tenant = await createTenant();
  for (const key of ["a".repeat(256), "é"]) {
    const answer = await importRows(tenant.member, opportunities(1, 1), all, { key });
    assertEquals([answer.status, answer.error.code], [400, "BAD_REQUEST"]);
  }
  assertEquals(
    (await importRows(tenant.member, opportunities(1, 1), all, { key: "a".repeat(255) })).status,
    201,
  );
});
