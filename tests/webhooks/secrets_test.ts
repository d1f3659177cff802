import { assertEquals, assertRejects } from "#assert";
import { seal } from "../../shared/data/encryption.ts";
import { openAll, ownerOf } from "../../functions/webhooks/secrets.ts";
import { useStack } from "../support/in_process.ts";

const tenant = "00000000-0000-4000-8000-0000000000c1";
const otherTenant = "00000000-0000-4000-8000-0000000000c2";
const id = "00000000-0000-4000-8000-0000000000e1";
const otherId = "00000000-0000-4000-8000-0000000000e2";

Deno.test("a cached secret does not open for another tenant, kind or endpoint", async (t) => {
  useStack({ CREDENTIAL_KEYS: `a:${btoa("a".repeat(32))}` });
  const owner = ownerOf("webhook_endpoint", tenant, id);
  const sealed = [await seal("whsec_warm", owner)];
  assertEquals(await openAll(sealed, owner), ["whsec_warm"]);

  const others = {
    "another tenant": ownerOf("webhook_endpoint", otherTenant, id),
    "another kind": ownerOf("webhook_source", tenant, id),
    "another endpoint": ownerOf("webhook_endpoint", tenant, otherId),
  };
  for (const [name, other] of Object.entries(others)) {
    await t.step(name, async () => {
      await assertRejects(() => openAll(sealed, other));
    });
  }
  assertEquals(await openAll(sealed, owner), ["whsec_warm"]);
});
