import { assertEquals, assertStringIncludes } from "#assert";
import { api } from "../support/http.ts";
import { createTenant, signIn } from "../support/tenant.ts";

Deno.test("all callers of a tenant share its rate", async () => {
  const tenant = await createTenant({ settings: { "limits.tenant": 6 } });
  const [viewer, owner] = await Promise.all(
    [tenant.viewer, tenant.owner].map(({ email, password }) => signIn(email, password)),
  );
  const statuses = [];
  for (const as of [viewer, owner, viewer, owner, viewer, owner]) {
    statuses.push((await api("GET", "/teams/v1", { as })).status);
  }
  assertEquals(statuses, Array(6).fill(200));
  const refused = await api("GET", "/teams/v1", { as: owner });
  assertEquals([refused.status, refused.error.code], [429, "RATE_LIMITED"]);
  assertStringIncludes(refused.error.message, "by your tenant");
  const other = await createTenant();
  assertEquals((await api("GET", "/teams/v1", { as: other.viewer })).status, 200);
});
