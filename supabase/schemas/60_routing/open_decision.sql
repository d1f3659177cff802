-- One open decision per reference: whoever asks for a call again gets the slot that it has.

-- Two requests with one reference wait for each other. Several are locked in their order, before anything else, so
-- that batches do not deadlock.
create function private.lock_references(tenant uuid, references_asked text[]) returns void
language sql volatile set search_path = '' as $$
  select pg_advisory_xact_lock(r.key)
  from (
    select distinct hashtextextended(tenant || asked, 46) as key from unnest(references_asked) asked
    where asked is not null order by key
  ) r
$$;

-- A fallback has no lease; it counts as open as long as one would last.
create function private.open_decision(tenant uuid, reference text) returns jsonb
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = 'off' set jit = 'off' as $$
declare
  decision public.routing_decisions;
begin
  select d.* into decision
  from public.routing_decisions d
  where d.client_id = tenant and d.reference = open_decision.reference and d.status = 'open'
    and coalesce(d.expires_at,
      d.created_at + make_interval(mins => (private.routing_settings(tenant)).lease_minutes)) > now()
  order by d.created_at desc limit 1;
  if not found then
    return null;
  end if;
  return private.decision_json(decision, private.agent_name(tenant, decision.agent_id));
end
$$;
comment on function private.open_decision is
  'The open decision of a reference as the API shows it, null if there is none. Call private.lock_references first.';
