-- How long rows of a kind stay in their table, and how long they are kept at all.

create table private.archive_policies (
  client_id uuid not null references public.clients,
  kind text not null references private.archive_kinds,
  hot_days integer not null check (hot_days > 0),
  archive_days integer not null,
  updated_at timestamptz not null default now(),
  updated_by uuid default auth.uid(),
  primary key (client_id, kind),
  check (archive_days >= hot_days)
);
alter table private.archive_policies enable row level security;
select private.enable_audit('private.archive_policies');

create type private.archive_period as (hot_days integer, archive_days integer);

-- Whole days, so that a night's run ends instead of finding some more rows each minute.
create function private.days_back(days integer) returns timestamptz
language sql stable set search_path = '' as $$
  select date_trunc('day', now(), 'UTC') - make_interval(days => days)
$$;
comment on function private.days_back is 'The beginning of the UTC day so many days ago.';

create function private.archive_policy(tenant uuid, k private.archive_kinds) returns private.archive_period
language plpgsql stable set search_path = '' as $$
declare
  period private.archive_period;
begin
  select p.hot_days, p.archive_days into period from private.archive_policies p
  where p.client_id = tenant and p.kind = k.kind;
  if not found then
    period.hot_days := coalesce(private.setting(tenant, k.hot_setting)::integer, k.hot_days);
    period.archive_days := case when k.hot_setting is null then k.archive_days else period.hot_days end;
  end if;
  return period;
end
$$;
comment on function private.archive_policy is
  'The tenant''s policy for a kind, otherwise its default. Where a setting says how long rows are kept, they end then.';

create function private.archive_cutoff(tenant uuid, kind text) returns timestamptz
language plpgsql stable set search_path = '' as $$
begin
  return private.days_back((private.archive_policy(tenant, private.archive_kind(kind))).hot_days) + interval '1 day';
end
$$;
comment on function private.archive_cutoff is 'No run moves rows of the kind from this time on, even after midnight.';

create function private.archive_policy_json(tenant uuid, k private.archive_kinds) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('kind', k.kind, 'hot_days', e.hot_days, 'archive_days', e.archive_days,
    'source', case when p.kind is null then 'default' else 'tenant' end,
    'minimum_hot_days', k.minimum_hot_days, 'maximum_hot_days', k.maximum_hot_days,
    'minimum_archive_days', k.minimum_archive_days, 'maximum_archive_days', k.maximum_archive_days,
    'legal_basis', k.legal_basis, 'updated_at', p.updated_at)
  from private.archive_policy(tenant, k) e
  left join private.archive_policies p on p.client_id = tenant and p.kind = k.kind
$$;

create function private.check_archive_policy(k private.archive_kinds, hot_days integer, archive_days integer)
returns void
language plpgsql stable set search_path = '' as $$
begin
  if hot_days is null or hot_days not between k.minimum_hot_days and k.maximum_hot_days then
    perform private.invalid('hot_days', 'range', format('must be %s–%s for %s', k.minimum_hot_days,
      k.maximum_hot_days, k.kind));
  elsif archive_days < k.minimum_archive_days and k.legal_basis is not null then
    perform private.invalid('archive_days', 'legal_minimum', format('must be at least %s for %s: %s',
      k.minimum_archive_days, k.kind, k.legal_basis));
  elsif archive_days is null or archive_days not between k.minimum_archive_days and k.maximum_archive_days then
    perform private.invalid('archive_days', 'range', format('must be %s–%s for %s', k.minimum_archive_days,
      k.maximum_archive_days, k.kind));
  elsif archive_days < hot_days then
    perform private.invalid('archive_days', 'range', format('must be at least hot_days, which is %s', hot_days));
  end if;
end
$$;
comment on function private.check_archive_policy is 'Raises 422 if the days are out of bounds.';

-- Definer: callers may not read policies.
create function public.list_archive_policies() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('archive:read');
begin
  return (
    select jsonb_agg(private.archive_policy_json(tenant, k) order by k.kind) from private.archive_kinds k);
end
$$;
comment on function public.list_archive_policies is
  'The policy of each kind with its bounds: [{kind, hot_days, archive_days, source, minimum_hot_days, …}]. Raises 401, '
  '403.';

-- Definer: see public.list_archive_policies.
create function public.set_archive_policy(kind text, hot_days integer, archive_days integer) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('archive:write');
  k constant private.archive_kinds := private.archive_kind(kind);
  policy jsonb;
begin
  perform private.check_archive_policy(k, hot_days, archive_days);
  insert into private.archive_policies as p (client_id, kind, hot_days, archive_days)
  values (tenant, k.kind, set_archive_policy.hot_days, set_archive_policy.archive_days)
  on conflict on constraint archive_policies_pkey do update set
    hot_days = excluded.hot_days, archive_days = excluded.archive_days, updated_at = now(), updated_by = auth.uid()
  where (p.hot_days, p.archive_days) <> (excluded.hot_days, excluded.archive_days);
  policy := private.archive_policy_json(tenant, k);
  if found then
    perform private.emit_event(tenant, 'archive_policy.updated', policy);
  end if;
  return policy;
end
$$;
comment on function public.set_archive_policy is
  'Sets how many days rows of a kind stay in their table and are kept at all. Raises 401, 403, 404, 422.';
grant execute on function public.list_archive_policies, public.set_archive_policy to authenticated;
