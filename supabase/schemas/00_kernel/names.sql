-- Guarantees: names that look the same are the same wherever a name is a key. shared/input/names.ts holds the same
-- rules for TypeScript.

-- Parts of bracket expressions. A joiner shapes its neighbours in Arabic, Indic or Mongolian script and in emoji; after
-- an unjoined character (Latin, Greek, Cyrillic, Chinese …) and its accents it changes nothing.
create function private.characters(kind text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select case kind
    when 'blank' then '\u0009-\u000D \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u2800\u3000\u3164\uFFA0'
    when 'hidden' then '\u0001-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F\u00AD\u061C\u200B\u200E\u200F'
      '\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB'
    when 'joiner' then '\u034F\u115F\u1160\u180E\u200C\u200D'
    when 'mark' then '\u0300-\u034E\u0350-\u036F\u0483-\u0489\u302A-\u302F\u3099\u309A'
    when 'unjoined' then '\u0001-\u02FF\u0370-\u0482\u048A-\u058F\u1E00-\u1FFF\u2010-\u2027\u2030-\u205E'
      '\u2C60-\u2C7F\u2E80-\u3029\u3030-\u3098\u309B-\uA4CF\uA720-\uA7FF\uAB30-\uAB6F'
      '\uAC00-\uD7A3\uF900-\uFAFF\uFF00-\uFFEF'
  end
$$;

-- The slow half of private.name_key. Case is folded by lower, upper and lower case of no particular language: ß is ss,
-- ς is σ, and I, İ, ı and i are one letter. Names have at most 200 characters; of a longer text only the first 1,000
-- count, because the search for joiners takes the square of the length.
create function private.fold_name(name text) returns text
language plpgsql immutable strict parallel safe set search_path = '' as $$
declare
  blank constant text := private.characters('blank');
  joiner constant text := private.characters('joiner');
  needless constant text := '(?<=(?:^|[' || private.characters('unjoined') || blank || '])['
    || private.characters('mark') || joiner || ']*)[' || joiner || ']|[' || joiner || '](?=[' || joiner || ']*(?:$|['
    || blank || ']))';
  key text := regexp_replace(left(name, 1000), '[' || private.characters('hidden') || ']+', '', 'g');
begin
  key := replace(lower(upper(lower(normalize(key) collate "und-x-icu"))), 'ς', 'σ');
  if key ~ ('[' || joiner || ']') then
    key := regexp_replace(key, needless, '', 'g');
  end if;
  key := regexp_replace(key, 'i\u0307+', 'i', 'g');
  return normalize(btrim(regexp_replace(key, '[' || blank || ']+', ' ', 'g')));
end
$$;

-- Without search_path, so that the planner can inline the test for plain names. Its body was parsed when it was
-- created.
create function private.name_key(name text) returns text
language sql immutable parallel safe
return case
  when name ~ '^[!-~]([ -~]*[!-~])?$' and strpos(name, '  ') = 0 then lower(name collate "C")
  else private.fold_name(name)
end;
comment on function private.name_key is
  'The name as names are compared: in NFC, every kind and number of blanks one space, without characters that do not '
  'show, and without regard to case.';

create function private.name_keys(names text[]) returns text[]
language sql immutable parallel safe set search_path = '' as $$
  select array(select private.name_key(n.name) from unnest(names) with ordinality as n (name, at) order by n.at)
$$;

create function private.tidy_ends(name text) returns text
language plpgsql immutable strict parallel safe set search_path = '' as $$
declare
  edge constant text := '[' || private.characters('blank') || private.characters('hidden')
    || private.characters('joiner') || ']+';
begin
  return regexp_replace(regexp_replace(name, '^' || edge, ''), edge || '$', '');
end
$$;

-- Without search_path for the reason that private.name_key is.
create function private.tidy(name text) returns text
language sql immutable parallel safe
return case when name ~ '^[!-~]([ -~]*[!-~])?$' then name else private.tidy_ends(name) end;
comment on function private.tidy is 'The text without blanks and characters that do not show at its ends.';

grant execute on function private.characters, private.fold_name, private.name_key, private.name_keys,
  private.tidy_ends, private.tidy to authenticated, service_role;
