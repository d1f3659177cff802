-- Marks of what changed: append-only, so that writers never wait for each other.

-- What a run has to look at again, as rows that are only added and deleted, so that no writer waits for another.
-- A day and agent: the calls of that bucket changed. No day: only the agent's seven days have to be found again.
-- No agent: everything of the tenant.
create table private.changed_buckets (
  client_id uuid not null,
  agent_id uuid,
  team_id uuid,
  day date,
  marked_at timestamptz not null default now()
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create index on private.changed_buckets (client_id);
alter table private.changed_buckets enable row level security;

-- A writer reads the tenant's time zone and names a day by it. It must not change before the writer's marks are there.
create function private.hold_time_zones(tenants uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('time zone'), hashtext(t.id::text))
  from (select distinct unnest(tenants) as id order by 1) t;
end
$$;

-- Old buckets and new ones, in the transaction that changes the calls.
-- Definer: whoever changes calls leaves marks, but nobody may write them by hand.
create function private.mark_changed_buckets() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op <> 'DELETE' then
    perform private.hold_time_zones(array(select n.client_id from new_rows n));
    insert into private.changed_buckets (client_id, agent_id, team_id, day)
    select distinct n.client_id, n.agent_id, n.team_id, (n.started_at at time zone c.time_zone)::date
    from new_rows n join public.clients c on c.id = n.client_id;
  end if;
  if tg_op <> 'INSERT' then
    perform private.hold_time_zones(array(select o.client_id from old_rows o));
    insert into private.changed_buckets (client_id, agent_id, team_id, day)
    select distinct o.client_id, o.agent_id, o.team_id, (o.started_at at time zone c.time_zone)::date
    from old_rows o join public.clients c on c.id = o.client_id;
  end if;
  return null;
end
$$;
create trigger mark_changed_buckets_insert after insert on public.calls referencing new table as new_rows
  for each statement execute function private.mark_changed_buckets();
create trigger mark_changed_buckets_update after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.mark_changed_buckets();
create trigger mark_changed_buckets_delete after delete on public.calls referencing old table as old_rows
  for each statement execute function private.mark_changed_buckets();

-- Definer: see private.mark_changed_buckets.
create function private.mark_tenant() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtext('time zone'), hashtext(new.id::text));
  insert into private.changed_buckets (client_id) values (new.id);
  return null;
end
$$;
create trigger mark_tenant after update of time_zone on public.clients
  for each row when (new.time_zone <> old.time_zone) execute function private.mark_tenant();

-- An agent who comes into a sector has worked in others.
-- Definer: see private.mark_changed_buckets.
create function private.mark_agents() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.changed_buckets (client_id, agent_id) select distinct n.client_id, n.agent_id from new_rows n;
  return null;
end
$$;
create trigger mark_agents after insert on public.sector_agents referencing new table as new_rows
  for each statement execute function private.mark_agents();

create type private.bucket as (client_id uuid, agent_id uuid, team_id uuid, day date);

-- Runs of several tenants exclude all others, runs of one tenant only those that meet it.
create function private.lock_aggregation(tenant uuid) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if tenant is null then
    perform pg_advisory_xact_lock(hashtext('aggregation'), 0);
  else
    perform pg_advisory_xact_lock_shared(hashtext('aggregation'), 0),
      pg_advisory_xact_lock(hashtext('aggregation'), hashtext(tenant::text));
  end if;
end
$$;

-- Each statement from here on sees at least what the one sees that deletes the marks: a call that it sees
-- without its mark was counted, one whose mark is younger is counted again by the next run.
create function private.take_marks(tenant uuid) returns private.bucket[]
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  taken private.bucket[];
begin
  with mark as (
    delete from private.changed_buckets b where take_marks.tenant is null or b.client_id = take_marks.tenant
    returning b.client_id, b.agent_id, b.team_id, b.day
  )
  select array_agg(distinct (m.client_id, m.agent_id, m.team_id, m.day)::private.bucket) into taken from mark m;
  if exists (select from unnest(taken) t where t.agent_id is null) then
    select taken || array_agg(b.bucket) into taken
    from (
      select (c.client_id, c.agent_id, c.team_id,
        (c.started_at at time zone t.time_zone)::date)::private.bucket as bucket
      from public.calls c join public.clients t on t.id = c.client_id
      where c.client_id in (select w.client_id from unnest(taken) w where w.agent_id is null)
      union
      select (m.client_id, m.agent_id, m.team_id, m.day)::private.bucket from public.agent_metrics_v2 m
      where m.client_id in (select w.client_id from unnest(taken) w where w.agent_id is null)
      union
      select (s.client_id, s.agent_id, null, null)::private.bucket from public.sector_agents s
      where s.client_id in (select w.client_id from unnest(taken) w where w.agent_id is null)
    ) b;
  end if;
  return taken;
end
$$;
comment on function private.take_marks is
  'Deletes the marks and returns the buckets that they name, each once, and agents without a day.';
