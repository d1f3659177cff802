/**
 * What leaves audit entries although it changes no row.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import { Secret, TOTP } from "otpauth";
import type { Schemas } from "../../client/mod.ts";
import { insertKey } from "../fixtures/api_keys.ts";
import { receive, register } from "../fixtures/receivers.ts";
import { stack } from "../support/env.ts";
import { eventually } from "../support/eventually.ts";
import { api } from "../support/http.ts";
import { connect, withDatabase } from "../support/sql.ts";
import { client, createTenant, type Tenant } from "../support/tenant.ts";

type Entry = Schemas["AuditEntry"];

/** The entries of an action, once there are any. */
const entriesOf = (tenant: Tenant, action: string) =>
  eventually(`an entry ${action}`, async () => {
    const { data } = await api<Entry[]>("GET", `/audit/v1?action=${action}`, { as: tenant.owner });
    return data.length > 0 && data;
  });

const timesOf = (entries: Entry[]) => entries.reduce((sum, { after }) => sum + Number(after?.count), 0);

/** Sums the notes of the tenant as if their minute were over. */
const sum = (tenant: Tenant) =>
  withDatabase(async (sql) => {
    await sql`update private.audit_marks set minute = minute - interval '3 minutes' where client_id = ${tenant.id}`;
    await sql`select private.sum_audit_marks_of(array[${tenant.id}::uuid], null)`;
  });

const findSignIns = () => withDatabase((sql) => sql`select private.run_task('note_sessions', 'manual')`);

Deno.test("40 refusals of a caller leave two entries in a minute, which count them all", async () => {
  const tenant = await createTenant();
  const json = { name: "No", sector: "sales" };
  const refused = () => api("POST", "/teams/v1", { as: tenant.viewer, json });
  for (let n = 0; n < 40; n++) assertEquals((await refused()).status, 403);
  const [first] = await entriesOf(tenant, "denied");
  assertEquals([first?.actor_id, first?.resource, first?.origin], [
    tenant.viewer.id,
    "requests",
    "function",
  ]);
  assertEquals(Object(first?.after?.details)[0].route, "POST /teams/v1");
  const all = await eventually("all refusals are counted", async () => {
    await sum(tenant);
    const found = await entriesOf(tenant, "denied");
    return timesOf(found) === 40 && found;
  });
  assert(all.length <= 6, `${all.length} entries`);
});

Deno.test("a request over the rate leaves an entry of its key", async () => {
  const tenant = await createTenant({ settings: { "limits.read": 1 } });
  const { id, key } = await insertKey(tenant, ["teams:read"]);
  await api("GET", "/teams/v1", { as: key });
  assertEquals((await api("GET", "/teams/v1", { as: key })).status, 429);
  const entries = await withDatabase((sql) =>
    eventually("the entry", async () => {
      const found = await sql`select key_id from public.audit_log
        where client_id = ${tenant.id} and action = 'rate_limited'`;
      return found.length > 0 && found;
    })
  );
  assertEquals(entries[0]?.key_id, id);
});

Deno.test("a key's first use leaves one entry, however many come at once", async () => {
  const tenant = await createTenant();
  const { id, key } = await insertKey(tenant, ["teams:read", "agents:read"]);
  const used = await Promise.all(
    ["/teams/v1", "/agents/v1", "/teams/v1", "/agents/v1"].map((path) => api("GET", path, { as: key })),
  );
  assertEquals(used.map(({ status }) => status), [200, 200, 200, 200]);
  const entries = await entriesOf(tenant, "key_used_first");
  assertEquals(entries.map(({ key_id, record_id, actor_id }) => [key_id, record_id, actor_id]), [
    [id, id, tenant.owner.id],
  ]);
  assert(entries[0]?.ip);
});

Deno.test("a delivery leaves an entry that its endpoint's secret was read", async () => {
  const tenant = await createTenant();
  await using receiver = receive();
  const endpoint = await register(tenant.manager, receiver);
  await api("POST", `/webhooks/v1/endpoints/${endpoint.id}/test`, { as: tenant.manager });
  const [read] = await entriesOf(tenant, "secret_read");
  assertEquals([read?.resource, read?.record_id], ["webhook_endpoints", endpoint.id]);
});

Deno.test("exports leave an entry at once, searches one a minute later", async () => {
  const tenant = await createTenant();
  const headers = { apikey: stack.publishableKey, authorization: `Bearer ${tenant.owner.token}` };
  for (let n = 0; n < 3; n++) {
    await (await fetch(`${stack.functionsUrl}/audit/v1/export`, { headers })).text();
    await api("GET", "/audit/v1?q=secret-word&resource=teams", { as: tenant.admin });
  }
  const resources = (await entriesOf(tenant, "exported")).map(({ resource }) => resource);
  assert(resources.length <= 2 && resources.every((resource) => resource === "audit_log"), `${resources}`);
  await sum(tenant);
  const searches = (await entriesOf(tenant, "searched")).filter(({ actor_id }) =>
    actor_id === tenant.admin.id
  );
  assertEquals(timesOf(searches), 3);
  const text = JSON.stringify(searches);
  assert(text.includes("teams") && !text.includes("secret-word"), text);
});

Deno.test("sign-ins and sign-outs are found in the auth service's sessions", async () => {
  const tenant = await createTenant();
  const session = client(stack.publishableKey);
  const { email, password, id } = tenant.member;
  const { data } = await session.auth.signInWithPassword({ email, password });
  await findSignIns();
  const began = await entriesOf(tenant, "signed_in");
  const { session_id } = JSON.parse(atob(data.session!.access_token.split(".")[1]!));
  await session.auth.signOut({ scope: "local" });
  await findSignIns();
  const [ended] = await entriesOf(tenant, "signed_out");
  assertEquals([ended?.actor_id, ended?.record_id], [id, session_id]);
  assertEquals(new Set(began.map(({ actor_id }) => actor_id)).size, 5, "every member signed in");
  assert(began.every(({ resource, ip }) => resource === "sign_ins" && ip !== null));
});

Deno.test("a wrong password and a wrong code leave an entry in each tenant of the user, a right one does not", async () => {
  const tenant = await createTenant();
  const { email, password, id } = tenant.viewer;
  const { auth } = client(stack.publishableKey);
  assert((await auth.signInWithPassword({ email, password: "wrong" })).error);
  assert((await auth.signInWithPassword({ email: `no-${email}`, password: "wrong" })).error);
  const [failed, ...more] = await entriesOf(tenant, "sign_in_failed");
  assertEquals([failed?.actor_id, failed?.record_id, more.length], [id, id, 0]);
  await auth.signInWithPassword({ email, password });
  const enrolment = await auth.mfa.enroll({ factorType: "totp" });
  assert(enrolment.data?.type === "totp");
  const code = new TOTP({ secret: Secret.fromBase32(enrolment.data.totp.secret) }).generate();
  const wrong = code === "000000" ? "111111" : "000000";
  assert((await auth.mfa.challengeAndVerify({ factorId: enrolment.data.id, code: wrong })).error);
  await sum(tenant);
  const all = await entriesOf(tenant, "sign_in_failed");
  assertEquals(timesOf(all), 2);
  assert(JSON.stringify(all).includes(`"factor":"totp"`));
});

Deno.test("nobody waits for another who notes the same at the same moment", async () => {
  const tenant = await createTenant();
  const [one, two] = [connect(), connect()];
  const note = `select private.note_action('${tenant.id}', 'teams', null, 'exported') as entered`;
  try {
    await one.begin(async (tx) => {
      assertEquals((await tx.unsafe(note))[0]?.entered, true);
      const others = await two.begin(async (other) => {
        await other`set local lock_timeout = '100ms'`;
        return await other.unsafe(note);
      });
      assertEquals(others[0]?.entered, false);
    });
  } finally {
    await Promise.all([one.end(), two.end()]);
  }
});
