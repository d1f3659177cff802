import { assertEquals } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, createUser, signIn } from "../support/tenant.ts";

type Account = Schemas["Account"];
type Membership = Schemas["Membership"];
type Member = Schemas["AccountMember"];

Deno.test("a new user creates tenants, switches between them and is refused the sixth of a day", async () => {
  const { email, password } = await createUser(`${crypto.randomUUID()}@accounts.test`);
  const as = await signIn(email, password);
  assertEquals((await api<Membership[]>("GET", "/accounts/v1", { as })).data, []);
  assertEquals((await api("GET", "/accounts/v1/current", { as })).error.code, "FORBIDDEN");

  const create = (name: string, key?: string) =>
    api<Account>("POST", "/accounts/v1", { as, json: { name }, key });
  const first = await create("Initech", "first");
  assertEquals([first.status, first.data.role, first.data.currency], [201, "owner", "USD"], `${first}`);
  const again = await create("Initech", "first");
  assertEquals([again.data, again.headers.get("idempotency-replayed")], [first.data, "true"]);
  assertEquals((await create("")).status, 422);

  const others = await Promise.all(Array.from({ length: 8 }, (_, i) => create(`Branch ${i}`)));
  assertEquals(others.filter(({ status }) => status === 201).length, 4);
  const refused = others.find(({ status }) => status !== 201)!;
  assertEquals([refused.status, refused.error.code], [429, "ACCOUNT_QUOTA_EXCEEDED"]);

  const activated = await api<Schemas["Activation"]>("POST", `/accounts/v1/${first.data.id}/activate`, {
    as,
  });
  assertEquals([activated.data.active, activated.data.refresh_session], [true, true]);
  const mine = (await api<Membership[]>("GET", "/accounts/v1", { as })).data;
  assertEquals(mine.filter(({ active }) => active).map(({ id }) => id), [first.data.id]);
  assertEquals(mine.length, 5);
  const fresh = await signIn(email, password);
  assertEquals((await api<Account>("GET", "/accounts/v1/current", { as: fresh })).data.id, first.data.id);
  const unknown = await api("POST", `/accounts/v1/${crypto.randomUUID()}/activate`, { as });
  assertEquals(unknown.status, 404);
});

Deno.test("the routes of a person refuse callers who are not signed in", async () => {
  assertEquals((await api("GET", "/accounts/v1")).status, 401);
  assertEquals((await api("POST", "/accounts/v1", { json: { name: "Nobody" } })).status, 401);
});

Deno.test("an owner changes the tenant, and nobody else does", async () => {
  const tenant = await createTenant();
  const change = (as: { token: string }, json: unknown) =>
    api<Account>("PATCH", "/accounts/v1/current", { as, json });
  const changed = await change(tenant.owner, { name: "Initrode", time_zone: "Asia/Tokyo" });
  assertEquals([changed.data.name, changed.data.time_zone, changed.data.currency], [
    "Initrode",
    "Asia/Tokyo",
    "USD",
  ]);
  assertEquals((await change(tenant.admin, { name: "Mine" })).status, 403);
  for (
    const json of [{}, { name: "" }, { currency: "eur" }, { time_zone: "UTC+3" }, { status: "suspended" }]
  ) {
    assertEquals((await change(tenant.owner, json)).status, 422, JSON.stringify(json));
  }
});

Deno.test("members are listed page by page, with e-mail addresses only for who manages them", async () => {
  const tenant = await createTenant();
  const list = (as: { token: string }, query: string) =>
    api<Member[]>("GET", `/accounts/v1/members?${query}`, { as });
  const first = await list(tenant.admin, "limit=3&count=exact");
  assertEquals([first.data.length, first.pagination.total, first.pagination.has_more], [3, 5, true]);
  const second = await list(tenant.admin, `limit=3&cursor=${first.pagination.next_cursor}`);
  assertEquals(
    [...first.data, ...second.data].map(({ email }) => email).sort(),
    [tenant.viewer, tenant.member, tenant.manager, tenant.admin, tenant.owner].map(({ email }) => email)
      .sort(),
  );
  assertEquals((await list(tenant.viewer, "")).data.map(({ email }) => email), Array(5).fill(null));
});

Deno.test("a removed member's token and API keys end at once", async () => {
  const tenant = await createTenant();
  const json = { name: "Machine", scopes: ["teams:read"] };
  const key = (await api<{ key: string }>("POST", "/api-keys/v1", { as: tenant.admin, json })).data.key;
  assertEquals((await api("GET", "/teams/v1", { as: key })).status, 200);
  const at = `/accounts/v1/members/${tenant.admin.id}`;
  assertEquals((await api("DELETE", at, { as: tenant.manager })).status, 403);
  assertEquals((await api("DELETE", at, { as: tenant.owner })).status, 204);
  assertEquals((await api("GET", "/teams/v1", { as: key })).status, 401);
  assertEquals((await api("GET", "/teams/v1", { as: tenant.admin })).status, 403);
  assertEquals((await api("DELETE", at, { as: tenant.owner })).status, 404);
});

Deno.test("when ten owners demote each other at once, one owner is left", async () => {
  const tenant = await createTenant();
  const people = await Promise.all(Array.from({ length: 9 }, async () => {
    const user = await createUser(`${crypto.randomUUID()}@accounts.test`);
    await withDatabase((sql) =>
      sql`insert into public.client_members (client_id, user_id, role) values (${tenant.id}, ${user.id}, 'owner')`
    );
    return { id: user.id, token: await signIn(user.email, user.password) };
  }));
  const owners = [tenant.owner, ...people];
  const answers = await Promise.all(
    owners.flatMap((as) =>
      owners.map((other) => api("PUT", `/accounts/v1/members/${other.id}`, { as, json: { role: "viewer" } }))
    ),
  );
  const left = await withDatabase((sql) =>
    sql`select user_id from public.client_members where client_id = ${tenant.id} and role = 'owner'`
  );
  assertEquals(left.length, 1);
  assertEquals(answers.filter(({ status }) => ![200, 403, 409].includes(status)), []);
});
