-- Times without an offset, as they stand in files.

create function private.local_time(value text) returns timestamp
language sql immutable parallel safe set search_path = '' as $$
  select case
    when value ~ ('^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[T ]([01][0-9]|2[0-3]):[0-5][0-9]'
        '(:[0-5][0-9]([.][0-9]{1,9})?)?$') then
      case when private.is_calendar_day(value) then value::timestamp end
  end
$$;
comment on function private.local_time is
  'The time of a text without an offset, in 2000 to 2099; null for any other text.';

create function private.moments_of(local timestamp, zone text) returns timestamptz[]
language sql immutable parallel safe set search_path = '' as $$
  select array(
    select distinct m.moment
    from (values
      ((local - interval '24 hours') at time zone zone + interval '24 hours'),
      ((local + interval '24 hours') at time zone zone - interval '24 hours')) as m (moment)
    where m.moment at time zone zone = local
    order by 1)
  where local is not null
$$;
comment on function private.moments_of is
  'The moments at which the clocks of a zone show a time: two in the hour that repeats when summer time ends, none in '
  'the one that is skipped when it begins, otherwise one.';

create function private.offset_text(local timestamp, moment timestamptz) returns text
language sql immutable parallel safe set search_path = '' as $$
  select case when o.shift < interval '0' then '-' else '+' end ||
    to_char(case when o.shift < interval '0' then -o.shift else o.shift end, 'HH24:MI')
  from (select local - moment at time zone 'UTC' as shift) o
$$;
comment on function private.offset_text is 'The offset from UTC at a moment when clocks show a time, such as +02:00.';

create function private.local_time_error(field text, value text, moments timestamptz[]) returns jsonb
language sql stable parallel safe set search_path = '' as $$
  select case when moments = '{}'
    then private.row_error(field, 'range',
      format('%s is %s, a time that the clocks skipped when summer time began: correct it', field, value))
    else private.row_error(field, 'ambiguous',
      format('%s is %s, a time that came twice when summer time ended: write %s or %s behind it', field, value,
        private.offset_text(value::timestamp, moments[1]), private.offset_text(value::timestamp, moments[2])))
  end
$$;
comment on function private.local_time_error is 'The error of a time that names no moment or two.';

create function private.time_zone_warning(field text, time_zone text) returns jsonb
language sql immutable parallel safe set search_path = '' as $$
  select jsonb_build_object('field', field, 'code', 'time_zone', 'message',
    format('%s has no offset: it was read in %s, your time zone', field, time_zone))
$$;
comment on function private.time_zone_warning is 'The warning of a file whose times have no offset.';
