-- When a schedule in cron syntax is due.

-- One of the five fields: numbers, ranges, lists and steps. plpgsql, because it keeps its plan.
create function private.cron_field(field text, lowest integer, highest integer) returns integer[]
language plpgsql immutable set search_path = '' as $$
begin
  return (
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
    cross join lateral generate_series(b.first, b.last, i.step) n);
end
$$;

-- As cron does: if neither the day of the month nor of the week begins with *, either of them is enough. 7 is Sunday.
create function private.next_cron_day(fields text[], first date) returns date
language plpgsql immutable set search_path = '' as $$
declare
  months constant integer[] := private.cron_field(fields[4], 1, 12);
  days constant integer[] := private.cron_field(fields[3], 1, 31);
  weekdays constant integer[] := private.cron_field(fields[5], 0, 7);
  needs_both constant boolean := fields[3] like '*%' or fields[5] like '*%';
  day date := first;
  fits_month boolean;
  fits_week boolean;
begin
  for n in 1..1500 loop
    fits_month := extract(day from day)::integer = any (days);
    fits_week := array[extract(dow from day)::integer, extract(isodow from day)::integer] && weekdays;
    if extract(month from day)::integer = any (months)
      and (fits_month and fits_week or not needs_both and (fits_month or fits_week)) then
      return day;
    end if;
    day := day + 1;
  end loop;
  return null;
end
$$;

create function private.next_run(schedule text, after timestamptz) returns timestamptz
language plpgsql immutable set search_path = '' as $$
declare
  fields constant text[] := regexp_split_to_array(trim(schedule), '\s+');
  start constant timestamp := date_trunc('minute', after at time zone 'UTC') + interval '1 minute';
  day date;
  hours integer[];
  minutes integer[];
  minute integer;
begin
  if schedule ~ '^\d+ seconds?$' then
    return after + schedule::interval;
  end if;
  hours := private.cron_field(fields[2], 0, 23);
  minutes := private.cron_field(fields[1], 0, 59);
  day := private.next_cron_day(fields, start::date);
  if day = start::date then
    select min(h * 60 + m) into minute from unnest(hours) h, unnest(minutes) m
    where h * 60 + m >= extract(epoch from start - day) / 60;
    if minute is null then
      day := private.next_cron_day(fields, day + 1);
    end if;
  end if;
  minute := coalesce(minute, hours[1] * 60 + minutes[1]);
  return (day + make_interval(mins => minute)) at time zone 'UTC';
end
$$;
comment on function private.next_run is
  'The first time after that moment that the schedule is due, in UTC. Null if it is not within four years, such as on '
  '30 February.';
