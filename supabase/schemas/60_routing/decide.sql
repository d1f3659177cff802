-- Guarantees: a call goes to the agent with the highest score among those with a free slot. The slot is taken in the
-- same transaction, so no agent exceeds its max_load.

create function private.decide(
  tenant uuid, team_id uuid, sector text, capabilities text[], reference text, channel_id uuid, path text default ''
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  wanted constant text[] := coalesce(capabilities, '{}');
  asked_sector text := sector;
  sector_key text;
  team_agents uuid[];
  shown jsonb;
begin
  -- The common request does not need the check, which saves a function call.
  if (team_id, channel_id, wanted) is distinct from (null::uuid, null::uuid, '{}'::text[])
    or coalesce(length(sector), 0) not between 1 and 100 or length(reference) not between 1 and 200 then
    perform private.check_decision_request(tenant, team_id, sector, wanted, reference, channel_id, path);
  end if;
  if reference is not null then
    shown := private.open_decision(tenant, reference);
    if shown is not null then
      return jsonb_build_object('status', 201, 'body', shown, 'replayed', true);
    end if;
  end if;
  if team_id is not null then
    select t.sector into asked_sector from public.teams t
    where t.client_id = tenant and t.id = decide.team_id and t.status = 'active';
    if not found then
      perform private.invalid(path || 'team_id', 'unknown_reference', 'must be an active team of the tenant');
    end if;
    team_agents := private.team_agents(tenant, team_id);
  end if;

  sector_key := private.name_key(asked_sector);
  if team_id is null and wanted = '{}' then
    shown := private.route_by_sector(tenant, sector_key, reference, channel_id);
  else
    shown := private.route_by_match(tenant, sector_key, reference, channel_id, team_id, team_agents, wanted);
  end if;
  if shown is null then
    shown := private.route_by_fallback(tenant, sector_key, reference, channel_id, team_id, team_agents, wanted);
  end if;
  if shown is null then
    insert into private.routing_refusals (client_id, sector) values (tenant, asked_sector);
    return jsonb_build_object('status', 409, 'body', jsonb_build_object('code', 'NO_AGENT_AVAILABLE',
      'message', format('No agent of sector %s has a free slot', asked_sector), 'retry_after', 5));
  end if;
  perform private.emit_event(tenant, 'call.routed', shown);
  return jsonb_build_object('status', 201, 'body', shown);
end
$$;
comment on function private.decide is
  'Makes one decision, or returns the open one of its reference: {status: 201 or 409, body, replayed?}. path is put '
  'before field names in error messages.';
