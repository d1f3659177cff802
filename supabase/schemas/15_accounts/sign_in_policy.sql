-- Guarantees: a tenant that requires a second factor does so when its grace is over, whoever writes the setting.

-- Definer: writers of settings may not write clients.
create function private.follow_sign_in_policy() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  tenant constant uuid := case when tg_op = 'DELETE' then old.client_id else new.client_id end;
  grace constant interval := make_interval(days => private.setting(tenant, 'security.mfa_grace_days')::integer);
begin
  update public.clients c
  set mfa_required_since = p.since, mfa_required_from = p.since + grace
  from (
    select n.id, case when private.setting(tenant, 'security.require_mfa')::boolean
      then coalesce(n.mfa_required_since, now()) end as since
    from public.clients n where n.id = tenant
  ) p
  where c.id = p.id and (c.mfa_required_since, c.mfa_required_from) is distinct from (p.since, p.since + grace);
  return null;
end
$$;
create trigger follow_sign_in_policy after insert or update on public.settings
  for each row when (new.key in ('security.require_mfa', 'security.mfa_grace_days'))
  execute function private.follow_sign_in_policy();
create trigger follow_sign_in_policy_away after delete on public.settings
  for each row when (old.key in ('security.require_mfa', 'security.mfa_grace_days'))
  execute function private.follow_sign_in_policy();

create function private.has_second_factor(person uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from auth.mfa_factors f where f.user_id = person and f.status = 'verified')
$$;

-- Definer: callers may not read auth.mfa_factors.
create function public.get_sign_in_policy() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('members:write');
begin
  return (
    select jsonb_build_object('require_mfa', c.mfa_required_since is not null,
      'mfa_grace_days', private.setting(tenant, 'security.mfa_grace_days'), 'mfa_required_from', c.mfa_required_from,
      'members', count(m), 'members_without_mfa', count(m) filter (where not m.mfa),
      'without_mfa', coalesce(jsonb_agg(jsonb_build_object('user_id', m.user_id, 'email', m.email, 'role', m.role)
        order by m.role desc, m.email) filter (where not m.mfa and m.place <= 1000), '[]'))
    from public.clients c
    left join (
      select o.client_id, o.user_id, o.role, u.email, f.mfa,
        row_number() over (partition by f.mfa order by o.role desc, u.email) as place
      from public.client_members o
      join auth.users u on u.id = o.user_id
      cross join lateral (select private.has_second_factor(u.id) as mfa) f
      where o.client_id = tenant
    ) m on true
    where c.id = tenant
    group by c.id);
end
$$;
comment on function public.get_sign_in_policy is
  'Whether the tenant requires a second factor, from when, and who has none: {require_mfa, mfa_grace_days, '
  'mfa_required_from, members, members_without_mfa, without_mfa: [{user_id, email, role}] (at most 1,000)}. Raises '
  '401, 403.';
grant execute on function public.get_sign_in_policy to authenticated;
