create function private.is_calendar_day(iso_date text) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select substr(iso_date, 9, 2)::integer <= extract(day from
    make_date(left(iso_date, 4)::integer, substr(iso_date, 6, 2)::integer, 1) + interval '1 month - 1 day')
$$;
comment on function private.is_calendar_day is
  'True if the month has that day. The text begins with YYYY-MM-DD, month 01–12 and day 01–31.';
