-- Finds and ranks entries.

create type private.search_hit as (
  kind text, id uuid, title text, reason text, score numeric, updated_at timestamptz
);

-- Words must follow each other as in the phrase, wherever the terms already match.
create function private.holds_phrases(title text, body text, phrases text[]) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select bool_and(strpos(' ' || t.words || ' ', ' ' || p.phrase || ' ') > 0)
  from unnest(phrases) p (phrase)
  cross join lateral (
    select array_to_string(private.search_words(title) || '|'::text || private.search_words(body), ' ') as words
  ) t
$$;

-- The kinds are left out if all are wanted, because each term costs a look into the index.
create function private.of_kinds(terms tsquery, tag text, kinds text[]) returns tsquery
language plpgsql stable set search_path = '' as $$
begin
  if terms is null or cardinality(kinds) = (select count(*) from private.search_kinds) then
    return terms;
  end if;
  return terms && (
    select string_agg(private.quoted_term(tag || '!' || k.kind), ' | ')::tsquery from unnest(kinds) k (kind));
end
$$;

-- No index can rank, so at most 1,000 entries are looked at besides titles that begin with the query. These come before
-- any other hit, the equal ones first: with 200 of them the rest is left out. The planner is left one way for terms:
-- "is true" hides the other conditions from it. Otherwise it reads all rows of a tenant, or of all, when its estimate
-- is wrong.
create function private.find_by_words(tenant uuid, kinds text[], query private.search_query, wanted tsquery)
returns setof private.search_hit
language plpgsql stable set search_path = '' as $$
begin
  return query
  with titled as materialized (
    select t.* from unnest(kinds) k (kind) cross join lateral (
      select e.kind, e.id, e.title, e.updated_at, e.title_key = query.title_key as equal from private.search_entries e
      where e.client_id = tenant and e.kind = k.kind
        and e.title_key >= query.title_key and e.title_key < query.title_key || U&'\FFFF'
      order by e.title_key limit 200
    ) t
    order by not t.equal limit 200
  ),
  worded as (
    select e.kind, e.id, e.title, e.body, e.updated_at, e.title_terms @@ query.exact as in_title
    from private.search_entries e
    where e.terms @@ wanted and (select count(*) from titled) < 200
      and (e.client_id = tenant and e.kind = any (kinds)
        and not starts_with(e.title_key, coalesce(query.title_key, e.title_key || ' '))) is true
    limit 1000
  )
  select t.kind, t.id, t.title, case when t.equal then 'exact' else 'prefix' end,
    case when t.equal then 1.0 else 0.8 end, t.updated_at from titled t
  union all
  select w.kind, w.id, w.title, case when w.in_title then 'title' else 'text' end,
    case when w.in_title then 0.6 else 0.4 end, w.updated_at from worded w
  where query.phrases = '{}' or private.holds_phrases(w.title, w.body, query.phrases);
end
$$;

-- Those that private.find_by_words finds are left out.
create function private.find_mistyped(
  tenant uuid, kinds text[], query private.search_query, wanted tsquery, mistyped tsquery
) returns setof private.search_hit
language plpgsql stable set search_path = '' as $$
begin
  return query
  select c.kind, c.id, c.title, 'typo', 0.2, c.updated_at
  from (
    select e.* from private.search_entries e
    where e.terms @@ mistyped
      and (e.client_id = tenant and e.kind = any (kinds) and not e.terms @@ wanted
        and not starts_with(e.title_key, coalesce(query.title_key, e.title_key || ' '))) is true
    limit 1000
  ) c
  where query.phrases = '{}' or private.holds_phrases(c.title, c.body, query.phrases)
  limit 200;
end
$$;

-- The settings are those of the two functions above, which need one plan for all queries.
create function private.find_entries(tenant uuid, kinds text[], q text) returns setof private.search_hit
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' set enable_seqscan = off
set jit = off rows 100 as $$
declare
  tag constant text := private.tenant_tag(tenant);
  query constant private.search_query := private.read_query(q, tag, false);
  wanted constant tsquery := private.of_kinds(query.exact, tag, kinds);
  mistyped tsquery;
  found_by_words bigint;
begin
  return query select h.* from private.find_by_words(tenant, kinds, query, wanted) h;
  get diagnostics found_by_words = row_count;
  if found_by_words < 20 and wanted is not null then
    mistyped := private.of_kinds((private.read_query(q, tag, true)).exact, tag, kinds);
    return query select h.* from private.find_mistyped(tenant, kinds, query, wanted, mistyped) h;
  end if;
end
$$;
comment on function private.find_entries is
  'What a query as typed finds among the kinds. Entries with a typo are added only to fewer than 20 others.';
