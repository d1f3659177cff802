import { stack } from "../../support/env.ts";
import { connect } from "../../support/sql.ts";
import { createTenant, type Tenant } from "../../support/tenant.ts";

/**
 * Sectors of one tenant, by how many agents are in them, and the same rows once more in a table without
 * rules.
 */
export interface Sectors {
  tenant: Tenant;
  sizes: number[];
}

/** The sector with this many agents. */
export function sectorOf(size: number): string {
  return `of ${size}`;
}

/** As many agents as `sizes` says in a sector each, with figures as a week leaves them. */
export async function createSectors(sizes: number[]): Promise<Sectors> {
  const tenant = await createTenant({
    settings: { "limits.agents": 200_000, "limits.sector_agents": 200_000 },
  });
  const sql = connect(stack.databaseUrl, { max: 1 });
  try {
    for (const size of sizes) {
      await sql`
        with hired as (
          insert into public.agents (client_id, name, kind)
          select ${tenant.id}, 'Agent ' || i, 'ai' from generate_series(1, ${size}::integer) i returning id
        )
        insert into public.sector_agents (client_id, agent_id, sector, priority, max_load)
        select ${tenant.id}, id, ${sectorOf(size)}, floor(random() * 11), 100 from hired`;
      // The foreign key's plan would be that of an empty table, and read all agents for each row.
      await sql`analyze public.agents`;
    }
    await sql`
      update public.sector_agents s
      set seven_day_handled = f.handled, seven_day_successful = floor(f.handled * random()),
        seven_day_answered = f.handled, seven_day_handling_seconds = floor(f.handled * 300 * random())
      from (select agent_id, floor(random() * 200) as handled from public.sector_agents where client_id = ${tenant.id}) f
      where s.client_id = ${tenant.id} and s.agent_id = f.agent_id`;
    // Bare: the same columns and indexes without constraints and triggers.
    await sql`drop table if exists public.bare_agents, public.bare_decisions`;
    await sql`create table public.bare_agents (like public.sector_agents including indexes including storage)`;
    await sql`alter table public.bare_agents set (fillfactor = 70)`;
    await sql`insert into public.bare_agents select * from public.sector_agents where client_id = ${tenant.id}`;
    await sql`create table public.bare_decisions (client_id uuid not null, id uuid not null default gen_random_uuid(),
      agent_id uuid not null, sector text not null, score numeric not null, created_at timestamptz not null default now(),
      primary key (client_id, id))`;
    for (const table of ["agents", "sector_agents", "bare_agents"]) {
      await sql.unsafe(`vacuum analyze public.${table}`);
    }
  } finally {
    await sql.end();
  }
  return { tenant, sizes };
}

export async function dropBareTables(): Promise<void> {
  const sql = connect(stack.databaseUrl, { max: 1 });
  await sql`drop table public.bare_agents, public.bare_decisions`;
  await sql.end();
}
