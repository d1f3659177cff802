-- Saves and removes mappings of imports. The functions service checks what is in them, and again when they are used.

create function private.check_import_mapping(name text, content jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  details jsonb;
begin
  select jsonb_agg(private.problem(c.path, 'invalid', c.message)) into details
  from (
    select 'name' as path, 'must have 1–100 characters' as message
    where name is null or length(private.tidy(name)) not between 1 and 100
    union all
    select 'target', 'must be opportunities, calls or transactions'
    where content ? 'target' and coalesce(content ->> 'target', '') not in ('opportunities', 'calls', 'transactions')
    union all
    select p.path, format('must be an object of at most %s characters', p.longest)
    from (values ('mapping', 100000), ('values', 100000), ('formats', 1000), ('options', 2000)) as p (path, longest)
    where jsonb_typeof(content -> p.path) is distinct from 'object' or length((content -> p.path)::text) > p.longest
  ) c;
  if details is not null then
    perform private.fail(422, 'VALIDATION_ERROR', 'The mapping is not valid', jsonb_build_object('details', details));
  end if;
end
$$;

-- Definer: members may not write mappings by hand, so that If-Match counts. The lock makes writers of a tenant wait for
-- each other, so that none adds a name twice.
create function public.put_import_mapping(name text, content jsonb, if_match integer default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  present public.import_mappings;
  saved public.import_mappings;
begin
  perform private.check_import_mapping(name, content);
  perform pg_advisory_xact_lock(hashtext('import mappings'), hashtext(tenant::text));
  select * into present from public.import_mappings m
  where m.client_id = tenant and private.name_key(m.name) = private.name_key(put_import_mapping.name);
  perform private.require_version(coalesce(present.version, 0), if_match);
  saved := jsonb_populate_record(present, '{"target": "opportunities"}' || content);
  if present.id is null then
    insert into public.import_mappings (client_id, name, target, mapping, values, formats, options)
    values (tenant, private.tidy(put_import_mapping.name), saved.target, saved.mapping, saved.values, saved.formats,
      saved.options)
    returning * into saved;
  elsif (saved.target, saved.mapping, saved.values, saved.formats, saved.options)
      is distinct from (present.target, present.mapping, present.values, present.formats, present.options) then
    update public.import_mappings m
    set target = saved.target, mapping = saved.mapping, values = saved.values, formats = saved.formats,
      options = saved.options
    where m.client_id = tenant and m.id = present.id
    returning * into saved;
  end if;
  return jsonb_build_object(
    'status', case when present.id is null then 201 else 200 end, 'body', to_jsonb(saved) - 'client_id');
end
$$;
comment on function public.put_import_mapping is
  'Saves content {target, mapping, values, formats, options} under a name: {status: 201 if it is new, else 200, '
  'body}. The same content again changes nothing. if_match is 0 for a name that is not there. Raises 401, 403, 409 '
  'LIMIT_REACHED, 412 VERSION_MISMATCH, 422.';

-- Definer: members may not delete mappings by hand, so that If-Match counts.
create function public.delete_import_mapping(name text, if_match integer default null) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  present public.import_mappings;
begin
  select * into present from public.import_mappings m
  where m.client_id = tenant and private.name_key(m.name) = private.name_key(delete_import_mapping.name)
  for update;
  if not found then
    perform private.fail(404, 'NOT_FOUND',
      format('No mapping is saved as "%s"', left(delete_import_mapping.name, 100)));
  end if;
  perform private.require_version(present.version, if_match);
  delete from public.import_mappings m where m.client_id = tenant and m.id = present.id;
end
$$;
comment on function public.delete_import_mapping is
  'Removes a saved mapping. Raises 401, 403, 404, 412 VERSION_MISMATCH.';

grant execute on function public.put_import_mapping, public.delete_import_mapping to authenticated;
