import { assertEquals } from "#assert";
import { settled, upload } from "../fixtures/uploads.ts";
import { createTenant } from "../support/tenant.ts";

const options = { on_error: "skip", create_missing: ["organizations"] };

Deno.test("a file that changes its encoding in the middle has an error in each row that cannot be read", async () => {
  const { member } = await createTenant();
  const rows = (from: number) =>
    Array.from({ length: 50 }, (_, row) => `C-${from + row},Café ${from + row},Acme\n`).join("");
  const western = Uint8Array.from(rows(50), (letter) => letter.charCodeAt(0));
  const utf8 = new TextEncoder().encode(`external_id,name,organization\n${rows(0)}`);
  const file = new Uint8Array([...utf8, ...western]);
  const done = await settled(member, await upload(member, file, { options }, 333));
  assertEquals([done.status, done.rows_good, done.rows_bad], ["completed", 50, 50]);
  assertEquals(done.errors_by_kind, [{ field: "name", code: "characters", count: 50, first_row: 51 }]);
});
