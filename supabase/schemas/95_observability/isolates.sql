-- Guarantees: what an isolate reports counts once, however often it sends it.

create table private.isolates (
  id uuid primary key,
  function text not null check (length(function) <= 100),
  release text not null default '' check (length(release) <= 100),
  started_at timestamptz not null,
  cold_start_ms real not null,
  peak_memory_bytes bigint not null default 0,
  dropped bigint not null default 0,
  sequence bigint not null default 0,
  seen_at timestamptz not null default clock_timestamp()
);
create index on private.isolates (seen_at);
alter table private.isolates enable row level security;
comment on column private.isolates.sequence is 'The last report that was taken.';
comment on column private.isolates.dropped is 'Counts that the isolate had no room for, or could not deliver.';

create function private.enter_report(isolate jsonb, sequence bigint) returns boolean
language plpgsql volatile set search_path = '' as $$
begin
  insert into private.isolates as i
    (id, function, release, started_at, cold_start_ms, peak_memory_bytes, dropped, sequence)
  values ((isolate ->> 'id')::uuid, isolate ->> 'function', isolate ->> 'release',
    (isolate ->> 'started_at')::timestamptz, (isolate ->> 'cold_start_ms')::real,
    (isolate ->> 'peak_memory_bytes')::bigint, (isolate ->> 'dropped')::bigint, enter_report.sequence)
  on conflict on constraint isolates_pkey do update
    set sequence = excluded.sequence, peak_memory_bytes = excluded.peak_memory_bytes, dropped = excluded.dropped,
      seen_at = excluded.seen_at
    where i.sequence < excluded.sequence;
  return found;
end
$$;
comment on function private.enter_report is 'True if the report is new. Every isolate has a row of its own.';

create function private.isolate_figures(since timestamptz, until timestamptz)
returns table (function text, isolates jsonb)
language sql stable set search_path = '' as $$
  select i.function, jsonb_build_object(
    'cold_starts', count(*) filter (where i.started_at >= since),
    'cold_start_ms', round((percentile_cont(0.5) within group (order by i.cold_start_ms))::numeric, 1),
    'peak_memory_bytes', max(i.peak_memory_bytes))
  from private.isolates i where i.seen_at >= since and i.started_at < until group by 1
$$;
comment on function private.isolate_figures is
  'By function: isolates that started in the window, the median of their start in ms, and the most memory of one.';

create function private.enter_stats(stats private.sent_stat[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  latest constant timestamptz := date_trunc('minute', clock_timestamp());
  series private.found_series := private.find_series(stats);
begin
  if not series.is_complete then
    perform private.add_series(stats);
    series := private.find_series(stats);
  end if;
  insert into private.stat_marks
    (starts_at, client_id, series_id, status, requests, buckets, counts, total_ms, max_ms, users)
  select case when s.minute between latest - interval '1 hour' and latest + interval '1 minute'
      then date_trunc('minute', s.minute) else latest end,
    s.client_id, s.series_id, s.status, (select sum(c) from unnest(s.counts) c), s.buckets, s.counts, s.total_ms,
    s.max_ms, coalesce(s.users, '{}')
  from rows from (unnest(stats), unnest(series.ids)) s (kind, function, version, name, minute, client_id, status,
    buckets, counts, total_ms, max_ms, users, series_id);
  if series.stale is not null then
    perform private.touch_series(series.stale);
  end if;
end
$$;
comment on function private.enter_stats is
  'Adds marks. A minute that cannot be right, by more than an hour, becomes the current one.';

-- Definer: the tables are private. Only functions, as the service role, may call this.
create function public.record_telemetry(isolate jsonb, sequence bigint, stats jsonb, lines jsonb default '[]',
  errors jsonb default '[]', uses jsonb default '[]')
returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not private.enter_report(isolate, sequence) then
    return false;
  end if;
  perform private.enter_stats(array(select s from jsonb_populate_recordset(null::private.sent_stat, stats) s));
  if lines <> '[]' then
    perform private.enter_logs(isolate ->> 'function', lines);
  end if;
  if errors <> '[]' then
    perform private.enter_errors(isolate ->> 'function', isolate ->> 'release', array(
      select e from jsonb_populate_recordset(null::private.sent_error, errors) e));
  end if;
  if uses <> '[]' then
    perform private.enter_version_uses(isolate ->> 'function', uses),
      private.enter_request_counts(isolate ->> 'function', uses);
  end if;
  return true;
end
$$;
comment on function public.record_telemetry is
  'For functions: takes what an isolate has counted and logged since its last report. False if this report was taken '
  'before.';
revoke execute on function public.record_telemetry from public, anon, authenticated;
grant execute on function public.record_telemetry to service_role;
