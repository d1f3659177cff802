/**
 * What supabase/config.toml says about signing up is fit for a product.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import { root } from "../../tools/command.ts";

/** The `name = value` lines of one section. */
async function section(name: string): Promise<Record<string, string>> {
  const config = await Deno.readTextFile(`${root}/supabase/config.toml`);
  const [, text = ""] = config.split(`\n[${name}]\n`);
  const lines = text.split(/^\[/m)[0]?.matchAll(/^(\w+) = (.+)$/gm) ?? [];
  return Object.fromEntries([...lines].map(([, key = "", value = ""]) => [key, value]));
}

Deno.test("an e-mail address must be confirmed, also when it changes", async () => {
  const email = await section("auth.email");
  assertEquals([email.enable_confirmations, email.double_confirm_changes], ["true", "true"]);
});

Deno.test("a password has at least 12 characters, and changing it needs a recent sign-in", async () => {
  assert(Number((await section("auth")).minimum_password_length) >= 12);
  assertEquals((await section("auth.email")).secure_password_change, "true");
});

Deno.test("nobody signs in anonymously, and tokens and codes live an hour at most", async () => {
  const [auth, email] = [await section("auth"), await section("auth.email")];
  assertEquals([auth.enable_anonymous_sign_ins, auth.enable_refresh_token_rotation], ["false", "true"]);
  assert(
    Number(auth.jwt_expiry) <= 3600 && Number(email.otp_expiry) <= 3600 && Number(email.otp_length) >= 8,
  );
});
