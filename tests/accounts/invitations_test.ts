import { assertEquals, assertMatch } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, createUser, signIn, type Tenant } from "../support/tenant.ts";

type Sent = Schemas["SentInvitation"];
type Activation = Schemas["Activation"];

/** A signed-in user, and a function that invites their address. */
async function invitee(tenant: Tenant) {
  const user = await createUser(`${crypto.randomUUID()}@invited.test`);
  return {
    ...user,
    token: await signIn(user.email, user.password),
    invited: (role = "member", key?: string) =>
      api<Sent>("POST", "/accounts/v1/invitations", {
        as: tenant.admin,
        json: { email: user.email.toUpperCase(), role },
        key,
      }),
  };
}

const accept = (as: { token: string }, token: string | undefined) =>
  api<Activation>("POST", "/accounts/v1/invitations/accept", { as, json: { token } });

/** Moves an invitation's times into the past. */
const age = (id: string, by: string) =>
  withDatabase((sql) =>
    sql`update private.invitations set expires_at = expires_at - ${by}::interval, sent_at = sent_at - ${by}::interval
      where id = ${id}`
  );

Deno.test("an invited user joins with the token, once, and acts for the tenant after a refresh", async () => {
  const tenant = await createTenant();
  const person = await invitee(tenant);
  const { data: sent } = await person.invited("manager");
  assertMatch(sent.token ?? "", /^[\w-]{43}$/);
  const joined = await accept(person, sent.token);
  assertEquals([joined.status, joined.data.id, joined.data.role, joined.data.refresh_session], [
    201,
    tenant.id,
    "manager",
    true,
  ], `${joined}`);
  const fresh = await signIn(person.email, person.password);
  assertEquals((await api("GET", "/teams/v1", { as: fresh })).status, 200);
  assertEquals((await accept(person, sent.token)).error.code, "INVITATION_NOT_FOUND");
  const types = await withDatabase((sql) =>
    sql`select type from private.outbox where client_id = ${tenant.id} and type like 'member.%' order by id`
  );
  assertEquals(types.map(({ type }) => type), ["member.invited", "member.joined"]);
});

Deno.test("a user with a tenant of their own accepts as well and keeps both", async () => {
  const [mine, tenant] = await Promise.all([createTenant(), createTenant()]);
  const json = { email: mine.owner.email, role: "viewer" };
  const sent = await api<Sent>("POST", "/accounts/v1/invitations", { as: tenant.owner, json });
  assertEquals((await accept(mine.owner, sent.data.token)).data.active, true);
  const all = await api<{ id: string; active: boolean }[]>("GET", "/accounts/v1", { as: mine.owner });
  assertEquals(all.data.map(({ id, active }) => [id, active]), [[tenant.id, true], [mine.id, false]]);
});

Deno.test("the same token accepted many times at once makes one membership", async () => {
  const tenant = await createTenant();
  const person = await invitee(tenant);
  const { token } = (await person.invited()).data;
  const answers = await Promise.all(Array.from({ length: 8 }, () => accept(person, token)));
  assertEquals(answers.map(({ status }) => status).sort(), [201, ...Array(7).fill(404)]);
});

Deno.test("an expired, withdrawn, replaced or renewed token is not found", async () => {
  const tenant = await createTenant();
  const person = await invitee(tenant);
  const refused = async (token: string | undefined) =>
    assertEquals((await accept(person, token)).error.code, "INVITATION_NOT_FOUND");
  const first = (await person.invited()).data;
  const second = (await person.invited()).data;
  await refused(first.token);
  await age(second.id, "7 days");
  await refused(second.token);

  const at = `/accounts/v1/invitations/${second.id}`;
  const renewed = await api<Sent>("POST", `${at}/resend`, { as: tenant.admin });
  assertEquals([renewed.status, renewed.data.status], [200, "open"], `${renewed}`);
  assertEquals((await api("POST", `${at}/resend`, { as: tenant.admin })).status, 429);
  await refused(second.token);
  assertEquals((await api("DELETE", at, { as: tenant.admin })).status, 204);
  await refused(renewed.data.token);
  assertEquals((await api("DELETE", at, { as: tenant.admin })).status, 404);
  assertEquals((await api("POST", `${at}/resend`, { as: tenant.admin })).status, 404);
});

Deno.test("an invitation is only for its confirmed address, and a GET accepts nothing", async () => {
  const tenant = await createTenant();
  const [person, other] = await Promise.all([invitee(tenant), invitee(tenant)]);
  const { token } = (await person.invited()).data;
  assertEquals((await accept(other, token)).error.code, "INVITATION_FOR_ANOTHER");
  const confirm = (at: Date | null) =>
    withDatabase((sql) => sql`update auth.users set email_confirmed_at = ${at} where id = ${person.id}`);
  await confirm(null);
  assertEquals((await accept(person, token)).error.code, "INVITATION_FOR_ANOTHER");
  await confirm(new Date());
  assertEquals((await api("GET", "/accounts/v1/invitations/accept", { as: person })).status, 405);
  assertEquals((await accept(person, token)).status, 201);
});

Deno.test("nobody invites above their role, and an invitation ends with its sender's right to send it", async () => {
  const tenant = await createTenant();
  const person = await invitee(tenant);
  const above = await person.invited("owner");
  assertEquals([above.status, above.error.code], [403, "FORBIDDEN"]);
  const json = { email: "x@invited.test", role: "viewer" };
  assertEquals((await api("POST", "/accounts/v1/invitations", { as: tenant.manager, json })).status, 403);
  const { token } = (await person.invited("admin")).data;
  const at = `/accounts/v1/members/${tenant.admin.id}`;
  await api("PUT", at, { as: tenant.owner, json: { role: "manager" } });
  assertEquals((await accept(person, token)).error.code, "INVITATION_NOT_FOUND");
});

Deno.test("an eleventh wrong token in an hour is refused", async () => {
  const tenant = await createTenant();
  const person = await invitee(tenant);
  const { token } = (await person.invited()).data;
  for (let tries = 0; tries < 10; tries++) assertEquals((await accept(person, `guess ${tries}`)).status, 404);
  assertEquals((await accept(person, "one more")).error.code, "RATE_LIMITED");
  assertEquals((await accept(person, token)).status, 429);
});

Deno.test("the database and a replayed answer hold no token", async () => {
  const tenant = await createTenant();
  const person = await invitee(tenant);
  const first = await person.invited("viewer", "once");
  const again = await person.invited("viewer", "once");
  assertEquals([again.status, again.data.id, again.data.token], [201, first.data.id, undefined]);
  const kept = await withDatabase((sql) =>
    sql`select (select count(*) from private.idempotency_keys k where k.response::text like ${`%${first.data.token}%`})
      + (select count(*) from private.outbox o where o.data::text like ${`%${first.data.token}%`})
      + (select count(*) from private.invitations i where i::text like ${`%${first.data.token}%`})
      + (select count(*) from public.audit_log a where a::text like ${`%${first.data.token}%`}) as count`
  );
  assertEquals(Number(kept[0]?.count), 0);
});

Deno.test("only one plain address can be invited, and no member", async () => {
  const tenant = await createTenant();
  const invite = (email: unknown) =>
    api("POST", "/accounts/v1/invitations", { as: tenant.admin, json: { email, role: "viewer" } });
  for (
    const email of ["", "ada", "a@b, c@d", "Ada <a@b>", "a@b\r\nBcc: c@d", "a\0@b", `${"a".repeat(255)}@b`, 1]
  ) {
    assertEquals((await invite(email)).status, 422, JSON.stringify(email));
  }
  assertEquals((await invite(tenant.viewer.email)).error.code, "CONFLICT");
  const list = await api<Schemas["Invitation"][]>("GET", "/accounts/v1/invitations", { as: tenant.admin });
  assertEquals(list.data, []);
  assertEquals((await api("GET", "/accounts/v1/invitations", { as: tenant.manager })).status, 403);
});
