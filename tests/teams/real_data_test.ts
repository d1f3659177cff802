import { assertEquals } from "#assert";
import { parse } from "csv-parse/sync";
import { type Agent, createAgent, createTeam, type Member, type Team } from "../fixtures/teams.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, createUser, type Tenant } from "../support/tenant.ts";

/** A public CRM export (Maven Analytics, "CRM Sales Opportunities"), which the project does not carry. */
const file = new URL("../../../shared/data/crm/sales_teams.csv", import.meta.url);
const ignore = await Deno.stat(file).then(() => false, () => true);

interface Seller {
  sales_agent: string;
  manager: string;
  regional_office: string;
}

/** The managers as members of the tenant, by name. */
async function hire(tenant: Tenant, names: Iterable<string>): Promise<Map<string, string>> {
  const users = await Promise.all([...names].map(async (name) => {
    const { id } = await createUser(`${name.toLowerCase().replaceAll(" ", ".")}@${tenant.id}.test`);
    return [name, id] as const;
  }));
  const members = users.map(([, user_id]) => ({ client_id: tenant.id, user_id, role: "member" }));
  await withDatabase((sql) => sql`insert into public.client_members ${sql(members)}`);
  return new Map(users);
}

Deno.test({
  name: "real sales teams can be loaded, with offices as teams and managers as leads",
  ignore,
  fn: async () => {
    const sellers: Seller[] = parse(await Deno.readTextFile(file), { columns: true });
    const tenant = await createTenant();
    const as = tenant.manager;
    const leads = Map.groupBy(sellers, ({ manager }) => manager);
    const users = await hire(tenant, leads.keys());
    const teams = new Map<string, Team>();
    for (const office of new Set(sellers.map(({ regional_office }) => regional_office))) {
      teams.set(office, await createTeam(as, { name: office, sector: "sales" }));
    }
    for (const [manager, theirs] of leads) {
      const at = `/teams/v1/${teams.get(theirs[0]!.regional_office)!.id}/members`;
      const json = { user_id: users.get(manager), role: "lead", title: "Sales manager" };
      const { data: { id } } = await api<Member>("POST", at, { as, json });
      const agents: Agent[] = [];
      for (const { sales_agent: name } of theirs) agents.push(await createAgent(as, { name, kind: "human" }));
      for (const agent of agents) {
        const put = await api("PUT", `/agents/v1/${agent.id}/sectors/sales`, { as, json: { max_load: 3 } });
        assertEquals(put.status, 201, `${put}`);
      }
      const agent_ids = agents.map((agent) => agent.id);
      const assigned = await api<Member>("POST", `${at}/${id}/agents`, { as, json: { agent_ids } });
      assertEquals(assigned.data.agents.length, theirs.length);
    }

    const listed = await api<Team[]>("GET", "/teams/v1?count=exact", { as: tenant.viewer });
    assertEquals(listed.pagination.total, 3);
    const people = await api<Agent[]>("GET", "/agents/v1?count=exact&kind=human&sector=sales", { as });
    assertEquals(people.pagination.total, 35);
    let members = 0;
    for (const [office, team] of teams) {
      const { data } = await api<Team & { members: Member[] }>("GET", `/teams/v1/${team.id}`, { as });
      const expected = sellers.filter(({ regional_office }) => regional_office === office);
      const found = data.members.flatMap(({ agents }) => agents.map(({ name }) => name));
      assertEquals(found.sort(), expected.map(({ sales_agent }) => sales_agent).sort());
      members += data.members.length;
    }
    assertEquals(members, 6);
  },
});
