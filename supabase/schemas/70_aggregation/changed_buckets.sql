-- What the next run has to recompute. Rows are only added and deleted, so writers never wait for each other.

-- With a day: the calls of this agent, team and day changed. Without a day: only the agent's seven-day figures have to
-- be recomputed. Without an agent: everything of the tenant.
create table private.changed_buckets (
  client_id uuid not null,
  agent_id uuid,
  team_id uuid,
  day date,
  marked_at timestamptz not null default now()
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create index on private.changed_buckets (client_id);
alter table private.changed_buckets enable row level security;

-- Writers compute days in the tenant's time zone. It must not change before their marks are committed.
create function private.hold_time_zones(tenants uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('time zone'), hashtext(t.id::text))
  from (select distinct unnest(tenants) as id order by 1) t;
end
$$;

-- Marks the buckets that calls leave and enter, in the transaction that changes them.
-- Definer: callers cannot write marks.
create function private.mark_changed_buckets() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if private.is_archiving() then
    return null;
  end if;
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

-- An agent that joins a sector may already have calls from others.
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

-- Later statements of the run see at least what this delete sees, so every call whose mark it takes is counted. A call
-- that commits later leaves its own mark and is counted by the next run.
create function private.take_marks(tenants uuid[]) returns private.bucket[]
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  taken private.bucket[];
begin
  with mark as (
    delete from private.changed_buckets b where b.client_id = any (tenants)
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
      select (s.client_id, s.agent_id, s.team_id, (s.quarter at time zone t.time_zone)::date)::private.bucket
      from private.archived_call_sums s join public.clients t on t.id = s.client_id
      where s.client_id in (select w.client_id from unnest(taken) w where w.agent_id is null)
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
  'Deletes the marks and returns the buckets to recompute, each once. Entries without a day are agents.';
