-- The tenants' part of a run: the lock, and the day that their seven-day figures end with.

create table private.aggregated_tenants (
  client_id uuid primary key references public.clients on delete cascade,
  day date
) with (fillfactor = 50);
alter table private.aggregated_tenants enable row level security;
comment on table private.aggregated_tenants is
  'A run locks the rows of its tenants. Row locks cost no shared memory, however many tenants there are.';
comment on column private.aggregated_tenants.day is
  'The last day of the seven that sector_agents counts. Null before the first run.';

-- Definer: nobody who adds a tenant may write this table.
create function private.add_aggregated_tenant() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.aggregated_tenants (client_id) values (new.id);
  return null;
end
$$;
create trigger add_aggregated_tenant after insert on public.clients
  for each row execute function private.add_aggregated_tenant();

create function private.tenants_of_a_new_day(tenants uuid[], at timestamptz) returns uuid[]
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return array(
    select t.client_id from private.aggregated_tenants t join public.clients c on c.id = t.client_id
    where t.client_id = any (tenants) and t.day is distinct from (at at time zone c.time_zone)::date);
end
$$;
comment on function private.tenants_of_a_new_day is
  'Those of the tenants in which a new day has begun since their last run.';

-- A tenant that is in a run of its own at this moment is left to it and to the next minute.
create function private.lock_tenants_to_aggregate(at timestamptz) returns uuid[]
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return array(
    select t.client_id from private.aggregated_tenants t join public.clients c on c.id = t.client_id
    where t.day is distinct from (at at time zone c.time_zone)::date
      or exists (select from private.changed_buckets b where b.client_id = t.client_id)
    for no key update of t skip locked);
end
$$;
comment on function private.lock_tenants_to_aggregate is 'Tenants with changed calls or a new day, locked for the run.';
