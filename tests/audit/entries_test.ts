import { assert, assertEquals } from "#assert";
import { dataOf, type Schemas } from "../../client/mod.ts";
import { insertKey } from "../fixtures/api_keys.ts";
import { stack } from "../support/env.ts";
import { answerOf, api, clientOf } from "../support/http.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

type Entry = Schemas["AuditEntry"];

const headers = { "user-agent": "Auditor's browser" };

/** A team that was made and renamed; its entries, newest first. */
async function renamedTeam(tenant: Tenant, name = "Renewals"): Promise<[Entry, Entry]> {
  const made = await api<{ id: string; version: number }>("POST", "/teams/v1", {
    as: tenant.manager,
    json: { name, sector: "sales" },
    headers: { ...headers, "x-request-id": `made-${tenant.id}` },
  });
  const json = { name: `${name} EMEA`, sector: "sales" };
  await api("PUT", `/teams/v1/${made.data.id}`, { as: tenant.admin, json });
  const found = await list(tenant, `resource=teams&record_id=${made.data.id}`);
  assertEquals(found.map(({ action }) => action), ["update", "insert"]);
  return [found[0]!, found[1]!];
}

async function list(tenant: Tenant, query = ""): Promise<Entry[]> {
  return (await api<Entry[]>("GET", `/audit/v1?${query}`, { as: tenant.admin })).data;
}

Deno.test("an entry shows who did what, before, after and the fields that changed", async () => {
  const tenant = await createTenant();
  const [renamed, made] = await renamedTeam(tenant);
  assertEquals([renamed.before?.name, renamed.after?.name], ["Renewals", "Renewals EMEA"]);
  assertEquals(renamed.changed.filter((name) => name !== "updated_at"), ["name", "version"]);
  assertEquals([renamed.actor_id, made.actor_id], [tenant.admin.id, tenant.manager.id]);
  assertEquals([made.before, made.after?.sector, made.user_agent, made.origin], [
    null,
    "sales",
    headers["user-agent"],
    "function",
  ]);
  assertEquals("client_id" in made, false);
  const path = { params: { path: { id: made.id } } };
  const single = dataOf(await clientOf(tenant.owner).GET("/audit/v1/{id}", path));
  assertEquals([single.id, single.after, single.changed], [made.id, made.after, made.changed]);
});

Deno.test("each filter of the audit log finds its entries and no others", async () => {
  const tenant = await createTenant();
  const key = await insertKey(tenant, ["teams:write", "teams:read"]);
  const [renamed, made] = await renamedTeam(tenant);
  await api("POST", "/teams/v1", { as: key.key, json: { name: "By a machine", sector: "sales" } });
  const [byKey] = await list(tenant, `key_id=${key.id}&resource=teams`);
  assertEquals(byKey?.after?.name, "By a machine");
  const teams = (query: string) => list(tenant, `resource=teams&${query}`);
  const ids = async (query: string) => (await teams(query)).map(({ id }) => id);

  assertEquals(await ids(`actor_id=${tenant.manager.id}`), [made.id]);
  assertEquals(await ids("action=update"), [renamed.id]);
  assertEquals(await ids(`record_id=${made.record_id}`), [renamed.id, made.id]);
  assertEquals(await ids(`request_id=made-${tenant.id}`), [made.id]);
  assertEquals(await ids(`ip=${encodeURIComponent(made.ip!)}`), [byKey!.id, renamed.id, made.id]);
  assertEquals(await ids("ip=203.0.113.9"), []);
  const moment = encodeURIComponent(renamed.occurred_at);
  assertEquals(await ids(`from=${moment}`), [byKey!.id, renamed.id]);
  assertEquals(await ids(`to=${moment}`), [made.id]);
  assertEquals(await ids(`from=${made.occurred_at.slice(0, 10)}&to=${byKey!.occurred_at.slice(0, 10)}`), [
    byKey!.id,
    renamed.id,
    made.id,
  ]);
  assertEquals(await ids("q=renewals%20EMEA"), [renamed.id]);
});

Deno.test("signs of patterns are no operators in a search of the audit log", async () => {
  const tenant = await createTenant();
  const [, made] = await renamedTeam(tenant, "100%_of\\them");
  for (const q of ["100%_of", "%_of\\\\them"]) {
    assertEquals((await list(tenant, `action=insert&q=${encodeURIComponent(q)}`)).map(({ id }) => id), [
      made.id,
    ]);
  }
  for (const q of ["1_0", "100%of"]) assertEquals(await list(tenant, `q=${encodeURIComponent(q)}`), []);
});

Deno.test("pages of the audit log follow each other without gaps and count on request", async () => {
  const tenant = await createTenant();
  await renamedTeam(tenant);
  // Sign-ins are entered when a task finds them.
  const all = await list(tenant, "limit=100&action=insert");
  const paged: Entry[] = [];
  let cursor = "";
  do {
    const answer = await api<Entry[]>("GET", `/audit/v1?action=insert&limit=2&count=exact${cursor}`, {
      as: tenant.owner,
    });
    assertEquals(answer.pagination.total, all.length);
    paged.push(...answer.data);
    cursor = answer.pagination.next_cursor === null ? "" : `&cursor=${answer.pagination.next_cursor}`;
  } while (cursor !== "");
  assertEquals(paged, all);
});

Deno.test("only audit:read opens the audit log, and another tenant's entries do not exist", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  const [entry] = await renamedTeam(tenant);
  for (const path of ["/audit/v1", `/audit/v1/${entry.id}`]) {
    assertEquals((await api("GET", path, { as: tenant.manager })).error.code, "FORBIDDEN");
    assertEquals((await api("GET", path)).error.code, "UNAUTHORIZED");
  }
  const params = { path: { id: entry.id } };
  const strange = await answerOf(clientOf(other.owner).GET("/audit/v1/{id}", { params }));
  assertEquals(strange.status, 404, String(strange));
  assertEquals((await list(other, `record_id=${entry.record_id}`)).length, 0);
});

Deno.test("the operator reads the audit log of the tenant that the request names", async () => {
  const tenant = await createTenant();
  const [entry] = await renamedTeam(tenant);
  const secret = { apikey: stack.secretKey };
  assertEquals((await api("GET", "/audit/v1", { headers: secret })).status, 400);
  const named = { ...secret, "x-client-id": tenant.id };
  const found = await api<Entry[]>("GET", "/audit/v1?resource=teams", { headers: named });
  assertEquals(found.data[0]?.id, entry.id);
});

Deno.test("a wrong filter of the audit log is named", async () => {
  const { owner } = await createTenant();
  for (
    const [query, path] of [
      ["actor_id=me", "actor_id"],
      ["from=2026-02-01&to=2026-01-01", "from"],
      ["from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "from"],
      ["from=yesterday", "from"],
      ["q=%00", "q"],
      [`q=${"a".repeat(10_000)}`, "q"],
      [`action=${"a".repeat(51)}`, "action"],
      ["actor=me", "actor"],
    ] as const
  ) {
    const answer = await api("GET", `/audit/v1?${query}`, { as: owner });
    assertEquals([answer.status, answer.error.details?.[0]?.path], [422, path], String(answer));
  }
  for (const path of ["verify", "export"]) {
    const reversed = `/audit/v1/${path}?from=2026-02-01&to=2026-01-01`;
    const answer = await api("GET", reversed, { as: owner });
    assertEquals([answer.status, answer.error.details?.[0]?.path], [422, "from"], String(answer));
  }
  const cursor = await api("GET", "/audit/v1?cursor=abc", { as: owner });
  assertEquals([cursor.status, cursor.error.code], [400, "BAD_REQUEST"]);
  for (const id of ["0", "one", "1.5", "99999999999999999999"]) {
    const answer = await api("GET", `/audit/v1/${id}`, { as: owner });
    assert([404, 422].includes(answer.status), String(answer));
  }
});
