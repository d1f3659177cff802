import { type Claims, claimsOf, withDatabase } from "../../support/sql.ts";
import { createTenant } from "../../support/tenant.ts";

export interface Staff {
  tenant: string;
  viewer: Claims;
  /** The team with 50 members, each with ten of 500 agents. */
  team: string;
  /** The key behind which the 500th page of 20 begins. */
  lateKey: { time: string; id: string };
}

/**
 * Two tenants with 10,000 teams each. The rows are written without their triggers: events and audit are not
 * what is measured.
 */
export async function createStaff(): Promise<Staff> {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  return await withDatabase(async (pool) => {
    const sql = await pool.reserve();
    await sql`set session_replication_role = replica`;
    for (const { id } of [tenant, other]) {
      await sql`insert into public.teams (client_id, name, sector, created_at)
        select ${id}, 'Team ' || i, 'sector ' || i % 20, now() - i * interval '1 minute' from generate_series(1, 10000) i`;
      await sql`insert into public.agents (client_id, name, kind)
        select ${id}, 'Agent ' || i, 'ai' from generate_series(1, 500) i`;
      await sql`insert into public.team_members (client_id, team_id, user_id)
        select ${id}, (select t.id from public.teams t where t.client_id = ${id} and t.name = 'Team 1'), gen_random_uuid()
        from generate_series(1, 50)`;
      await sql`insert into public.team_agent_assignments (client_id, team_member_id, agent_id)
        select ${id}, m.id, a.id
        from (select id, row_number() over () as n from public.team_members where client_id = ${id}) m
        join (select id, row_number() over () as n from public.agents where client_id = ${id}) a on a.n % 50 = m.n % 50`;
    }
    await sql`set session_replication_role = origin`;
    await sql`analyze public.teams, public.team_members, public.agents, public.team_agent_assignments`;
    const [team] = await sql<{ id: string }[]>`
      select id from public.teams where client_id = ${tenant.id} and name = 'Team 1'`;
    const [late] = await sql<{ time: string; id: string }[]>`
      select to_jsonb(created_at) #>> '{}' as time, id from public.teams
      where client_id = ${tenant.id} order by created_at desc, id desc offset 499 * 20 - 1 limit 1`;
    if (!team || !late) throw new Error("the teams were not written");
    sql.release();
    return { tenant: tenant.id, viewer: claimsOf(tenant.viewer.token), team: team.id, lateKey: late };
  }, "superuser");
}
