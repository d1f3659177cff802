import { assert } from "#assert";
import type postgres from "postgres";
import { checkPlans, type Planned } from "../support/plans.ts";
import type { Claims } from "../support/sql.ts";

const tables = [
  "client_members",
  "teams",
  "team_members",
  "team_agent_assignments",
  "team_performance",
  "agents",
  "sector_agents",
];
const statements: Planned[] = [
  ["list_teams()", "teams_newest"],
  ["list_teams(status => 'inactive', with_total => true)", "teams_newest"],
  ["list_teams(sector => 'sector 7', with_total => true)", "teams_sector"],
  ["list_teams(search => 'team 77')", "teams_search"],
  ["list_teams(search => 'team 77', sector => 'sector 7', with_total => true)", "teams_search"],
  ["list_teams(after_time => now() - interval '5 days', after_id => gen_random_uuid())", "teams_newest"],
  ["get_team(one.team)", "teams_pkey", "team_members_newest", "team_performance_"],
  ["list_team_members(one.team, with_total => true)", "team_members_newest", "team_agent_assignments_pkey"],
  [
    "list_team_members(one.team, after_time => now() - interval '5 days', after_id => gen_random_uuid())",
    "team_members_newest",
  ],
  ["get_team_performance(one.team, '2026-01-01', '2026-03-01', 'week')", "team_performance_pkey"],
  ["list_agents()", "agents_newest"],
  ["list_agents(active => false, with_total => true)", "agents_newest"],
  ["list_agents(kind => 'human', with_total => true)", "agents_kind"],
  ["list_agents(sector => 'sector 7')", "sector_agents_"],
  ["list_agents(capability => 'skill 7')", "agents_capabilities"],
  ["list_agents(search => 'agent 77', capability => 'skill 77')", "agents_"],
  ["list_agents(after_time => now() - interval '5 days', after_id => gen_random_uuid())", "agents_newest"],
  ["get_agent(one.agent)", "agents_pkey", "sector_agents_pkey"],
  ["create_team('A new one', 'sector 7')", "client_members"],
  ["update_team(one.team, 'Renamed', 'sector 7')", "teams_pkey"],
  ["update_team_member(one.team, one.member, 'lead')", "team_members_pkey"],
  ["assign_agents(one.team, one.member, array[one.agent])", "agents_pkey", "team_agent_assignments_pkey"],
  ["unassign_agent(one.team, one.member, one.agent)", "team_agent_assignments_"],
  ["remove_team_member(one.team, one.member)", "team_members_pkey"],
  ["delete_team(one.team)", "teams_pkey"],
  ["update_agent(one.agent, 'Renamed', 'ai')", "agents_pkey"],
  ["set_agent_sector(one.agent, 'sector 7')", "sector_agents_pkey"],
  ["set_agent_availability(one.agent, false)", "sector_agents_"],
  ["remove_agent_sector(one.agent, 'sector 7')", "sector_agents_pkey"],
  ["delete_agent(one.agent)", "agents_pkey"],
];

/** 100,000 rows of ten tenants in each table, written without triggers, because the test is about plans. */
async function fill(sql: postgres.TransactionSql): Promise<Claims> {
  await sql`set local session_replication_role = replica`;
  await sql`create temp table tenant as select gen_random_uuid() as id, n from generate_series(1, 10) n`;
  await sql`create temp table n as select n, n * interval '1 minute' as ago from generate_series(1, 10000) n`;
  await sql`insert into public.clients (id, name) select id, 'Bulk' from tenant`;
  await sql`insert into public.client_members (client_id, user_id, role)
    select id, gen_random_uuid(), 'manager' from tenant, n`;
  await sql`insert into public.teams (client_id, name, sector, status, created_at)
    select id, 'Team ' || n.n, 'sector ' || n.n % 50, case when n.n % 20 = 0 then 'inactive' else 'active' end, now() - ago
    from tenant, n`;
  await sql`insert into public.agents (client_id, name, kind, active, capabilities, created_at)
    select id, 'Agent ' || n.n, case when n.n % 20 = 0 then 'human' else 'ai' end, n.n % 25 <> 1,
      array['skill ' || n.n % 100, 'skill ' || n.n % 1000 + 100], now() - ago
    from tenant, n`;
  await sql`insert into public.sector_agents (client_id, agent_id, sector, sector_key)
    select client_id, id, s.name, s.name from public.agents a,
      lateral (select 'sector ' || substring(a.name from '[0-9]+')::int % 50 as name) s
    where client_id in (select id from tenant)`;
  // Without statistics of the new rows the joins below may be nested loops of minutes.
  await sql`analyze public.client_members, public.teams, public.agents`;
  await sql`insert into public.team_members (client_id, team_id, user_id, created_at)
    select t.client_id, t.id, u.user_id, t.created_at
    from (select *, row_number() over (partition by client_id) as n from public.teams) t
    join (select *, row_number() over (partition by client_id) as n from public.client_members) u
      on u.client_id = t.client_id and u.n = t.n
    where t.client_id in (select id from tenant)`;
  await sql`analyze public.team_members`;
  await sql`insert into public.team_agent_assignments (client_id, team_member_id, agent_id)
    select m.client_id, m.id, a.id
    from (select *, row_number() over (partition by client_id) as n from public.team_members) m
    join (select *, row_number() over (partition by client_id) as n from public.agents) a
      on a.client_id = m.client_id and a.n = m.n
    where m.client_id in (select id from tenant)`;
  await sql`insert into public.team_performance (client_id, team_id, day)
    select client_id, id, '2026-01-01'::date from public.teams where client_id in (select id from tenant)`;
  await sql`set local session_replication_role = origin`;
  await sql`analyze ${sql.unsafe(tables.map((table) => `public.${table}`).join(", "))}`;
  await sql`create temp table one as
    select m.client_id, m.team_id as team, m.id as member, a.id as agent
    from public.team_members m, public.teams t, public.agents a
    where m.client_id = (select id from tenant where n = 5) and t.client_id = m.client_id and t.id = m.team_id
      and t.status = 'active' and a.client_id = m.client_id and a.active limit 1`;
  await sql`grant select on one to authenticated`;
  const [manager] = await sql<{ client_id: string; user_id: string }[]>`
    select client_id, user_id from public.client_members where client_id = (select client_id from one) limit 1`;
  assert(manager, "there is no manager");
  const app_metadata = { client_id: manager.client_id, role: "manager" };
  return { sub: manager.user_id, role: "authenticated", app_metadata };
}

Deno.test("at 100,000 rows no route scans a whole table, and each filter uses an index", async (t) => {
  await checkPlans(t, { tables, statements, fill });
});
