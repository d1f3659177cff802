-- Reading the archive.

-- Only chunks that can hold rows of the page are unpacked: the newest that lie in the window as a whole and have
-- enough rows together, and those that reach into their time.
create function private.page_begin(tenant uuid, kind text, from_time timestamptz, to_time timestamptz,
  page_rows integer) returns timestamptz
language sql stable set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
  select case when max(n.rows) >= page_rows then min(n.first_at) else from_time end
  from (
    select w.first_at, w.rows, lag(w.rows, 1, 0::bigint) over (order by w.rows) as before
    from (
      select a.first_at, sum(a.rows) over (order by a.last_at desc, a.id) as rows
      from (
        select c.id, c.first_at, c.last_at, c.rows from private.archive_chunks c
        where c.client_id = tenant and c.kind = page_begin.kind and c.first_at >= from_time and c.last_at < to_time
        order by c.last_at desc, c.id limit page_rows
      ) a
    ) w
  ) n
  where n.before < page_rows
$$;
comment on function private.page_begin is
  'A time from which on there are page_rows archived rows before to_time, otherwise from_time.';

create function private.archived_rows(tenant uuid, kind text, from_time timestamptz, to_time timestamptz)
returns table (at timestamptz, id text, entry jsonb, archived_at timestamptz)
language sql stable set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
  select (e.value ->> 'at')::timestamptz, e.value -> 'row' ->> 'id', e.value, a.archived_at
  from private.archive_chunks a cross join jsonb_array_elements(a.content) e
  where a.client_id = tenant and a.kind = archived_rows.kind and a.last_at >= from_time and a.first_at < to_time
    and (e.value ->> 'at')::timestamptz >= from_time and (e.value ->> 'at')::timestamptz < to_time
$$;

create function private.archived_record(k private.archive_kinds, entry jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select (entry -> 'row') - 'client_id' - k.hidden || coalesce((
    select jsonb_object_agg(c.key, (
      select coalesce(jsonb_agg(v.value - 'client_id'), '[]') from jsonb_array_elements(c.value) v))
    from jsonb_each(entry -> 'children') c), '{}')
$$;
comment on function private.archived_record is 'The row as the API shows it, with the rows that belong to it.';

create function private.count_archived(tenant uuid, kind text, from_time timestamptz, to_time timestamptz)
returns bigint
language sql stable set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
  select coalesce(sum(case when a.first_at >= from_time and a.last_at < to_time then a.rows else (
    select count(*) from jsonb_array_elements(a.content) e
    where (e.value ->> 'at')::timestamptz >= from_time and (e.value ->> 'at')::timestamptz < to_time) end), 0)
  from private.archive_chunks a
  where a.client_id = tenant and a.kind = count_archived.kind and a.last_at >= from_time and a.first_at < to_time
$$;

-- Definer: nobody reads the archive but through it.
create function public.list_archived(kind text, from_time timestamptz default null, to_time timestamptz default null,
  after_time timestamptz default null, after_id text default null, page_size integer default 20,
  with_total boolean default false) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('archive:read');
  k constant private.archive_kinds := private.archive_kind(kind);
  since constant timestamptz := coalesce(from_time, '-infinity');
  until constant timestamptz := coalesce(to_time, 'infinity');
  page_rows constant integer := private.page_limit(page_size);
  rows jsonb;
begin
  if until <= since then
    perform private.invalid('to', 'range', 'must be after from');
  end if;
  select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'at', p.at, 'archived_at', p.archived_at,
    'record', private.archived_record(k, p.entry)) order by p.at desc, p.id collate "C" desc), '[]') into rows
  from (
    select * from private.archived_rows(tenant, k.kind,
      private.page_begin(tenant, k.kind, since, least(until, after_time), page_rows),
      least(until, after_time + interval '1 microsecond')) r
    where after_time is null or r.at < after_time or r.at = after_time and r.id collate "C" < after_id
    order by r.at desc, r.id collate "C" desc limit page_rows
  ) p;
  return jsonb_build_object('rows', rows, 'total', case when with_total then
    private.count_archived(tenant, k.kind, since, until) end);
end
$$;
comment on function public.list_archived is
  'Archived rows of a kind from from_time to before to_time, the latest first, after the cursor (after_time, '
  'after_id): {rows: [{id, at, archived_at, record}], total}. Raises 401, 403, 404, 422.';

-- Definer: callers may not read runs.
create function public.list_archive_runs(kind text default null, after_time timestamptz default null,
  after_id uuid default null, page_size integer default 20, with_total boolean default false) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('archive:read');
begin
  perform private.require_short(jsonb_build_object('kind', kind));
  return jsonb_build_object('rows', (
    select coalesce(jsonb_agg(private.archive_run_json(p.run)), '[]')
    from (
      select r as run from private.archive_runs r
      where r.client_id = tenant and (list_archive_runs.kind is null or r.kind = list_archive_runs.kind)
        and private.after_cursor(r.started_at, r.id, after_time, after_id)
      order by r.started_at desc, r.id desc limit private.page_limit(page_size)
    ) p
  ), 'total', case when with_total then (
    select count(*) from private.archive_runs r
    where r.client_id = tenant and (list_archive_runs.kind is null or r.kind = list_archive_runs.kind)) end);
end
$$;
comment on function public.list_archive_runs is
  'What moved and went, the latest run first, after the cursor (after_time, after_id): {rows, total}. Raises 401, 403, '
  '422.';
grant execute on function public.list_archived, public.list_archive_runs to authenticated;
