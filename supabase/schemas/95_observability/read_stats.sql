-- The statistics of a window: whole days and hours from their sums, the rest from minutes and marks.

create function private.observing_tenant(client_id uuid) returns uuid
language plpgsql stable set search_path = '' as $$
declare
  tenant uuid;
begin
  if private.is_operator() then
    return coalesce(client_id, private.request_header('x-client-id')::uuid);
  end if;
  tenant := private.authorize('observability:read');
  if client_id <> tenant then
    perform private.fail(404, 'NOT_FOUND', 'There is no such tenant');
  end if;
  return tenant;
end
$$;
comment on function private.observing_tenant is
  'The tenant whose data the caller may see. With the secret key the one that it names, or null for all. Raises 401, '
  '403, and 404 for another tenant.';

create function private.require_window(since timestamptz, until timestamptz, longest interval) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if since > until then
    perform private.invalid('from', 'range', 'must not be after to');
  elsif until - since > longest then
    perform private.invalid('from', 'range', format('must be at most %s days before to',
      extract(day from longest)));
  end if;
end
$$;

create function private.whole(unit text, at timestamptz, up boolean) returns timestamptz
language sql stable set search_path = '' as $$
  select case when up and date_trunc(unit, at, 'UTC') < at
    then (date_trunc(unit, at, 'UTC') at time zone 'UTC' + ('1 ' || unit)::interval) at time zone 'UTC'
    else date_trunc(unit, at, 'UTC') end
$$;
comment on function private.whole is 'The moment rounded down, or up, to a whole unit in UTC.';

create type private.window_piece as (level text, lower timestamptz, upper timestamptz);

-- finest is what the caller groups by: minutes cannot be read out of hours.
create function private.window_pieces(since timestamptz, until timestamptz, finest text)
returns setof private.window_piece
language plpgsql stable set search_path = '' as $$
declare
  hours constant private.stat_levels := (select l from private.stat_levels l where l.level = 'hours');
  days constant private.stat_levels := (select l from private.stat_levels l where l.level = 'days');
  -- Old bounds are those of whole hours and days, for nothing finer is kept.
  first constant timestamptz := case when since < now() - hours.kept then private.whole('day', since, false)
    when since < now() - interval '2 days' then private.whole('hour', since, false) else since end;
  h1 constant timestamptz := case when finest = 'minute' then until else private.whole('hour', first, true) end;
  h2 constant timestamptz := greatest(least(private.whole('hour', until, false), hours.until), h1);
  d1 constant timestamptz := case when finest = 'hour' then h2 else private.whole('day', h1, true) end;
  d2 constant timestamptz := greatest(least(private.whole('day', until, false), days.until), d1);
begin
  if h2 <= h1 then
    return query select * from (values ('minutes', first, until)) p;
  elsif d2 <= d1 then
    return query select * from (values ('minutes', first, h1), ('hours', h1, h2), ('minutes', h2, until)) p;
  else
    return query select * from (values ('minutes', first, h1), ('hours', h1, d1), ('days', d1, d2), ('hours', d2, h2),
      ('minutes', h2, until)) p;
  end if;
end
$$;

create function private.stats_between(tenant uuid, since timestamptz, until timestamptz, finest text)
returns setof private.stat_marks
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  piece private.window_piece;
begin
  return query select * from private.stat_marks m
    where (m.client_id = tenant or tenant is null) and m.starts_at >= since and m.starts_at < until;
  for piece in select * from private.window_pieces(since, until, finest) p where p.lower < p.upper loop
    return query execute format('select * from private.stat_%I s where s.client_id %s and s.starts_at >= $2
      and s.starts_at < $3', piece.level, case when tenant is null then 'is null' else '= $1' end)
      using tenant, piece.lower, piece.upper;
  end loop;
end
$$;
comment on function private.stats_between is
  'The rows of a window for a tenant, or with null for everybody together. Their sums count each request once.';
