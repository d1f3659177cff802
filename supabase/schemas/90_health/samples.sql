-- One sample a minute; a missing one counts as bad.

-- The table is narrow, because 90 days are 129,600 rows and uptime mostly counts rows.
create table private.health_samples (
  minute timestamptz primary key check (extract(second from minute) = 0),
  sampled_at timestamptz not null default clock_timestamp(),
  failing text[] not null default '{}',
  warning text[] not null default '{}',
  reported text[]
);
create index health_samples_bad on private.health_samples (minute) where failing <> '{}';
alter table private.health_samples enable row level security;
comment on table private.health_samples is
  'A part is good if it is not in failing, from the minute after its health_components.since on.';
comment on column private.health_samples.reported is
  'The outside parts that the health function reported on. Null until it has.';

-- Outside parts without a report for the previous minute count as bad.
create function private.close_minute(minute timestamptz) returns void
language sql volatile set search_path = '' as $$
  update private.health_samples s
  set failing = s.failing || array(
    select c.component from private.health_components c
    where c.outside and c.since < s.minute and c.component <> all (coalesce(s.reported, '{}'))
      and c.component <> all (s.failing))
  where s.minute = close_minute.minute
$$;

-- Like private.ring, only a doorbell: if it is lost, the minute counts as bad.
create function private.ring_health() returns void
language sql volatile set search_path = '' as $$
  select net.http_post(url.decrypted_secret || '/health/v1/samples',
    headers => jsonb_build_object('Content-Type', 'application/json', 'apikey', key.decrypted_secret))
  from vault.decrypted_secrets url, vault.decrypted_secrets key
  where url.name = 'functions_url' and key.name = 'secret_key'
$$;
comment on function private.ring_health is 'Asks the health function to check the parts outside the database.';

create function private.sample_health(at timestamptz default clock_timestamp()) returns text
language plpgsql volatile set search_path = '' as $$
declare
  this_minute constant timestamptz := date_trunc('minute', at);
  found_failing text[];
begin
  -- This runs, so cron does too.
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
  return coalesce(nullif(array_to_string(found_failing, ', '), '') || ' failing', 'good');
end
$$;
comment on function private.sample_health is
  'Takes the minute''s sample, judges the earlier ones, and asks the health function for its part.';

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
comment on function private.watch is 'Replaces the list of outside parts and ends incidents of removed ones.';

-- Definer: samples are private. Only the health function, as the service role, may call this.
create function public.record_health_sample(checks jsonb) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  names constant text[] := array(select c ->> 'component' from jsonb_array_elements(checks) c);
  sampled timestamptz;
begin
  update private.health_samples s
  set reported = names,
    failing = s.failing || array(select c ->> 'component' from jsonb_array_elements(checks) c
      where c ->> 'status' = 'fail'),
    warning = s.warning || array(select c ->> 'component' from jsonb_array_elements(checks) c
      where c ->> 'status' = 'warn')
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
  'For the health function: adds the outside parts, [{component, status}], to the sample of this minute, '
  'once; false when there is none that waits.';
revoke execute on function public.record_health_sample from public, anon, authenticated;
grant execute on function public.record_health_sample to service_role;
