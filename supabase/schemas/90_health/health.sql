-- Guarantees: whoever asks how the system is hears of each part by itself and within a second; every minute is kept as
-- good or bad, one without a sample as bad; an incident opens after three bad samples of a part and closes after three
-- good ones.

create table private.health_components (
  component text primary key check (component ~ '^[a-z_]{1,50}$'),
  outside boolean not null,
  since timestamptz not null default date_trunc('minute', now())
);
alter table private.health_components enable row level security;
comment on column private.health_components.outside is
  'The database cannot look at it: the health function does, each minute when it is rung, and says which there are.';
insert into private.health_components (component, outside)
select c, false from unnest(array['database', 'cron', 'queue', 'aggregation', 'deliveries', 'dead_jobs']) c;

-- As narrow as can be: 90 days are 129,600 rows, and what is counted are mostly rows and not what is in them.
create table private.health_samples (
  minute timestamptz primary key check (extract(second from minute) = 0),
  sampled_at timestamptz not null default clock_timestamp(),
  failing text[] not null default '{}',
  warning text[] not null default '{}',
  reported text[]
);
create index health_samples_bad on private.health_samples (minute) where failing <> '{}';
alter table private.health_samples enable row level security;
comment on table private.health_samples is 'Good are all parts that are not in failing, from the minute after theirs in health_components.since.';
comment on column private.health_samples.reported is 'The outside parts that the health function looked at; null until it did.';

create table private.incidents (
  id uuid primary key default gen_random_uuid(),
  component text not null,
  opened_at timestamptz not null,
  detected_at timestamptz not null default now(),
  resolved_at timestamptz check (resolved_at >= opened_at)
);
create unique index incidents_open on private.incidents (component) where resolved_at is null;
create index incidents_newest on private.incidents (opened_at desc, id desc);
alter table private.incidents enable row level security;
comment on column private.incidents.opened_at is 'The first bad minute; resolved_at: the first good one after the last bad one.';

create function private.incident_json(incident private.incidents) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('id', incident.id, 'component', incident.component,
    'status', case when incident.resolved_at is null then 'open' else 'resolved' end,
    'opened_at', incident.opened_at, 'detected_at', incident.detected_at, 'resolved_at', incident.resolved_at)
$$;
comment on function private.incident_json is 'An incident as the API shows it.';

create index job_queue_died on public.job_queue (completed_at) where phase = 'dead';

-- What the database sees -----------------------------------------------------------------------------------

-- Deliveries to an endpoint that is being served wait for it and not for us.
create function private.oldest_due(deliveries boolean) returns timestamptz
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  served constant uuid[] := array(
    select distinct j.lane from public.job_queue j
    where deliveries and j.phase = 'active' and j.queue = 'webhooks' and j.lease_until > now());
begin
  return least(
    (select min(j.scheduled_for) from public.job_queue j
     where j.phase = 'active' and j.lease_until is null and (j.queue = 'webhooks') = deliveries and j.lane <> all (served)),
    (select min(j.scheduled_for) from public.job_queue j where j.phase = 'scheduled' and (j.queue = 'webhooks') = deliveries),
    (select min(j.lease_until) from public.job_queue j where j.phase = 'active' and (j.queue = 'webhooks') = deliveries));
end
$$;
comment on function private.oldest_due is
  'Since when the job waits that could have run first: webhook deliveries, or all others. In the future when nothing waits.';

-- A part that never said anything is not broken before it had time to.
create function private.is_starting() returns boolean
language sql stable set search_path = '' as $$
  select clock_timestamp() < interval '2 minutes' + greatest(pg_postmaster_start_time(),
    (select c.since from private.health_components c where c.component = 'cron'))
$$;
comment on function private.is_starting is 'Whether the system or its database is younger than two minutes.';

create function private.observe() returns table (component text, status text, observed_value numeric, observed_unit text, output text)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
declare
  starting constant boolean := private.is_starting();
begin
  return query
    select o.component,
      case
        when o.value is null or o.value > o.fail_above then case when starting and o.needs_cron then 'warn' else 'fail' end
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
         where j.phase = 'dead' and j.completed_at > now() - interval '1 hour'),
        'jobs', 0, null, false, 'jobs of the last hour have no attempt left')
    ) o (component, value, unit, warn_above, fail_above, needs_cron, problem);
end
$$;
comment on function private.observe is
  'What the database sees of itself: {component, status pass|warn|fail, observed_value, observed_unit, output}.';

-- Definer: it counts what no caller may read. For the service role alone: the numbers are of all tenants.
create function public.health_checks() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select jsonb_agg(to_jsonb(o) order by o.component) from private.observe() o);
end
$$;
comment on function public.health_checks is
  'For the health function: [{component, status, observed_value, observed_unit, output}] of the parts that the database sees.';
revoke execute on function public.health_checks from public, anon, authenticated;
grant execute on function public.health_checks to service_role;

-- Incidents --------------------------------------------------------------------------------------------------

create function private.emit_incidents(type text, incidents private.incidents[]) returns void
language sql volatile set search_path = '' as $$
  select private.emit_events(emit_incidents.type, array_agg(c.id), array_agg(private.incident_json(i)))
  from unnest(incidents) i cross join public.clients c
  where c.status = 'active'
  having count(*) > 0
$$;
comment on function private.emit_incidents is 'Tells every active tenant: incidents are the system''s, and so everyone''s.';

-- A minute without any sample tells that the scheduler or the whole database was away, and is the incident of cron alone:
-- of another part three bad minutes make one only if it was seen failing in any of them.
create function private.judge(minute timestamptz) returns void
language plpgsql volatile set search_path = '' as $$
declare
  opened private.incidents[];
  resolved private.incidents[];
begin
  with verdict as (
    select c.component,
      bool_and(s.minute is null or c.component = any (s.failing)) as bad,
      bool_or(coalesce(c.component = any (s.failing), c.component = 'cron')) as seen,
      bool_and(s.minute is not null and c.component <> all (s.failing)) as good,
      min(m.minute) as first
    from private.health_components c
    join generate_series(judge.minute - interval '3 minutes', judge.minute - interval '1 minute', '1 minute') m (minute)
      on c.since < m.minute
    left join private.health_samples s on s.minute = m.minute
    group by c.component
    having count(*) = 3
  ), new as (
    insert into private.incidents as i (component, opened_at)
    select v.component, private.bad_since(v.component, judge.minute) from verdict v where v.bad and v.seen
    on conflict do nothing
    returning i.*
  ), ended as (
    update private.incidents i set resolved_at = greatest(v.first, i.opened_at)
    from verdict v where v.good and i.component = v.component and i.resolved_at is null
    returning i.*
  )
  select array(select n::private.incidents from new n), array(select e::private.incidents from ended e) into opened, resolved;
  perform private.emit_incidents('incident.opened', opened), private.emit_incidents('incident.resolved', resolved);
end
$$;
comment on function private.judge is 'Opens and closes incidents by the three samples before the minute.';

create function private.bad_since(component text, minute timestamptz) returns timestamptz
language sql stable set search_path = '' as $$
  select coalesce(
    (select s.minute + interval '1 minute' from private.health_samples s
     where s.minute < bad_since.minute and bad_since.component <> all (s.failing) order by s.minute desc limit 1),
    (select c.since + interval '1 minute' from private.health_components c where c.component = bad_since.component))
$$;
comment on function private.bad_since is 'The minute after the part''s last good sample before the given one.';

-- Samples ----------------------------------------------------------------------------------------------------

-- What should have been reported of the minute before and was not, is bad.
create function private.close_minute(minute timestamptz) returns void
language sql volatile set search_path = '' as $$
  update private.health_samples s
  set failing = s.failing || array(
    select c.component from private.health_components c
    where c.outside and c.since < s.minute and c.component <> all (coalesce(s.reported, '{}')) and c.component <> all (s.failing))
  where s.minute = close_minute.minute
$$;

-- Like private.ring, a doorbell: when it is lost, the minute is bad.
create function private.ring_health() returns void
language sql volatile set search_path = '' as $$
  select net.http_post(url.decrypted_secret || '/health/v1/samples',
    headers => jsonb_build_object('Content-Type', 'application/json', 'apikey', key.decrypted_secret))
  from vault.decrypted_secrets url, vault.decrypted_secrets key
  where url.name = 'functions_url' and key.name = 'secret_key'
$$;
comment on function private.ring_health is 'Asks the health function to look at what the database cannot see.';

create function private.sample_health(at timestamptz default clock_timestamp()) returns text
language plpgsql volatile set search_path = '' as $$
declare
  this_minute constant timestamptz := date_trunc('minute', at);
  found_failing text[];
begin
  -- That this runs says that cron does.
  insert into private.health_samples (minute, failing, warning)
  select this_minute, coalesce(array_agg(o.component) filter (where o.status = 'fail'), '{}'),
    coalesce(array_agg(o.component) filter (where o.status = 'warn'), '{}')
  from private.observe() o where o.component <> 'cron'
  on conflict do nothing
  returning failing into found_failing;
  if not found then
    return 'sampled already';
  end if;
  perform private.close_minute(this_minute - interval '1 minute'), private.judge(this_minute), private.ring_health();
  delete from private.health_samples s where s.minute < this_minute - interval '91 days';
  return coalesce(nullif(array_to_string(found_failing, ', '), '') || ' failing', 'good');
end
$$;
comment on function private.sample_health is 'Takes the minute''s sample, judges those before it, and asks the health function for its part.';

create function private.watch(components text[], minute timestamptz) returns void
language plpgsql volatile set search_path = '' as $$
declare
  gone private.incidents[];
begin
  insert into private.health_components (component, outside, since)
  select c, true, watch.minute - interval '1 minute' from unnest(components) c
  on conflict do nothing;
  delete from private.health_components c where c.outside and c.component <> all (components);
  with ended as (
    update private.incidents i set resolved_at = greatest(watch.minute, i.opened_at)
    where i.resolved_at is null and not exists (select from private.health_components c where c.component = i.component)
    returning i.*
  )
  select array(select e::private.incidents from ended e) into gone;
  perform private.emit_incidents('incident.resolved', gone);
end
$$;
comment on function private.watch is 'From now on these are the outside parts; incidents of others end.';

-- Definer: samples are private. For the service role alone, which the health function has.
create function public.record_health_sample(checks jsonb) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  names constant text[] := array(select c ->> 'component' from jsonb_array_elements(checks) c);
  sampled timestamptz;
begin
  update private.health_samples s
  set reported = names,
    failing = s.failing || array(select c ->> 'component' from jsonb_array_elements(checks) c where c ->> 'status' = 'fail'),
    warning = s.warning || array(select c ->> 'component' from jsonb_array_elements(checks) c where c ->> 'status' = 'warn')
  where s.minute = (select max(l.minute) from private.health_samples l where l.minute > now() - interval '1 minute')
    and s.reported is null
  returning s.minute into sampled;
  if not found then
    return false;
  end if;
  perform private.watch(names, sampled);
  return true;
end
$$;
comment on function public.record_health_sample is
  'For the health function: adds what the database cannot see, [{component, status}], to the sample of this minute, once; false when there is none that waits.';
revoke execute on function public.record_health_sample from public, anon, authenticated;
grant execute on function public.record_health_sample to service_role;

select private.schedule_task('sample_health', '* * * * *', 'select private.sample_health()');

-- The status page ----------------------------------------------------------------------------------------------

-- Whole minutes only; a part is counted from when it was first watched.
create function private.uptime(until timestamptz default date_trunc('minute', clock_timestamp()))
returns table (component text, period text, uptime numeric)
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
#variable_conflict use_column
begin
  return query
    with span as materialized (
      select c.component, p.period, greatest(until - p.length, c.since + interval '1 minute') as beginning
      from private.health_components c
      cross join (values ('24h', interval '24 hours'), ('7d', '7 days'), ('90d', '90 days')) p (period, length)
    ), taken as (
      select b.beginning, count(s.minute) as samples
      from (select distinct beginning from span) b
      left join private.health_samples s on s.minute >= b.beginning and s.minute < until
      group by b.beginning
    ), bad as materialized (
      select s.minute, f as component from private.health_samples s cross join unnest(s.failing) f
      where s.failing <> '{}' and s.minute >= until - interval '90 days' and s.minute < until
    )
    select s.component, s.period, trunc(
      (t.samples - (select count(*) from bad b where b.component = s.component and b.minute >= s.beginning))
        / nullif(greatest(extract(epoch from until - s.beginning) / 60, 0), 0), 6)
    from span s join taken t using (beginning);
end
$$;
comment on function private.uptime is
  'By part and period the share of minutes with a good sample, 0–1; null before the first minute. A minute without a sample is not good.';

-- Definer: see public.health_checks.
create function public.health_status(past_incidents integer default 50) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  components jsonb;
begin
  with last as (
    select s.* from private.health_samples s
    where s.minute > clock_timestamp() - interval '3 minutes' order by s.reported is null, s.minute desc limit 1
  ), uptime as (
    select u.component, jsonb_object_agg(u.period, u.uptime) as uptime from private.uptime() u group by u.component
  )
  select jsonb_agg(jsonb_build_object('component', c.component, 'status', case
      when c.component = 'database' then 'pass'
      when not c.outside then o.status
      when c.component = any (l.failing) then 'fail'
      when c.component = any (l.warning) then 'warn'
      when c.component = any (l.reported) then 'pass'
      when private.is_starting() then 'warn'
      else 'fail'
    end, 'since', c.since, 'uptime', u.uptime) order by c.component) into components
  from private.health_components c
  left join private.observe() o using (component)
  left join uptime u using (component)
  left join last l on true;
  return jsonb_build_object('components', components,
    'open_incidents', (
      select coalesce(jsonb_agg(private.incident_json(i) order by i.opened_at desc, i.id desc), '[]')
      from private.incidents i where i.resolved_at is null),
    'past_incidents', (
      select coalesce(jsonb_agg(private.incident_json(p) order by p.opened_at desc, p.id desc), '[]')
      from (
        select i.* from private.incidents i
        where i.resolved_at is not null and i.opened_at > now() - interval '90 days'
        order by i.opened_at desc, i.id desc limit greatest(least(past_incidents, 100), 0)
      ) i join private.incidents p on p.id = i.id));
end
$$;
comment on function public.health_status is
  'For the health function: {components: [{component, status, since, uptime: {24h, 7d, 90d}}], open_incidents, past_incidents}, the newest first.';
revoke execute on function public.health_status from public, anon, authenticated;
grant execute on function public.health_status to service_role;
