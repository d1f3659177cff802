/**
 * What row security costs: the same statements by a viewer under the policies, and by the tables' owner, who is under
 * none and names the tenant instead. And what a page costs by where it is in the list.
 *
 * @module
 */
import type { ReservedSql } from "postgres";
import { stack } from "../support/env.ts";
import { actAs, type Claims, connect } from "../support/sql.ts";
import { Measurements, milliseconds, type Side } from "./measure.ts";
import { createStaff, type Staff } from "./teams/staff.ts";

const measure = new Measurements("teams");
const sql = connect(stack.databaseUrl, { max: 1 });
const connection = await sql.reserve();
console.log("  filling: 10,000 teams in each of two tenants, one team with 50 members and 500 assignments");
const staff = await createStaff();

await measure.againstItself("20 of 10,000 teams by the owner / itself", asOwner(staff, pageOfTeams));
await measure.compare(
  "20 of 10,000 teams under policies / by the owner",
  asViewer(staff, pageOfTeams),
  asOwner(staff, pageOfTeams),
  { target: { atMost: 1.3 }, pairs: 41 },
);
await measure.compare(
  "50 members with 500 agents under policies / by the owner",
  asViewer(staff, teamDetails),
  asOwner(staff, teamDetails),
  { target: { atMost: 1.3 }, pairs: 41 },
);
await measure.compare(
  "the 500th page of list_teams / the first",
  asViewer(
    staff,
    () =>
      `select public.list_teams(after_time => '${staff.lateKey.time}', after_id => '${staff.lateKey.id}')`,
  ),
  asViewer(staff, () => "select public.list_teams()"),
  { target: { atMost: 1.2 }, pairs: 41 },
);
// For information, without a target: the function checks the scope, plans for its filters, and builds JSON.
await measure.compare(
  "list_teams() / its statement by the owner",
  asViewer(staff, () => "select public.list_teams()"),
  asOwner(staff, pageOfTeams),
);
await measure.compare(
  "get_team() / the members' statement by the owner",
  asViewer(staff, () => `select public.get_team('${staff.team}')`),
  asOwner(staff, teamDetails),
);

connection.release();
await sql.end();
Deno.exit(await measure.finish());

type Statement = (staff: Staff, tenant: (alias: string) => string) => string;

/** As list_teams does it. */
function pageOfTeams(_: Staff, tenant: (alias: string) => string): string {
  return `
    select coalesce(jsonb_agg(private.team_json(page.team)), '[]')
    from (
      select t as team from public.teams t
      where ${tenant("t")} t.status = 'active'
      order by t.created_at desc, t.id desc limit 21
    ) page`;
}

/** As get_team does it. */
function teamDetails({ team }: Staff, tenant: (alias: string) => string): string {
  return `
    with members as materialized (
      select m.* from public.team_members m
      where ${tenant("m")} m.team_id = '${team}'
      order by m.created_at desc, m.id desc limit 100
    )
    select to_jsonb(t) || jsonb_build_object('members', (
      select jsonb_agg(to_jsonb(m) || jsonb_build_object('agents', coalesce(s.agents, '[]')))
      from members m
      left join (
        select s.team_member_id, jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'kind', a.kind,
          'active', a.active, 'is_primary', s.is_primary) order by s.is_primary desc, a.name, a.id) as agents
        from public.team_agent_assignments s
        join public.agents a on a.client_id = s.client_id and a.id = s.agent_id
        where ${tenant("s")} ${tenant("a")} s.team_member_id = any (array(select id from members))
        group by s.team_member_id
      ) s on s.team_member_id = m.id))
    from public.teams t where ${tenant("t")} t.id = '${team}'`;
}

/** Times only the statements. Switching to the caller costs the same in any design. */
function timed(statement: string, claims: Claims | null): Side {
  return async () => {
    await connection`begin`;
    if (claims) await actAs(connection, claims);
    const time = await milliseconds(() => manyTimes(connection, statement));
    await connection`rollback`;
    return time;
  };
}

async function manyTimes(connection: ReservedSql, statement: string): Promise<void> {
  for (let i = 0; i < 40; i++) await connection.unsafe(statement, [], { prepare: true });
}

function asViewer(staff: Staff, statement: Statement): Side {
  return timed(statement(staff, () => ""), staff.viewer);
}

function asOwner(staff: Staff, statement: Statement): Side {
  return timed(statement(staff, (alias) => `${alias}.client_id = '${staff.tenant}' and`), null);
}
