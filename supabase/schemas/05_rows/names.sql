-- Finds what rows refer to by name or id. `subject` is a table of the schema public with client_id, id and name.

-- Dynamic, so it is planned for the table's present size: a plan kept from when the table was empty may read all rows
-- of a large tenant. Lateral with a limit, so that each lookup can only be a probe of the index.
create function private.resolve_names(tenant uuid, subject text, ids text[], names text[]) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  uuid_pattern constant text := '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
  resolved jsonb := '{}';
begin
  if names is not null then
    execute format(
      'select coalesce(jsonb_object_agg(x.name, k.id), ''{}'')
       from (select distinct unnest($2) as name) x, lateral (
         select s.id from public.%I s
         where s.client_id = $1 and private.name_key(s.name) = private.name_key(x.name) limit 1) k', subject)
    into resolved using tenant, names;
  end if;
  if ids is not null then
    execute format(
      'select $3 || coalesce(jsonb_object_agg(''id '' || k.id, k.id), ''{}'')
       from (select distinct unnest($2) as id) x, lateral (
         select s.id from public.%I s where s.client_id = $1 and s.id = x.id limit 1) k', subject)
    into resolved using tenant, (select array_agg(i::uuid) from unnest(ids) i where i ~ uuid_pattern), resolved;
  end if;
  return resolved;
end
$$;
comment on function private.resolve_names is
  'Ids by name as given, and by "id <uuid>" for rows given by id. Ids are in lower case.';

create function private.similar_name(tenant uuid, subject text, name text) returns text
language plpgsql stable set search_path = '' as $$
declare
  most_similar text;
begin
  execute format(
    'select s.name from (
       select n.name from public.%I n
       where n.client_id = $1 and private.name_key(n.name) operator(extensions.%%) $2 limit 500) s
     order by extensions.similarity(private.name_key(s.name), $2) desc, s.name limit 1', subject)
  into most_similar using tenant, private.name_key(similar_name.name);
  return most_similar;
end
$$;
comment on function private.similar_name is 'The most similar name of the first 500 that are similar, or null.';
