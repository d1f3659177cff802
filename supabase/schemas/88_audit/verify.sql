-- What GET /audit/v1/verify asks, in slices that each take less than a statement may.

-- Definer: trees are private.
create function public.audit_range(since timestamptz default null, until timestamptz default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('audit:read');
  tree constant private.audit_trees := (select t from private.audit_trees t where t.client_id = tenant);
  found jsonb;
begin
  if since > until then
    perform private.invalid('from', 'range', 'must not be after to');
  end if;
  if since is null and until is null then
    found := jsonb_build_object('first', 0, 'until', coalesce(tree.size, 0));
  else
    select jsonb_build_object('first', coalesce(min(s.number), 0), 'until', coalesce(max(s.number) + 1, 0)) into found
    from private.audit_seals s
    where s.client_id = tenant and (since is null or s.occurred_at >= since)
      and (audit_range.until is null or s.occurred_at < audit_range.until);
  end if;
  return found || jsonb_build_object('log', tenant, 'size', coalesce(tree.size, 0),
    'dropped', coalesce(tree.dropped, 0), 'sealed_until', tree.sealed_until,
    'inserted', to_jsonb(private.inserted_fault(tenant, since, until)));
end
$$;
comment on function public.audit_range is
  'The leaves of a window: {first, until, log, size, dropped, sealed_until, inserted}. inserted is the first entry '
  '{id, kind, reason} of the window that should have a leaf and has none, or null. Raises 400, 401, 403, 404, 422.';

-- Definer: see audit_range.
create function public.verify_audit_slice(first bigint, until bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('audit:read');
  fault private.audit_fault;
begin
  if until - first > 4096 then
    perform private.invalid('until', 'too_big', 'must be at most 4,096 after first');
  end if;
  fault := private.entry_fault(tenant, first, until);
  if fault.number is null then
    fault := private.node_fault(tenant, first, until);
  end if;
  return case when fault.number is not null then to_jsonb(fault) end;
end
$$;
comment on function public.verify_audit_slice is
  'Compares at most 4,096 entries with their leaves and the nodes above: the first fault {number, id, kind, reason} or '
  'null. Raises 400, 401, 403, 404, 422.';

-- Definer: see audit_range. The roots follow from nodes, which the slices have compared with the leaves.
create function public.verify_audit_roots(first bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('audit:read');
  tree constant private.audit_trees := (select t from private.audit_trees t where t.client_id = tenant);
begin
  return jsonb_build_object(
    'fault', to_jsonb(private.dropped_fault(tenant)),
    'checkpoints', coalesce((
      select jsonb_agg(private.checkpoint_json(p.checkpoint) || jsonb_build_object(
        'present_root', case when p.size <= tree.size then encode(private.merkle_hash(tenant, 0, p.size), 'hex') end,
        'next_entry_id', (select s.entry_id from private.audit_seals s
          where s.client_id = tenant and s.number = private.former_checkpoint(p.checkpoint))) order by p.size)
      from (
        select c as checkpoint, c.size from private.audit_checkpoints c
        where c.client_id = tenant and c.size > first order by c.size desc limit 200
      ) p), '[]'));
end
$$;
comment on function public.verify_audit_roots is
  'The newest 200 checkpoints over leaves from first on, oldest first, each with present_root, the root that the tree '
  'has now at its size (null if it is smaller), and next_entry_id, the first entry that no earlier checkpoint covers: '
  '{checkpoints, fault}. Raises 400, 401, 403, 404.';

grant execute on function public.audit_range, public.verify_audit_slice, public.verify_audit_roots to authenticated;
