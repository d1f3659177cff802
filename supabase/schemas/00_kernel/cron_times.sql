-- When a schedule in cron syntax is due.

-- One of the five fields: numbers, ranges, lists and steps.
create function private.cron_field(field text, lowest integer, highest integer) returns integer[]
language sql immutable set search_path = '' as $$
  select array_agg(distinct n order by n)
  from unnest(string_to_array(field, ',')) item
  cross join lateral (
    select split_part(item, '/', 1) as span, coalesce(nullif(split_part(item, '/', 2), '')::integer, 1) as step
  ) i
  cross join lateral (
    select case when i.span = '*' then lowest else split_part(i.span, '-', 1)::integer end as first,
      case when i.span = '*' or i.span not like '%-%' and item like '%/%' then highest
        when i.span like '%-%' then split_part(i.span, '-', 2)::integer else i.span::integer end as last
  ) b
  cross join lateral generate_series(b.first, b.last, i.step) n
$$;

-- As cron does: if neither the day of the month nor of the week begins with *, either of them is enough. 7 is Sunday.
create function private.is_cron_day(day date, fields text[]) returns boolean
language sql immutable set search_path = '' as $$
  select extract(month from day) = any (private.cron_field(fields[4], 1, 12)) and case
    when fields[3] like '*%' or fields[5] like '*%' then m.fits and w.fits else m.fits or w.fits end
  from (select extract(day from day) = any (private.cron_field(fields[3], 1, 31)) as fits) m,
    (select array[extract(dow from day), extract(isodow from day)] && private.cron_field(fields[5], 0, 7)::numeric[]
      as fits) w
$$;

create function private.next_run(schedule text, after timestamptz) returns timestamptz
language plpgsql immutable set search_path = '' as $$
declare
  fields constant text[] := regexp_split_to_array(trim(schedule), '\s+');
  start constant timestamp := date_trunc('minute', after at time zone 'UTC') + interval '1 minute';
  day date := start;
  found timestamp;
begin
  if schedule ~ '^\d+ seconds?$' then
    return after + schedule::interval;
  end if;
  for n in 1..1500 loop
    if private.is_cron_day(day, fields) then
      select min(t.at) into found
      from unnest(private.cron_field(fields[2], 0, 23)) h cross join unnest(private.cron_field(fields[1], 0, 59)) m
      cross join lateral (select day + make_interval(hours => h, mins => m) as at) t where t.at >= start;
      if found is not null then
        return found at time zone 'UTC';
      end if;
    end if;
    day := day + 1;
  end loop;
  return null;
end
$$;
comment on function private.next_run is
  'The first time after that moment that the schedule is due, in UTC. Null if it is not within four years, such as on '
  '30 February.';
