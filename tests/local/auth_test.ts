/**
 * The parts of Supabase Auth that functions and tests need: tokens, keys and the admin API.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "#assert";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { stack } from "../support/env.ts";
import { claimsOf, withDatabase } from "../support/sql.ts";
import { client, createUser, signIn } from "../support/tenant.ts";
import { dataApi } from "./scratch.ts";

const newEmail = () => `${crypto.randomUUID()}@local.test`;

Deno.test("an access token verifies against the published keys and has Supabase Auth's claims", async () => {
  const { id, email, password } = await createUser(newEmail());
  const token = await signIn(email, password);
  const keys = createRemoteJWKSet(new URL(`${stack.url}/auth/v1/.well-known/jwks.json`));
  const { payload, protectedHeader } = await jwtVerify(token, keys, { issuer: `${stack.url}/auth/v1` });
  assertEquals(protectedHeader.alg, "ES256");
  assert(protectedHeader.kid);
  assertEquals([payload.sub, payload.aud, payload.role, payload.email], [
    id,
    "authenticated",
    "authenticated",
    email,
  ]);
  assertEquals(payload.app_metadata, { provider: "email", providers: ["email"] });
  assertEquals(payload.is_anonymous, false);
});

Deno.test("a change of raw_app_meta_data by SQL appears in the next token", async () => {
  const { id, email, password } = await createUser(newEmail());
  const auth = client(stack.publishableKey).auth;
  const { data } = await auth.signInWithPassword({ email, password });
  await withDatabase(async (sql) => {
    await sql`update auth.users set raw_app_meta_data = raw_app_meta_data || '{"role": "owner"}' where id = ${id}`;
  });
  const { data: refreshed } = await auth.refreshSession({ refresh_token: data.session?.refresh_token ?? "" });
  const claims = claimsOf(refreshed.session?.access_token ?? "");
  assertEquals(claims.app_metadata, { provider: "email", providers: ["email"], role: "owner" });
});

Deno.test("a broken, forged or unsigned token answers 401", async () => {
  const { email, password } = await createUser(newEmail());
  const token = await signIn(email, password);
  const [header, payload, signature = ""] = token.split(".");
  const unsigned = `${btoa('{"alg":"none","typ":"JWT"}').replaceAll("=", "")}.${payload}.`;
  const forged = `${header}.${payload}.${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
  for (const bad of ["nonsense", "eyJhbGciOiJub25lIn0.e30.", unsigned, forged]) {
    assertEquals((await dataApi("clients", { token: bad })).status, 401, bad);
  }
});

Deno.test("the secret key can create, read, list, change and delete users", async () => {
  const { admin } = client(stack.secretKey).auth;
  const email = newEmail();
  const created = await admin.createUser({ email, password: "long enough", email_confirm: true });
  const id = created.data.user?.id ?? "";
  assertEquals((await admin.getUserById(id)).data.user?.email, email);
  assertEquals((await admin.createUser({ email, password: "long enough" })).error?.code, "email_exists");
  assert((await admin.listUsers({ perPage: 1000 })).data.users.some((user) => user.id === id));

  await admin.updateUserById(id, { app_metadata: { a: 1 }, password: "another one" });
  assertEquals((await admin.getUserById(id)).data.user?.app_metadata.a, 1);
  await signIn(email, "another one");
  await assertRejects(() => signIn(email, "long enough"), Error, "Invalid login credentials");

  assertEquals((await admin.deleteUser(id)).error, null);
  assertEquals((await admin.getUserById(id)).error?.code, "user_not_found");
});

Deno.test("an admin can confirm an email address", async () => {
  const { admin } = client(stack.secretKey).auth;
  const { data } = await admin.createUser({ email: newEmail(), password: "long enough" });
  assertEquals(data.user?.email_confirmed_at, null);
  const confirmed = await admin.updateUserById(data.user?.id ?? "", { email_confirm: true });
  assert(confirmed.data.user?.email_confirmed_at);
});

Deno.test("the admin API refuses a malformed email address", async () => {
  const { error } = await client(stack.secretKey).auth.admin.createUser({
    email: "a:b@c.test",
    password: "long enough",
  });
  assertEquals([error?.status, error?.code], [400, "validation_failed"]);
});

Deno.test("only the secret key can use the admin API", async () => {
  const { admin } = client(stack.publishableKey).auth;
  assertEquals((await admin.listUsers()).error?.status, 403);
});

Deno.test("a user can sign up, read themselves and sign out", async () => {
  const supabase = client(stack.publishableKey);
  const email = newEmail();
  const { data, error } = await supabase.auth.signUp({ email, password: "long enough" });
  assertEquals(error, null);
  const token = data.session?.access_token ?? "";
  assertEquals((await supabase.auth.getUser(token)).data.user?.email, email);
  assertEquals((await supabase.auth.signOut()).error, null);
});
