-- Guarantees: words that people take for the same are the same in a search: without regard to case, accents, Hebrew
-- points, German spelling of umlauts, and the width of a letter. functions/search/fold.ts holds the same rules.

-- Parts of bracket expressions.
create function private.search_characters(kind text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select case kind
    when 'mark' then '\u0300-\u036F\u0483-\u0489\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u0640'
      '\u064B-\u065F\u0670\u0001-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F\u00AD\u061C\u200B-\u200F'
      '\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF\uFFF9-\uFFFB'
    when 'gap' then '\u0009-\u000D -/:-@[-`{-~\u0085\u00A0-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB\u00BF\u00D7'
      '\u00F7\u02B0-\u02FF\u037E\u0387\u055A-\u055F\u0589\u058A\u05BE\u05C0\u05C3\u05C6\u05F3\u05F4'
      '\u0609-\u060D\u061B\u061E\u061F\u066A-\u066D\u06D4\u0964\u0965\u0970\u0E2F\u0E5A\u0E5B\u1680'
      '\u2000-\u200A\u2010-\u2029\u202F-\u205F\u20A0-\u20C0\u2190-\u2BFF\u2E00-\u2E7F\u3000-\u3004'
      '\u3008-\u3020\u3030\u303D\u30A0\u30FB\uFE10-\uFE6F\uFF01-\uFF0F\U0001F000-\U0001FAFF'
    when 'unspaced' then '\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2E80-\u2FDF\u3005-\u3007\u3031-\u303C'
      '\u3041-\u30FF\u3131-\u318E\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7A3\uF900-\uFAFF'
      '\U00020000-\U0003FFFF'
  end
$$;
comment on function private.search_characters is
  'Characters that a search ignores (mark), that part words (gap), and of scripts written without blanks between '
  'words (unspaced): Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese.';

-- The slow half of private.fold_text. Only the first 3,000 characters count. The letters are the last sigma, the final
-- letters of Hebrew, two Arabic ones that are often written alike, and Latin ones that do not decompose. In plpgsql, as
-- others here, because it keeps its plan from call to call.
create function private.fold_letters(text) returns text
language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return replace(replace(replace(translate(
    lower(upper(lower(normalize(regexp_replace(normalize(left($1, 3000), NFKD),
      '[' || private.search_characters('mark') || ']+', '', 'g'), NFC) collate "und-x-icu"))),
    U&'\03C2\05DA\05DD\05DF\05E3\05E5\0649\0629\00F8\0111\0142\00F0\0131',
    U&'\03C3\05DB\05DE\05E0\05E4\05E6\064A\0647odldi'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
end
$$;

-- Without search_path, so that the planner can inline the test for plain text. Its body was parsed when it was created.
create function private.fold_text(text) returns text
language sql immutable parallel safe
return case when $1 ~ '^[ -~]*$' then lower($1 collate "C") else private.fold_letters($1) end;

create function private.search_words(text) returns text[]
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return array_remove(regexp_split_to_array(private.fold_text($1),
    '[' || private.search_characters('gap') || ']+'), '');
end
$$;
comment on function private.search_words is 'The words of a text in order, as private.fold_text writes them.';

-- ü is u to most people and ue to Germans; å and ø likewise.
create function private.spell_umlauts(text) returns text
language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return replace(replace(replace(replace(replace(lower(normalize($1) collate "und-x-icu"),
    'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'å', 'aa'), 'ø', 'oe');
end
$$;

create function private.has_umlauts(text) returns boolean
language sql immutable parallel safe
return $1 ~ '[äöüåøÄÖÜÅØ]' or $1 ~ U&'[\0308\030A]';

-- What a word is found by. Hebrew writes "the", "and", "in", "to", "from", "that" and "as" in front of a word without
-- a blank, Arabic its article. Scripts without blanks are found by each character and each pair of neighbours.
create function private.word_forms(word text) returns text[]
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  if word ~ '^[ -~]*$' then
    return array[left(word, 64)];
  elsif word ~ ('[' || private.search_characters('unspaced') || ']') then
    return array(
      select distinct p.piece
      from regexp_matches(word, '([' || private.search_characters('unspaced') || ']+)|([^'
        || private.search_characters('unspaced') || ']+)', 'g') m (run)
      cross join lateral (
        select left(m.run[2], 64) as piece
        union all
        select substr(m.run[1], s.at, l.length)
        from generate_series(1, length(m.run[1])) s (at) cross join (values (1), (2)) l (length)
        where s.at + l.length - 1 <= length(m.run[1])
      ) p
      where p.piece is not null);
  elsif word ~ '^[הובלמשכ][א-ת]{3}' then
    return array[left(word, 64), left(substr(word, 2), 64)];
  elsif word ~ '^ال.{3}' then
    return array[left(word, 64), left(substr(word, 3), 64)];
  end if;
  return array[left(word, 64)];
end
$$;

-- O'Brien is found by brien and by obrien. Plain text, which most is, needs no look at each word.
create function private.search_terms(text) returns text[]
language plpgsql immutable parallel safe set search_path = '' as $$
declare
  words text[] := private.search_words($1);
begin
  if $1 ~ '[''’]' then
    words := words || private.search_words(regexp_replace($1, '[''’]', '', 'g'));
  end if;
  if $1 ~ '^[ -~]*$' then
    return words;
  end if;
  if private.has_umlauts($1) then
    words := words || private.search_words(private.spell_umlauts($1));
  end if;
  return array(
    select distinct f.form from unnest(words) w (word) cross join lateral unnest(private.word_forms(w.word)) f (form));
end
$$;
comment on function private.search_terms is 'The terms under which a text is found.';

-- Without search_path, so that it can be inlined. Its body was parsed when it was created.
create function private.may_be_mistyped(word text) returns boolean
language sql immutable parallel safe
return length(word) between 5 and 24
  and (word ~ '^[ -~]*$' or word !~ ('[' || private.search_characters('unspaced') || ']'));

-- Two words that differ by a letter left out, put in, replaced or swapped with its neighbour have such a shortened word
-- in common, or one is the other's. So a typo is found by equality, which any index can do.
create function private.shortened(words text[]) returns text[]
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return array(
    select distinct left(w.word, s.at - 1) || substr(w.word, s.at + 1)
    from unnest(words) w (word) cross join lateral generate_series(1, length(w.word)) s (at)
    where private.may_be_mistyped(w.word));
end
$$;
comment on function private.shortened is
  'Each of the words that may be mistyped, without one of its letters, for each letter.';
