-- Definer: callers may not read others' searches.
create function public.get_search_analytics(first_day date default null, last_day date default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('analytics:read');
  today constant date := (now() at time zone (select c.time_zone from public.clients c where c.id = tenant))::date;
  until constant date := coalesce(last_day, today);
  since constant date := coalesce(first_day, until - 29);
  bounds constant jsonb := public.day_bounds(since, until);
  made private.searches[];
begin
  if since > until or until - since > 366 then
    perform private.invalid('from', 'invalid', 'must be at most 366 days before to, and not after it');
  end if;
  return jsonb_build_object('from', since, 'to', until) || (
    with made as materialized (
      select s.query, s.caller_id, s.hits, s.id from private.searches s
      where s.client_id = tenant and s.searched_at >= (bounds ->> 'from')::timestamptz
        and s.searched_at < (bounds ->> 'until')::timestamptz
    ),
    queries as (
      select m.query, count(*) as searches, count(distinct m.caller_id) as callers,
        count(*) filter (where m.hits = 0) as empty
      from made m group by m.query
    ),
    clicked as (
      select c.rank, count(*) as clicks from private.search_clicks c
      where c.client_id = tenant and c.search_id in (select m.id from made m)
      group by c.rank order by c.rank limit 100
    )
    select jsonb_build_object(
      'searches', (select count(*) from made),
      'searches_without_result', (select count(*) from made m where m.hits = 0),
      'searches_not_shown', (select coalesce(sum(q.searches), 0) from queries q where q.callers < 3),
      'top_queries', coalesce((
        select jsonb_agg(jsonb_build_object('query', t.query, 'searches', t.searches) order by t.searches desc, t.query)
        from (select * from queries q where q.callers >= 3 order by q.searches desc, q.query limit 50) t), '[]'),
      'queries_without_result', coalesce((
        select jsonb_agg(jsonb_build_object('query', t.query, 'searches', t.empty) order by t.empty desc, t.query)
        from (select * from queries q where q.callers >= 3 and q.empty > 0
          order by q.empty desc, q.query limit 50) t), '[]'),
      'clicks_by_rank', coalesce((
        select jsonb_agg(jsonb_build_object('rank', k.rank, 'clicks', k.clicks) order by k.rank) from clicked k), '[]'))
  );
end
$$;
comment on function public.get_search_analytics is
  'What the tenant searched from first_day to last_day in its time zone (30 days, at most 367): {from, to, searches, '
  'searches_without_result, searches_not_shown, top_queries, queries_without_result, clicks_by_rank}. The text of a '
  'query is shown once three callers asked it. Raises 401, 403, 422.';

grant execute on function public.get_search_analytics to authenticated;
