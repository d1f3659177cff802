-- The scopes of agents.

select
  private.add_scopes('viewer', 'agents:read'),
  private.add_scopes('manager', 'agents:write');

select
  private.limit_rows('public.agents', 'limits.agents', 20000, 'agents, inactive ones included'),
  private.limit_rows('public.sector_agents', 'limits.sector_agents', 20000, 'agents in sectors'),
  private.limit_rows('public.sector_agents', 'limits.sectors_per_agent', 50, 'sectors of an agent',
    '{client_id,agent_id}');
