-- Reads what a person typed: words, "phrases", -not, or. Anything can be typed; what has no meaning is left out. The
-- functions are in plpgsql because it keeps their plans: a search calls them for each word.

create type private.search_query as (
  -- What the entries' terms must match; null if nothing is left.
  exact tsquery,
  -- Phrases, as private.fold_text writes them. Alternatives have none.
  phrases text[],
  -- The words in order if there is nothing but words, otherwise null.
  title_key text
);

-- Without search_path, so that it can be inlined. Its body was parsed when it was created.
create function private.quoted_term(term text) returns text
language sql immutable parallel safe
return '''' || replace(replace(term, '\', '\\'), '''', '''''') || '''';

-- The characters and pairs of an unspaced word must all occur, of the forms of another word one.
create function private.word_query(word text, tag text, is_prefix boolean) returns text
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  if word ~ '^[a-z0-9]{1,63}$' then
    return private.quoted_term(tag || word) || case when is_prefix and length(word) > 1 then ':*' else '' end;
  elsif word ~ ('[' || private.search_characters('unspaced') || ']') then
    return '(' || (
      select string_agg(private.quoted_term(tag || f.form), ' & ')
      from unnest(private.word_forms(word)) f (form)
      where length(f.form) > 1 or length(word) = 1) || ')';
  end if;
  return '(' || (
    select string_agg(private.quoted_term(tag || f.form)
      || case when is_prefix and length(f.form) between 2 and 63 then ':*' else '' end, ' | ')
    from unnest(private.word_forms(word)) f (form)) || ')';
end
$$;

-- The word, and what it shares with words that differ by one letter: see private.shortened.
create function private.mistyped_word_query(word text, tag text) returns text
language plpgsql immutable parallel safe set search_path = '' as $$
declare
  terms text := private.word_query(word, tag, false);
  shorter text;
begin
  if length(word) between 4 and 23 then
    terms := terms || ' | ' || private.quoted_term(tag || '~' || word);
  end if;
  foreach shorter in array private.shortened(array[word]) loop
    terms := terms || ' | ' || private.quoted_term(tag || shorter)
      || ' | ' || private.quoted_term(tag || '~' || shorter);
  end loop;
  return terms;
end
$$;

-- Words as they were typed, and as Germans spell them. All must match that have terms.
create function private.words_query(words text[], spelled text[], tag text, is_prefix boolean, mistyped boolean)
returns text
language plpgsql immutable parallel safe set search_path = '' as $$
declare
  last constant integer := least(cardinality(words), cardinality(spelled));
  term text;
  terms text := '';
begin
  for at in 1 .. last loop
    if mistyped then
      term := private.mistyped_word_query(words[at], tag);
    else
      term := private.word_query(words[at], tag, is_prefix and at = last);
      if spelled[at] <> words[at] then
        term := term || ' | ' || private.word_query(spelled[at], tag, is_prefix and at = last);
      end if;
    end if;
    terms := terms || coalesce(' & (' || term || ')', '');
  end loop;
  return nullif(substr(terms, 4), '');
end
$$;

-- The parts of a query in order: a phrase, or what stands between blanks. An alternative begins after each "or". Words
-- past the fortieth are left out.
create function private.query_parts(q text) returns table (
  place bigint, alternative bigint, excluded boolean, phrase boolean, words text[], spelled text[], is_last boolean
)
language plpgsql immutable parallel safe set search_path = '' rows 4 as $$
begin
  return query
  with parts as (
    select m.place, m.part[4] is null as phrase, ltrim(coalesce(m.part[2], m.part[4]), '-') as text,
      coalesce(m.part[1], left(m.part[4], 1)) = '-' as excluded,
      m.part[4] is not null and lower(m.part[4]) = 'or' as is_or,
      m.part[4] is not null and m.place = count(*) over () and q !~ '\s$' as is_last
    from regexp_matches(q, '(-?)"([^"]*)("|$)|(\S+)', 'g') with ordinality m (part, place)
  ),
  split as (
    select p.*, private.search_words(p.text) as words, count(*) filter (where p.is_or) over w as alternative
    from parts p
    window w as (order by p.place)
  ),
  bounded as (
    select s.*, 40 - sum(cardinality(s.words)) over (order by s.place) as left from split s where not s.is_or
  )
  select b.place, b.alternative, b.excluded, b.phrase, w.words,
    case when private.has_umlauts(b.text) then private.search_words(private.spell_umlauts(b.text)) else w.words end,
    b.is_last
  from bounded b
  cross join lateral (select b.words[:cardinality(b.words) + least(b.left, 0)] as words) w
  where w.words <> '{}';
end
$$;

-- All parts of one of the alternatives must match. An alternative that only excludes is left out.
create function private.read_query(q text, tag text, mistyped boolean) returns private.search_query
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return (
    select (string_agg('(' || a.terms || ')', ' | ')::tsquery,
      case when count(*) = 1 then coalesce(min(a.phrases), '{}') else '{}' end,
      case when count(*) = 1 and bool_and(a.plain) then left(min(a.title_key), 200) end)::private.search_query
    from (
      select bool_and(not p.excluded and not p.phrase) as plain,
        string_agg(case when p.excluded then '!(' else '(' end || private.words_query(p.words, p.spelled, tag,
          p.is_last, mistyped and not p.excluded and not p.phrase) || ')', ' & ') as terms,
        array_agg(array_to_string(p.words, ' '))
          filter (where p.phrase and not p.excluded and cardinality(p.words) > 1) as phrases,
        string_agg(array_to_string(p.words, ' '), ' ' order by p.place) as title_key
      from private.query_parts(q) p
      group by p.alternative
      having bool_or(not p.excluded)
    ) a);
end
$$;
comment on function private.read_query is
  'A query as typed, read as private.search_query; if mistyped, each word may have a typo. tag is the tenant''s.';
