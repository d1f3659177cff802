-- Guarantees: an incident opens after three bad samples of a part and closes after three good ones.

create function private.bad_since(component text, minute timestamptz) returns timestamptz
language sql stable set search_path = '' as $$
  select coalesce(
    (select s.minute + interval '1 minute' from private.health_samples s
     where s.minute < bad_since.minute and bad_since.component <> all (s.failing) order by s.minute desc limit 1),
    (select c.since + interval '1 minute' from private.health_components c where c.component = bad_since.component))
$$;
comment on function private.bad_since is 'The minute after the part''s last good sample before the given one.';

-- A minute without a sample means that the scheduler or the database was down, which is an incident of cron alone.
-- For another part, three bad minutes are an incident only if it was seen failing in at least one of them.
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
    insert into private.incidents as i (component, opened_at, severity)
    select v.component, private.bad_since(v.component, judge.minute),
      private.severity_of(v.component, 0, 1, interval '0')
    from verdict v where v.bad and v.seen
    on conflict do nothing
    returning i.*
  ), ended as (
    update private.incidents i set resolved_at = greatest(v.first, i.opened_at)
    from verdict v where v.good and i.component = v.component and i.resolved_at is null
    returning i.*
  )
  select array(select n::private.incidents from new n), array(select e::private.incidents from ended e) into opened,
    resolved;
  perform private.emit_incidents('incident.opened', opened), private.emit_incidents('incident.resolved', resolved);
end
$$;
comment on function private.judge is 'Opens and closes incidents according to the three samples before the minute.';
