-- Shared by list functions: newest first, keyset cursors, bounded pages, search by part of a name.

-- Without search_path, so that the planner can inline it and use the index of the list. It needs none, because its
-- body is parsed when it is created.
create function private.after_cursor(created_at timestamptz, id uuid, after_time timestamptz, after_id uuid)
returns boolean
language sql immutable parallel safe
return after_time is null or (created_at, id) < (after_time, after_id);
comment on function private.after_cursor is
  'True for rows that follow the cursor (after_time, after_id) in a list sorted by created_at desc, id desc. A null '
  'after_time starts at the first row.';

create function private.page_limit(page_size integer) returns integer
language sql immutable parallel safe set search_path = '' as $$
  select greatest(least(page_size, 101), 1)
$$;
comment on function private.page_limit is
  'The rows to read: 1 to 100, and one more, which tells the caller that there are more.';

create function private.contains_pattern(search text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select '%' || regexp_replace(private.name_key(search), '([\\%_])', '\\\1', 'g') || '%'
$$;
comment on function private.contains_pattern is 'A LIKE pattern for name keys that contain `search` literally.';

create function private.require_short(filters jsonb) returns void
language plpgsql stable set search_path = '' as $$
declare
  long_one constant text := (select f.key from jsonb_each_text(filters) f where octet_length(f.value) > 1000 limit 1);
begin
  if long_one is not null then
    perform private.invalid(long_one, 'too_long', 'must have at most 1,000 bytes');
  end if;
end
$$;
comment on function private.require_short is
  'Ends the request with 422 if a filter of a list, {name: text}, is longer than anything it could find.';

grant execute on function private.after_cursor, private.page_limit, private.contains_pattern, private.require_short
  to authenticated;
