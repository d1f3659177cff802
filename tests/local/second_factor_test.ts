/**
 * Second factors as auth-js uses them.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import type { SupabaseClient } from "@supabase/supabase-js";
import { Secret, TOTP } from "otpauth";
import { stack } from "../support/env.ts";
import { claimsOf } from "../support/sql.ts";
import { client, createUser } from "../support/tenant.ts";

/** The code that an authenticator app shows for the secret at this moment. */
const codeOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate();

/** A user who is signed in, and a factor of theirs that they have not verified yet. */
async function enrolled() {
  const user = await createUser(`${crypto.randomUUID()}@local.test`);
  const supabase = client(stack.publishableKey);
  const signedIn = await supabase.auth.signInWithPassword(user);
  const enrolment = await supabase.auth.mfa.enroll({ factorType: "totp", friendlyName: "Phone" });
  assert(enrolment.data?.type === "totp", `${enrolment.error}`);
  return { ...user, supabase, token: signedIn.data.session!.access_token, factor: enrolment.data };
}

const levelOf = async ({ auth }: SupabaseClient) => (await auth.mfa.getAuthenticatorAssuranceLevel()).data;

Deno.test("a code of an enrolled app raises the session to aal2, and a wrong one does not", async () => {
  const { supabase, factor } = await enrolled();
  const { auth } = supabase;
  assert(factor.totp.qr_code.startsWith("data:image/svg+xml;utf-8,<svg"));
  assert(factor.totp.uri.startsWith("otpauth://totp/"));
  assertEquals((await auth.mfa.listFactors()).data?.all.map(({ status }) => status), ["unverified"]);

  const factorId = factor.id;
  const challenge = (await auth.mfa.challenge({ factorId })).data!;
  assert(challenge.expires_at > Date.now() / 1000);
  const code = codeOf(factor.totp.secret);
  const wrong = code === "000000" ? "111111" : "000000";
  const refused = await auth.mfa.verify({ factorId, challengeId: challenge.id, code: wrong });
  assertEquals([refused.error?.status, refused.error?.code], [422, "mfa_verification_failed"]);
  const verified = await auth.mfa.verify({ factorId, challengeId: challenge.id, code });
  assertEquals(verified.error, null);
  const again = await auth.mfa.verify({ factorId, challengeId: challenge.id, code });
  assertEquals(again.error?.code, "mfa_challenge_expired");

  const claims = claimsOf(verified.data!.access_token);
  assertEquals(claims.aal, "aal2");
  assertEquals((claims.amr as { method: string }[]).map(({ method }) => method), ["totp", "password"]);
  const level = await levelOf(supabase);
  assertEquals([level?.currentLevel, level?.nextLevel], ["aal2", "aal2"]);
  assertEquals((await auth.mfa.listFactors()).data?.totp.map(({ friendly_name }) => friendly_name), [
    "Phone",
  ]);
  const refreshed = await auth.refreshSession();
  assertEquals(claimsOf(refreshed.data.session!.access_token).aal, "aal2");
});

Deno.test("a verified factor ends the sessions below it, and a later sign-in must show it again", async () => {
  const { supabase, factor, token, ...user } = await enrolled();
  const other = client(stack.publishableKey);
  await other.auth.signInWithPassword(user);
  const code = codeOf(factor.totp.secret);
  await supabase.auth.mfa.challengeAndVerify({ factorId: factor.id, code });
  assertEquals((await other.auth.getUser()).data.user, null);
  assertEquals((await client(stack.publishableKey).auth.getUser(token)).error, null);

  const later = client(stack.publishableKey);
  await later.auth.signInWithPassword(user);
  const level = await levelOf(later);
  assertEquals([level?.currentLevel, level?.nextLevel], ["aal1", "aal2"]);
  const second = await later.auth.mfa.enroll({ factorType: "totp", friendlyName: "Tablet" });
  assertEquals(second.error?.code, "insufficient_aal");
  assertEquals((await later.auth.mfa.unenroll({ factorId: factor.id })).error?.code, "insufficient_aal");
  assertEquals((await supabase.auth.mfa.unenroll({ factorId: factor.id })).error, null);
  assertEquals((await levelOf(later))?.currentLevel, "aal1");
});

Deno.test("nobody challenges or removes another user's factor", async () => {
  const [mine, theirs] = await Promise.all([enrolled(), enrolled()]);
  const { mfa } = mine.supabase.auth;
  assertEquals((await mfa.challenge({ factorId: theirs.factor.id })).error?.code, "mfa_factor_not_found");
  assertEquals((await mfa.unenroll({ factorId: theirs.factor.id })).error?.code, "mfa_factor_not_found");
});
