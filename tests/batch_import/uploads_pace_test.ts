import { assertEquals, assertMatch } from "#assert";
import { beginUpload, putPart } from "../fixtures/uploads.ts";
import { createTenant } from "../support/tenant.ts";

const megabyte = new Uint8Array(1_000_000).fill(97);

Deno.test("all parts of a tenant share its rate, and one that would wait too long is refused", async () => {
  const tenant = await createTenant({ settings: { "limits.upload": 1 } });
  const { id } = (await beginUpload(tenant.member)).data;
  (await putPart(tenant.member, id, 1, megabyte)).data;

  const refused = await putPart(tenant.manager, id, 2, megabyte);
  assertEquals([refused.status, refused.error.code], [429, "RATE_LIMITED"]);
  assertMatch(
    refused.error.message,
    /^More than 1 MB of uploads a minute by your tenant: send fewer parts at once$/,
  );
  assertEquals(refused.headers.get("retry-after"), "5");

  assertEquals((await putPart(tenant.member, id, 2, megabyte.slice(0, 1_000))).status, 200, "it is small");
  const other = await createTenant({ settings: { "limits.upload": 1 } });
  const { id: another } = (await beginUpload(other.member)).data;
  assertEquals((await putPart(other.member, another, 1, megabyte)).status, 200, "another tenant's");
});

Deno.test("parts faster than the rate wait instead of being refused", async () => {
  const { member } = await createTenant({ settings: { "limits.upload": 60 } });
  const { id } = (await beginUpload(member)).data;
  const parts = Array.from({ length: 12 }, (_, i) => putPart(member, id, i + 1, megabyte));
  assertEquals((await Promise.all(parts)).map(({ status }) => status), Array(12).fill(200));
});
