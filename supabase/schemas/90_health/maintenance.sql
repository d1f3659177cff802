-- Maintenance that the operator announces. The status page shows what is going on or comes within 30 days.

create table private.maintenance_windows (
  id uuid primary key default private.uuidv7(),
  title text not null check (title = private.tidy(title) and length(title) between 1 and 200),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  components text[] not null default '{}' check (
    cardinality(components) <= 50 and array_position(components, null) is null and pg_column_size(components) <= 8192),
  created_at timestamptz not null default now(),
  check (ends_at > starts_at and ends_at <= starts_at + interval '30 days')
);
create index on private.maintenance_windows (created_at desc, id desc);
create index on private.maintenance_windows (ends_at);
alter table private.maintenance_windows enable row level security;
comment on column private.maintenance_windows.components is 'Empty: the whole service.';

create function private.maintenance_json(maintenance private.maintenance_windows) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(maintenance)
$$;

create function private.shown_maintenance() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.maintenance_json(m) order by m.starts_at, m.id), '[]')
  from (
    select * from private.maintenance_windows w
    where w.ends_at > now() and w.starts_at < now() + interval '30 days'
    order by w.starts_at, w.id limit 100
  ) s
  join private.maintenance_windows m on m.id = s.id
$$;
comment on function private.shown_maintenance is 'What the status page shows of it, the next first.';

-- Definer: the service role has no rights in private.
create function public.create_maintenance(
  title text, starts_at timestamptz, ends_at timestamptz, components text[] default '{}'
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  maintenance private.maintenance_windows;
begin
  if ends_at <= starts_at then
    perform private.invalid('ends_at', 'range', 'must be after starts_at');
  end if;
  if ends_at > starts_at + interval '30 days' then
    perform private.invalid('ends_at', 'range', 'must be at most 30 days after starts_at');
  end if;
  insert into private.maintenance_windows (title, starts_at, ends_at, components)
  values (create_maintenance.title, create_maintenance.starts_at, create_maintenance.ends_at,
    create_maintenance.components)
  returning * into maintenance;
  return private.maintenance_json(maintenance);
exception when check_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.create_maintenance is
  'Announces maintenance of the components, or of the whole service: {id, title, starts_at, ends_at, components, '
  'created_at}. For the operator. Raises 422.';

-- Definer: see create_maintenance.
create function public.list_maintenance(
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
  with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return jsonb_build_object('rows', (
    select coalesce(jsonb_agg(private.maintenance_json(p.maintenance)), '[]')
    from (
      select m as maintenance from private.maintenance_windows m
      where private.after_cursor(m.created_at, m.id, after_time, after_id)
      order by m.created_at desc, m.id desc limit private.page_limit(page_size)
    ) p
  ), 'total', case when with_total then (select count(*) from private.maintenance_windows) end);
end
$$;
comment on function public.list_maintenance is
  'Maintenance, past and to come, newest first, after the cursor (after_time, after_id): {rows, total}. For the '
  'operator.';

-- Definer: see create_maintenance.
create function public.delete_maintenance(maintenance_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from private.maintenance_windows m where m.id = maintenance_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such maintenance');
  end if;
end
$$;
comment on function public.delete_maintenance is 'Takes an announcement back. For the operator. Raises 404.';

revoke execute on function public.create_maintenance, public.list_maintenance, public.delete_maintenance
  from public, anon, authenticated;
grant execute on function public.create_maintenance, public.list_maintenance, public.delete_maintenance
  to service_role;
