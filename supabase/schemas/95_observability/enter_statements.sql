-- The difference between two looks at the counters.

-- Counters that went back were reset or evicted and began anew. The first look of all only remembers them: what they
-- counted before belongs to no minute.
create function private.enter_statements(seen private.statement_count[], minute timestamptz) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  is_first constant boolean := not exists (select from private.statements s where s.query_id <> 0);
  kept bigint;
begin
  with grown as (
    select n.query_id, n.calls - coalesce(k.calls, 0) as calls,
      greatest(n.total_ms - coalesce(k.total_ms, 0), 0) as total_ms,
      case when n.max_ms > coalesce(k.max_ms, 0) then n.max_ms end as max_ms,
      greatest(n.rows - coalesce(k.rows, 0), 0) as rows,
      greatest(n.blocks_hit - coalesce(k.blocks_hit, 0), 0) as blocks_hit,
      greatest(n.blocks_read - coalesce(k.blocks_read, 0), 0) as blocks_read
    from unnest(seen) n left join private.statements k on k.query_id = n.query_id and k.calls <= n.calls
    where n.calls > coalesce(k.calls, 0) and not is_first
  ), ranked as (
    select g.*, row_number() over (order by g.total_ms desc) <= 200 as is_kept from grown g
  ), minutes as (
    select case when r.is_kept then r.query_id else 0 end as query_id, sum(r.calls) as calls,
      sum(r.total_ms) as total_ms, max(r.max_ms) as max_ms, sum(r.rows) as rows, sum(r.blocks_hit) as blocks_hit,
      sum(r.blocks_read) as blocks_read
    from ranked r group by 1
  ), remembered as (
    insert into private.statements as k (query_id, calls, total_ms, max_ms, rows, blocks_hit, blocks_read, seen_at)
    select n.*, minute from unnest(seen) n
    on conflict (query_id) do update
      set calls = excluded.calls, total_ms = excluded.total_ms, max_ms = excluded.max_ms, rows = excluded.rows,
        blocks_hit = excluded.blocks_hit, blocks_read = excluded.blocks_read, seen_at = excluded.seen_at
      where k.calls <> excluded.calls or k.seen_at < excluded.seen_at - interval '1 day'
  ), hours as (
    insert into private.statement_hours as h (query_id, starts_at, calls, total_ms)
    select m.query_id, date_trunc('hour', minute, 'UTC'), m.calls, m.total_ms from minutes m
    on conflict on constraint statement_hours_pkey do update
      set calls = h.calls + excluded.calls, total_ms = h.total_ms + excluded.total_ms
  ), logged as (
    insert into private.statement_minutes
      (starts_at, query_id, calls, total_ms, max_ms, rows, blocks_hit, blocks_read)
    select minute, m.query_id, m.calls, m.total_ms, m.max_ms, m.rows, m.blocks_hit, m.blocks_read from minutes m
    order by m.total_ms returning 1
  )
  select count(*) into kept from logged;
  return kept;
end
$$;
comment on function private.enter_statements is
  'Adds what grew since the last look: the 200 statements that took the most time by themselves, the rest together.';
