-- Reads what a person typed: words, "phrases", -not, or. Anything can be typed; what has no meaning is left out.

create type private.search_query as (
  -- What the entries' terms must match; null if nothing is left.
  exact tsquery,
  -- Phrases, as private.fold_text writes them. Alternatives have none.
  phrases text[],
  -- The words in order if there is nothing but words, otherwise null.
  title_key text
);

create function private.quoted_term(term text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select '''' || replace(replace(term, '\', '\\'), '''', '''''') || ''''
$$;

-- The characters and pairs of an unspaced word must all occur, of the forms of another word one. These functions are in
-- plpgsql because it keeps their plans: a search calls them for each word.
create function private.word_query(word text, is_prefix boolean) returns text
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return '(' || case
    when word ~ '^[a-z0-9]{2,63}$' then private.quoted_term(word) || case when is_prefix then ':*' else '' end
    when word ~ ('[' || private.search_characters('unspaced') || ']') then (
      select string_agg(private.quoted_term(f.form), ' & ')
      from unnest(private.word_forms(word)) f (form)
      where length(f.form) > 1 or length(word) = 1)
    else (
      select string_agg(private.quoted_term(f.form)
        || case when is_prefix and length(f.form) between 2 and 63 then ':*' else '' end, ' | ')
      from unnest(private.word_forms(word)) f (form))
  end || ')';
end
$$;

create function private.mistyped_word_query(word text) returns text
language plpgsql immutable parallel safe set search_path = '' as $$
declare
  shortened constant text[] := private.shortened(array[word]);
begin
  return '(' || private.word_query(word, false)
    || case when length(word) between 4 and 23 then ' | ' || private.quoted_term('~' || word) else '' end
    || coalesce((
      select string_agg(' | ' || private.quoted_term(s.term) || ' | ' || private.quoted_term('~' || s.term), '')
      from unnest(shortened) s (term)), '') || ')';
end
$$;

-- The words of a query in order, each as it was typed and as Germans spell it. An alternative begins after each "or".
create function private.query_words(q text) returns table (
  place bigint, alternative bigint, excluded boolean, phrase boolean, word text, spelled text, is_prefix boolean
)
language plpgsql immutable parallel safe set search_path = '' rows 10 as $$
begin
  return query
  with parts as (
    select m.place, m.part[4] is null as phrase, ltrim(coalesce(m.part[2], m.part[4]), '-') as text,
      coalesce(m.part[1], left(m.part[4], 1)) = '-' as excluded,
      m.part[4] is not null and lower(m.part[4]) = 'or' as is_or,
      m.part[4] is not null and m.place = count(*) over () and q !~ '\s$' as is_last
    from regexp_matches(q, '(-?)"([^"]*)("|$)|(\S+)', 'g') with ordinality m (part, place)
  ),
  grouped as (
    select p.*, count(*) filter (where p.is_or) over (order by p.place) as alternative from parts p
  ),
  split as (
    select g.*, w.words, case when private.has_umlauts(g.text)
      then private.search_words(private.spell_umlauts(g.text)) else w.words end as spelled
    from grouped g
    cross join lateral (select private.search_words(g.text) as words offset 0) w
    where not g.is_or
  )
  select s.place, s.alternative, s.excluded, s.phrase, w.word, w.spelled, s.is_last and w.at = cardinality(s.words)
  from split s cross join lateral unnest(s.words, s.spelled) with ordinality w (word, spelled, at)
  where w.word is not null and w.spelled is not null
  order by s.place, w.at
  limit 40;
end
$$;

-- All parts of one of the alternatives must match. An alternative that only excludes is left out.
create function private.query_alternatives(q text, mistyped boolean)
returns table (terms text, plain boolean, phrases text[], title_key text)
language plpgsql immutable parallel safe set search_path = '' rows 2 as $$
begin
  return query
  with words as (
    select w.*, case when mistyped and not w.excluded and not w.phrase then private.mistyped_word_query(w.word)
      else private.word_query(w.word, w.is_prefix)
        || case when w.spelled <> w.word then ' | ' || private.word_query(w.spelled, w.is_prefix) else '' end
      end as terms
    from private.query_words(q) w
  ),
  parts as (
    select w.place, w.alternative, w.excluded, w.phrase, string_agg('(' || w.terms || ')', ' & ') as terms,
      string_agg(w.word, ' ') as text, count(*) as words
    from words w
    group by w.place, w.alternative, w.excluded, w.phrase
  )
  select string_agg(case when p.excluded then '!' else '' end || '(' || p.terms || ')', ' & '),
    bool_and(not p.excluded and not p.phrase),
    array_agg(p.text) filter (where p.phrase and not p.excluded and p.words > 1),
    string_agg(p.text, ' ' order by p.place)
  from parts p
  group by p.alternative
  having bool_or(not p.excluded);
end
$$;

create function private.read_query(q text) returns private.search_query
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return (
    select (string_agg('(' || a.terms || ')', ' | ')::tsquery,
      case when count(*) = 1 then coalesce(min(a.phrases), '{}') else '{}' end,
      case when count(*) = 1 and bool_and(a.plain) then left(min(a.title_key), 200) end)::private.search_query
    from private.query_alternatives(q, false) a);
end
$$;
comment on function private.read_query is 'A query as typed, read as private.search_query.';

create function private.mistyped_query(q text) returns tsquery
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return (
    select string_agg('(' || a.terms || ')', ' | ')::tsquery from private.query_alternatives(q, true) a);
end
$$;
comment on function private.mistyped_query is 'What the terms must match if each word may have a typo.';
