import { assertEquals } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { Secret, TOTP } from "otpauth";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { client, createTenant } from "../support/tenant.ts";

Deno.test("after the policy began a user is refused until they show a second factor", async () => {
  const tenant = await createTenant();
  const put = (as: { token: string }, key: string, value: unknown) =>
    api("PUT", `/settings/v1/${key}`, { as, json: { value } });
  await put(tenant.admin, "security.mfa_grace_days", 0);
  const json = { name: "Machine", scopes: ["teams:read"] };
  const { key } = (await api<{ key: string }>("POST", "/api-keys/v1", { as: tenant.owner, json })).data;
  assertEquals((await put(tenant.admin, "security.require_mfa", true)).status, 200);
  for (const path of ["/teams/v1", "/jobs/v1", "/accounts/v1/current", "/batch-import/v1/batches"]) {
    const refused = await api("GET", path, { as: tenant.owner });
    assertEquals([refused.status, refused.error.code], [403, "MFA_REQUIRED"], path);
  }
  assertEquals((await client(tenant.owner).from("clients").select("id")).data, []);
  assertEquals((await api("GET", "/teams/v1", { as: key })).status, 200);
  const mine = await api<Schemas["Membership"][]>("GET", "/accounts/v1", { as: tenant.owner });
  assertEquals(mine.data.map(({ id }) => id), [tenant.id]);

  const supabase = client(stack.publishableKey);
  await supabase.auth.signInWithPassword(tenant.owner);
  const { data: factor } = await supabase.auth.mfa.enroll({ factorType: "totp" });
  if (factor?.type !== "totp") throw new Error("no factor was enrolled");
  const code = new TOTP({ secret: Secret.fromBase32(factor.totp.secret) }).generate();
  const verified = await supabase.auth.mfa.challengeAndVerify({ factorId: factor.id, code });
  const as = { token: verified.data!.access_token };
  assertEquals((await api("GET", "/teams/v1", { as })).status, 200);

  const policy = (await api<Schemas["SignInPolicy"]>("GET", "/accounts/v1/security", { as })).data;
  assertEquals([policy.require_mfa, policy.members, policy.members_without_mfa], [true, 5, 4]);
  assertEquals(Date.parse(policy.mfa_required_from!) <= Date.now(), true);
  assertEquals(policy.without_mfa.map(({ role }) => role), ["admin", "manager", "member", "viewer"]);
  const members = (await api<Schemas["AccountMember"][]>("GET", "/accounts/v1/members", { as })).data;
  assertEquals(members.filter(({ mfa }) => mfa).map(({ role }) => role), ["owner"]);
});
