/**
 * Names that look the same are one thing, and are stored as they were sent, without blanks around them.
 *
 * @module
 */
import { assertEquals } from "#assert";
import { importCsv, importRows } from "../fixtures/imports.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

const oneOrganization = [
  "  Caf\u00E9\u00A0Noir ",
  "Cafe\u0301 NOIR",
  "CAF\u00C9 \u200Bnoir\u200E",
  "caf\u00E9  noir\uFEFF",
];

Deno.test("an import creates one organization of names that look the same, from JSON as from CSV", async () => {
  const tenant = await createTenant();
  const rows = oneOrganization.map((organization, index) => ({
    name: `Deal ${index}`,
    organization,
    product: "Straße",
  }));
  const csv = `name,organization,product\n${
    oneOrganization.map((name) => `Deal,${name},STRASSE`).join("\n")
  }\n`;
  const create_missing = ["organizations", "products"];
  assertEquals((await importRows(tenant.member, rows, { create_missing })).status, 201);
  assertEquals(
    (await importCsv(tenant.member, csv, { create_missing: "organizations,products" })).status,
    201,
  );
  const names = await withDatabase((sql) =>
    sql`select name from public.organizations where client_id = ${tenant.id}
      union all select name from public.products where client_id = ${tenant.id}`
  );
  assertEquals(names.map(({ name }) => name), ["Caf\u00E9\u00A0Noir", "Straße"]);
});

Deno.test("a name of blanks and invisible characters alone is missing", async () => {
  const tenant = await createTenant();
  const answer = await importRows(tenant.member, [{ name: "\u00A0", organization: "\u200B" }]);
  assertEquals(answer.error?.details?.map(({ message }) => message), [
    "name is missing",
    "organization is missing, give its name or organization_id",
  ]);
  const team = await api("POST", "/teams/v1", {
    as: tenant.manager,
    json: { name: "\u200B", sector: "sales" },
  });
  assertEquals(team.status, 422, team.text);
});

Deno.test("a team or channel cannot take a name that looks like another's", async () => {
  const tenant = await createTenant();
  const statuses: number[] = [];
  for (const name of ["Équipe", "e\u0301QUIPE\u00A0"]) {
    const team = { name, sector: "sales" };
    statuses.push((await api("POST", "/teams/v1", { as: tenant.manager, json: team })).status);
    const channel = { name, type: "email" };
    statuses.push((await api("POST", "/channels/v1", { as: tenant.admin, json: channel })).status);
  }
  assertEquals(statuses, [201, 201, 409, 409]);
});

Deno.test("capabilities and sectors are compared as names", async () => {
  const tenant = await createTenant();
  const agent = { name: "Ada", kind: "human", capabilities: ["Spanish"] };
  const created = await api<{ id: string }>("POST", "/agents/v1", { as: tenant.manager, json: agent });
  assertEquals(created.status, 201, created.text);
  const sectors = `/agents/v1/${created.data.id}/sectors`;
  const statuses = [];
  for (const sector of ["Support", "SUPPORT", "support\u00A0"]) {
    const path = `${sectors}/${encodeURIComponent(sector)}`;
    statuses.push(
      (await api("PUT", path, { as: tenant.manager, json: { priority: 5, max_load: 2, available: true } }))
        .status,
    );
  }
  assertEquals(statuses, [201, 200, 200]);
  const request = { sector: "sUPPORT", capabilities: ["SPANISH"] };
  const decided = await api<{ sector: string; terms: { capabilities: number }; decision_id: string }>(
    "POST",
    "/routing/v1/decisions",
    { as: tenant.member, json: request },
  );
  assertEquals([decided.data.sector, decided.data.terms.capabilities], ["Support", 5]);
  const found = await api<unknown[]>("GET", "/agents/v1?capability=spanish&sector=support", {
    as: tenant.viewer,
  });
  assertEquals(found.data.length, 1);
  const twice = { ...agent, name: "Bo", capabilities: ["Spanish", "spanish"] };
  assertEquals((await api("POST", "/agents/v1", { as: tenant.manager, json: twice })).status, 422);
});

Deno.test("teams are filtered by sector and found by name without regard to case and kinds of blanks", async () => {
  const tenant = await createTenant();
  const team = { name: "Große\u00A0Kunden", sector: "Key Accounts" };
  assertEquals((await api("POST", "/teams/v1", { as: tenant.manager, json: team })).status, 201);
  for (
    const query of ["sector=key%20accounts", "search=GROSSE%20KUN", "sector=KEY%C2%A0ACCOUNTS&search=kunden"]
  ) {
    const found = await api<{ name: string }[]>("GET", `/teams/v1?${query}`, { as: tenant.viewer });
    assertEquals(found.data.map(({ name }) => name), [team.name], query);
  }
});
