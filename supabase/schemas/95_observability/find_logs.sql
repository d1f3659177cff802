-- Log lines in the API, and when they end.

create function private.log_json(entry private.log_lines) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('id', entry.id, 'timestamp', entry.at, 'level', entry.level, 'function', entry.function,
    'requestId', entry.request_id, 'userId', entry.user_id, 'action', entry.line -> 'action',
    'duration', entry.line -> 'duration', 'error', entry.line -> 'error', 'metadata', entry.line
      - array['timestamp', 'level', 'function', 'requestId', 'userId', 'clientId', 'action', 'duration', 'error'])
    || case when private.is_operator() then jsonb_build_object('clientId', entry.client_id) else '{}' end
$$;
comment on function private.log_json is 'A log line as the API shows it. Only the secret key sees whose it is.';

create function private.log_filter(tenant uuid, q text, level text, function text, request_id text, user_id uuid)
returns text
language sql stable set search_path = '' as $$
  select concat_ws(' and ', 'l.at >= $1 and l.at < $2',
    case when tenant is not null then format('l.client_id = %L', tenant) end,
    case when q is not null
      then format('l.words @@ plainto_tsquery(''simple'', %L)', regexp_replace(q, '[^[:alnum:]]+', ' ', 'g')) end,
    case when level is not null then format('l.level = %L', level) end,
    case when function is not null then format('l.function = %L', function) end,
    case when request_id is not null then format('l.request_id = %L', request_id) end,
    case when user_id is not null then format('l.user_id = %L', user_id) end)
$$;

-- Definer: log lines are private.
create function public.find_logs(q text default null, level text default null, function text default null,
  request_id text default null, user_id uuid default null, since timestamptz default null,
  until timestamptz default null, client_id uuid default null, after_time timestamptz default null,
  after_id uuid default null, page_size integer default 20, with_total boolean default false)
returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.observing_tenant(client_id);
  upper constant timestamptz := coalesce(until, clock_timestamp());
  lower constant timestamptz := greatest(coalesce(since, upper - interval '1 day'),
    private.days_back(private.log_days(tenant)));
  filter text;
  rows jsonb;
  total bigint;
begin
  perform private.require_short(jsonb_build_object('level', level, 'function', function, 'request_id', request_id));
  perform private.require_window(coalesce(since, lower), upper, interval '400 days');
  if length(q) > 200 or q !~ '[[:alnum:]]' then
    perform private.invalid('q', 'range', 'must have a word, and 200 characters at most');
  end if;
  filter := private.log_filter(tenant, q, find_logs.level, find_logs.function, find_logs.request_id,
    find_logs.user_id);
  execute format('select coalesce(jsonb_agg(private.log_json(p.entry) order by (p.entry).at desc, (p.entry).id desc),
      ''[]'')
    from (select l as entry from private.log_lines l
      where %s and ($3 is null or (l.at, l.id) < ($3, $4)) order by l.at desc, l.id desc limit $5) p', filter)
    into rows using lower, upper, after_time, after_id, private.page_limit(page_size);
  if with_total then
    execute format('select count(*) from private.log_lines l where %s', filter) into total using lower, upper;
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.find_logs is
  'Log lines after the cursor, newest first: {rows: [{id, timestamp, level, function, requestId, userId, action, '
  'duration, error, metadata}], total}. q are words that a line must have. Raises 401, 403, 404, 422.';
grant execute on function public.find_logs to authenticated;

create function private.log_days(tenant uuid) returns integer
language plpgsql stable set search_path = '' as $$
begin
  return (private.archive_policy(tenant, private.archive_kind('logs'))).hot_days;
end
$$;
comment on function private.log_days is 'Days that the tenant''s lines can be searched. Null: the system''s.';

-- Tenants whose lines go into the archive before their day is dropped.
create function private.log_archivers() returns setof uuid
language plpgsql stable set search_path = '' as $$
begin
  return query
  select p.client_id from private.archive_policies p where p.kind = 'logs' and p.archive_days > p.hot_days
  union
  select h.client_id from private.archive_holds h where h.kind = 'logs';
end
$$;

create function private.delete_old_logs() returns text
language plpgsql volatile set search_path = '' as $$
declare
  longest constant integer := (select max(private.log_days(t.id)) from (
    select null::uuid union select c.id from public.clients c) t (id));
  oldest constant timestamptz := private.days_back(longest);
  waiting constant timestamptz := (
    select min(l.at) from private.log_lines l
    where l.at < oldest and l.client_id in (select a from private.log_archivers() a));
  dropped constant bigint := private.drop_partitions('private.log_lines', least(oldest, waiting));
  deleted bigint;
begin
  -- Days that wait for the archive keep no line of the system. Other tenants' lines end with the archive's runs.
  delete from private.log_lines l where l.client_id is null and l.at < oldest;
  get diagnostics deleted = row_count;
  return format('%s partitions, %s lines', dropped, deleted);
end
$$;
comment on function private.delete_old_logs is
  'Drops the days that no tenant keeps any more. Before the archive runs, so that it deletes only what is left.';
