-- Finds and ranks entries.

create type private.search_hit as (
  kind text, id uuid, title text, body text, reason text, score numeric, updated_at timestamptz
);

-- Words must follow each other as in the phrase, wherever the terms already match.
create function private.holds_phrases(title text, body text, phrases text[]) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select phrases = '{}' or (
    select bool_and(strpos(' ' || t.words || ' ', ' ' || p.phrase || ' ') > 0)
    from unnest(phrases) p (phrase)
    cross join lateral (
      select array_to_string(private.search_words(title) || '|'::text || private.search_words(body), ' ') as words
    ) t)
$$;

-- The kinds are left out if all are wanted, because each term costs a look into the index.
create function private.of_tenant(terms tsquery, tenant uuid, kinds text[]) returns tsquery
language sql stable set search_path = '' as $$
  select private.quoted_term('@' || tenant)::tsquery && case
    when cardinality(kinds) = (select count(*) from private.search_kinds) then terms
    else terms && (
      select string_agg(private.quoted_term('!' || k.kind), ' | ')::tsquery from unnest(kinds) k (kind)) end
$$;

-- No index can rank, so at most 1,000 entries are looked at, those with the equal title before all others. 200 titles
-- that begin with the query come before any other hit, so the rest is left out then. The planner is left one way for
-- terms, their index: "is true" hides the other conditions from it. Otherwise it reads all rows of the tenant, or of
-- all tenants, when its estimate is wrong.
create function private.find_by_words(tenant uuid, kinds text[], query private.search_query)
returns setof private.search_hit
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
set enable_seqscan = off set enable_indexscan = off set jit = off as $$
declare
  wanted constant tsquery := private.of_tenant(query.exact, tenant, kinds);
begin
  return query
  with titled as materialized (
    (select e.* from private.search_entries e
      where e.client_id = tenant and e.kind = any (kinds) and e.title_key = query.title_key limit 100)
    union all
    (select e.* from private.search_entries e
      where e.client_id = tenant and e.kind = any (kinds)
        and e.title_key > query.title_key and e.title_key < query.title_key || U&'\FFFF'
      limit 200)
  ),
  candidates as (
    select t.* from titled t
    union all
    (select e.* from private.search_entries e
      where e.terms @@ wanted and (e.client_id = tenant and e.kind = any (kinds)) is true
        and (select count(*) from titled) < 200
      limit 1000)
  ),
  judged as (
    select distinct on (c.kind, c.id) c.*, case
      when c.title_key = query.title_key then 'exact'
      when starts_with(c.title_key, query.title_key) then 'prefix'
      when c.title_terms @@ query.exact then 'title'
      else 'text' end as reason
    from candidates c
    where private.holds_phrases(c.title, c.body, query.phrases)
    order by c.kind, c.id
  )
  select j.kind, j.id, j.title, j.body, j.reason,
    case j.reason when 'exact' then 1.0 when 'prefix' then 0.8 when 'title' then 0.6 else 0.4 end, j.updated_at
  from judged j;
end
$$;

create function private.find_mistyped(tenant uuid, kinds text[], mistyped tsquery, phrases text[])
returns setof private.search_hit
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
set enable_seqscan = off set enable_indexscan = off set jit = off as $$
declare
  wanted constant tsquery := private.of_tenant(mistyped, tenant, kinds);
begin
  return query
  select e.kind, e.id, e.title, e.body, 'typo', 0.2, e.updated_at
  from private.search_entries e
  where e.terms @@ wanted and (e.client_id = tenant and e.kind = any (kinds)) is true
    and private.holds_phrases(e.title, e.body, phrases)
  limit 200;
end
$$;

create function private.find_entries(tenant uuid, kinds text[], q text) returns setof private.search_hit
language plpgsql stable set search_path = '' rows 100 as $$
declare
  query constant private.search_query := private.read_query(q);
  hits private.search_hit[] := array(select h from private.find_by_words(tenant, kinds, query) h);
begin
  if cardinality(hits) < 20 and query.exact is not null then
    hits := hits || array(
      select h from private.find_mistyped(tenant, kinds, private.mistyped_query(q), query.phrases) h
      where not exists (select from unnest(hits) f where f.kind = h.kind and f.id = h.id));
  end if;
  return query select * from unnest(hits);
end
$$;
comment on function private.find_entries is
  'What a query as typed finds among the kinds. Entries with a typo are added only to fewer than 20 others.';
