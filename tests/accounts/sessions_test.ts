import { assertEquals } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { client, createTenant, createUser, signIn } from "../support/tenant.ts";

type Session = Schemas["Session"];

const revoke = (as: { token: string } | string, json: unknown) =>
  api<Schemas["Revoked"]>("POST", "/accounts/v1/sessions/revoke", { as, json });
const list = (as: { token: string } | string) => api<Session[]>("GET", "/accounts/v1/sessions", { as });

Deno.test("a user sees their own sessions and ends one, and its token opens nothing in HTTP and SQL", async () => {
  const tenant = await createTenant();
  const here = { token: await signIn(tenant.viewer.email, tenant.viewer.password) };
  const mine = (await list(here)).data;
  assertEquals([mine.length, mine.map(({ current }) => current)], [2, [true, false]]);
  assertEquals(mine.map(({ mfa }) => mfa), [false, false]);

  const other = mine[1]!.id;
  assertEquals((await revoke(tenant.owner, { session_id: other })).status, 404);
  assertEquals((await revoke(here, { session_id: other })).data, { revoked: 1 });
  assertEquals((await revoke(here, { session_id: other })).status, 404);
  const ended = tenant.viewer;
  for (const path of ["/teams/v1", "/jobs/v1", "/accounts/v1", "/accounts/v1/sessions"]) {
    assertEquals((await api("GET", path, { as: ended })).status, 401, path);
    assertEquals((await api("GET", path, { as: here })).status, 200, path);
  }
  assertEquals((await client(ended).from("clients").select("id")).data, []);
});

Deno.test("who manages members ends all sessions of one, who cannot refresh them either", async () => {
  const tenant = await createTenant();
  const { auth } = client(stack.publishableKey);
  const { email, password } = tenant.member;
  const { data } = await auth.signInWithPassword({ email, password });
  const target = { user_id: tenant.member.id };
  assertEquals((await revoke(tenant.manager, target)).status, 403);
  assertEquals((await revoke(tenant.admin, { user_id: tenant.owner.id })).status, 403);
  assertEquals((await revoke(tenant.admin, { user_id: crypto.randomUUID() })).status, 404);
  assertEquals((await revoke(tenant.admin, target)).data, { revoked: 2 });
  assertEquals((await api("GET", "/teams/v1", { as: tenant.member })).status, 401);
  const refreshed = await auth.refreshSession({ refresh_token: data.session!.refresh_token });
  assertEquals(refreshed.data.session, null);
  assertEquals((await api("GET", "/teams/v1", { as: await signIn(email, password) })).status, 200);
  const noted = await withDatabase((sql) =>
    sql`select action, record_id from public.audit_log where client_id = ${tenant.id} and resource = 'sessions'`
  );
  assertEquals([...noted], [{ action: "revoked", record_id: tenant.member.id }]);
});

Deno.test("sessions are for signed-in users, and a revocation names one thing", async () => {
  const tenant = await createTenant();
  for (const json of [{}, { session_id: "x" }, { session_id: tenant.id, user_id: tenant.id }]) {
    assertEquals((await revoke(tenant.owner, json)).status, 422, JSON.stringify(json));
  }
  assertEquals((await list({ token: "x" })).status, 401);
  const json = { name: "Machine", scopes: ["teams:read"] };
  const { key } = (await api<{ key: string }>("POST", "/api-keys/v1", { as: tenant.admin, json })).data;
  assertEquals((await list(key)).status, 403);
  const lonely = await createUser(`${crypto.randomUUID()}@accounts.test`);
  assertEquals((await list({ token: await signIn(lonely.email, lonely.password) })).data.length, 1);
});

Deno.test("signing out ends the token at once", async () => {
  const tenant = await createTenant();
  const supabase = client(stack.publishableKey);
  const { data } = await supabase.auth.signInWithPassword(tenant.owner);
  await supabase.auth.signOut({ scope: "others" });
  assertEquals((await api("GET", "/teams/v1", { as: tenant.owner })).status, 401);
  const as = { token: data.session!.access_token };
  assertEquals((await api("GET", "/teams/v1", { as })).status, 200);
  await supabase.auth.signOut({ scope: "global" });
  assertEquals((await api("GET", "/teams/v1", { as })).status, 401);
});
