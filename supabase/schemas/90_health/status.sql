-- Uptime and incidents for a status page.

-- Whole hours from their counts; the minutes before the first and after the last from the samples themselves.
create function private.good_samples(component text, beginning timestamptz, until timestamptz) returns bigint
language plpgsql stable set search_path = '' as $$
declare
  last constant timestamptz := private.hour_of(until);
  first constant timestamptz := least(
    case when private.hour_of(beginning) = beginning then beginning
      else private.hour_of(beginning) + interval '1 hour' end, greatest(last, beginning));
begin
  return coalesce((
      select sum(h.samples) from private.health_hours h where h.hour >= first and h.hour < last), 0)
    - coalesce((select sum(b.bad) from private.health_bad_hours b
      where b.component = good_samples.component and b.hour >= first and b.hour < last), 0)
    + (select count(*) from private.health_samples s
      where s.minute >= beginning and s.minute < least(first, until) and good_samples.component <> all (s.failing))
    + (select count(*) from private.health_samples s
      where s.minute >= greatest(first, last) and s.minute < until and good_samples.component <> all (s.failing));
end
$$;

-- Counts whole minutes, from when the part was first watched.
create function private.uptime(until timestamptz default date_trunc('minute', clock_timestamp()))
returns table (component text, period text, uptime numeric)
language plpgsql stable set search_path = '' as $$
begin
  return query
    select s.component, s.period, trunc(private.good_samples(s.component, s.beginning, until)
      / nullif(greatest(extract(epoch from until - s.beginning) / 60, 0), 0), 6)
    from (
      select c.component, p.period, greatest(until - p.length, c.since + interval '1 minute') as beginning
      from private.health_components c
      cross join (values ('24h', interval '24 hours'), ('7d', '7 days'), ('90d', '90 days')) p (period, length)
    ) s;
end
$$;
comment on function private.uptime is
  'The share of minutes with a good sample, 0–1, by part and period. Null before the first minute. A minute without '
  'a sample is not good.';

-- Definer: see public.health_checks.
create function public.health_status(past_incidents integer default 50, for_operator boolean default false)
returns jsonb
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
      select coalesce(jsonb_agg(private.incident_json(i, for_operator) order by i.opened_at desc, i.id desc), '[]')
      from private.incidents i where i.resolved_at is null),
    'maintenance', private.shown_maintenance(),
    'past_incidents', (
      select coalesce(jsonb_agg(private.incident_json(p, for_operator) order by p.opened_at desc, p.id desc), '[]')
      from (
        select i.* from private.incidents i
        where i.resolved_at is not null and i.opened_at > now() - interval '90 days'
        order by i.opened_at desc, i.id desc limit greatest(least(past_incidents, 100), 0)
      ) i join private.incidents p on p.id = i.id));
end
$$;
comment on function public.health_status is
  'For the health function: {components: [{component, status, since, uptime: {24h, 7d, 90d}}], open_incidents, '
  'maintenance, past_incidents}, the newest first. The operator sees more of an incident: private.incident_json.';
revoke execute on function public.health_status from public, anon, authenticated;
grant execute on function public.health_status to service_role;
