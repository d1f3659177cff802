-- The parts of the service that health checks, and their current state.

create table private.health_components (
  component text primary key check (component ~ '^[a-z_]{1,50}$'),
  outside boolean not null,
  since timestamptz not null default date_trunc('minute', now())
);
alter table private.health_components enable row level security;
comment on column private.health_components.outside is
  'True for parts that only the health function can check, each minute when it is rung. It also names them.';

insert into private.health_components (component, outside)
select c, false
from unnest(array['database', 'cron', 'queue', 'aggregation', 'deliveries', 'dead_jobs', 'connections']) c;
create index job_queue_died on public.job_queue (completed_at) where phase = 'dead';

-- Leaves out deliveries that wait for another delivery of their tenant, or because their endpoint is slow: that is not
-- our delay, and no tenant can make the service look ill.
create function private.oldest_due(deliveries boolean) returns timestamptz
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  served constant uuid[] := array(
    select distinct coalesce(j.client_id, j.lane) from public.job_queue j
    where deliveries and j.phase = 'active' and j.queue = 'webhooks' and j.lease_until > now());
begin
  return least(
    (select min(greatest(j.scheduled_for, s.rests_until))
     from public.job_queue j left join private.slow_lanes s on s.lane = j.lane
     where j.phase = 'active' and j.lease_until is null and (j.queue = 'webhooks') = deliveries
       and coalesce(j.client_id, j.lane) <> all (served)),
    (select min(j.scheduled_for) from public.job_queue j where j.phase = 'scheduled'
      and (j.queue = 'webhooks') = deliveries),
    (select min(j.lease_until) from public.job_queue j where j.phase = 'active'
      and (j.queue = 'webhooks') = deliveries));
end
$$;
comment on function private.oldest_due is
  'When the longest-waiting job could have run: webhook deliveries, or all other jobs. In the future if '
  'nothing waits.';

-- A part that has not reported yet is not broken until it had time to.
create function private.is_starting() returns boolean
language sql stable set search_path = '' as $$
  select clock_timestamp() < interval '2 minutes' + greatest(pg_postmaster_start_time(),
    (select c.since from private.health_components c where c.component = 'cron'))
$$;
comment on function private.is_starting is 'True if the system or its database started less than two minutes ago.';

create function private.connections_used() returns numeric
language sql stable set search_path = '' as $$
  select sum(d.numbackends)::numeric
    / (current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer)
  from pg_catalog.pg_stat_database d
$$;
comment on function private.connections_used is 'The share of the clients'' connections that is in use, 0–1.';

-- A tenant's own dead jobs, such as deliveries to its endpoints, say nothing about the service.
create function private.observe() returns table (component text, status text, observed_value numeric,
  observed_unit text, output text)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
declare
  starting constant boolean := private.is_starting();
begin
  return query
    select o.component,
      case
        when o.value is null or o.value > o.fail_above then case when starting
          and o.needs_cron then 'warn' else 'fail' end
        when o.value > o.warn_above then 'warn' else 'pass'
      end,
      round(o.value, 3), o.unit,
      case when o.value is null then o.problem || ': never yet' when o.value > o.warn_above then o.problem end
    from (values
      ('cron', (select extract(epoch from clock_timestamp() - max(s.sampled_at)) from private.health_samples s),
        's', 90, 150, true, 'pg_cron takes a sample every minute, the last one is old'),
      ('queue', greatest(extract(epoch from clock_timestamp() - coalesce(private.oldest_due(false), now())), 0),
        's', 60, 300, false, 'a job is due and no worker takes it'),
      ('aggregation', extract(epoch from clock_timestamp() - private.aggregated_at(null)),
        's', 150, 600, true, 'metrics are brought up to date every minute, the last run is old'),
      ('deliveries', greatest(extract(epoch from clock_timestamp() - coalesce(private.oldest_due(true), now())), 0),
        's', 60, 300, false, 'a webhook delivery is due and no worker takes it'),
      ('dead_jobs', (select count(*)::numeric from public.job_queue j
         where j.phase = 'dead' and j.completed_at > now() - interval '1 hour' and j.client_id is null),
        'jobs', 0, null, false, 'jobs of the last hour have no attempt left'),
      ('connections', 100 * private.connections_used(), '%', 80, null, false,
        'most connections of the database are in use')
    ) o (component, value, unit, warn_above, fail_above, needs_cron, problem);
end
$$;
comment on function private.observe is
  'The parts that the database checks: {component, status pass|warn|fail, observed_value, observed_unit, output}.';

-- Definer: it counts rows that no caller may read. Only for the service role, because it counts all tenants.
create function public.health_checks() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select jsonb_agg(to_jsonb(o) order by o.component) from private.observe() o);
end
$$;
comment on function public.health_checks is
  'For the health function: [{component, status, observed_value, observed_unit, output}] of the parts that the '
  'database sees.';
revoke execute on function public.health_checks from public, anon, authenticated;
grant execute on function public.health_checks to service_role;
