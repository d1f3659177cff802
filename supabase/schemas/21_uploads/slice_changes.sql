-- Tells whether what the check of a slice found is still so, at a fraction of what checking it again would cost.

-- Dynamic and lateral for the reasons that private.resolve_names is.
create function private.known_mark(tenant uuid, external_ids text[]) returns bigint
language plpgsql stable set search_path = '' as $$
declare
  mark bigint;
begin
  execute
    'select coalesce(bit_xor(hash_record_extended(row(k.id, k.version), 0)), 0)
     from (select distinct unnest($2) as id) x, lateral (
       select o.id, o.version from public.opportunities o
       where o.client_id = $1 and o.external_id = x.id limit 1) k'
  into mark using tenant, external_ids;
  return mark;
end
$$;
comment on function private.known_mark is
  'Differs if one of the opportunities that have these external ids was created, changed or deleted.';

create function private.all_exist(tenant uuid, subject text, ids uuid[]) returns boolean
language plpgsql stable set search_path = '' as $$
declare
  missing boolean := false;
begin
  if ids is not null then
    execute format(
      'select exists (select from unnest($2) x (id) where (
         select true from public.%I s where s.client_id = $1 and s.id = x.id limit 1) is null)', subject)
    into missing using tenant, ids;
  end if;
  return not missing;
end
$$;

create function private.references_exist(tenant uuid, checked private.checked_row[]) returns boolean
language sql stable set search_path = '' as $$
  select private.all_exist(tenant, 'organizations', array_agg(distinct r.organization_id)
      filter (where r.organization_id is not null))
    and private.all_exist(tenant, 'principals', array_agg(distinct r.principal_id)
      filter (where r.principal_id is not null))
    and private.all_exist(tenant, 'products', array_agg(distinct r.product_id) filter (where r.product_id is not null))
  from unnest(checked) r
  where r.action <> 'reject'
$$;

-- A name may come to match an opportunity that the mark does not know, so rows matched by name are checked again.
create function private.is_unchanged(upload private.uploads, slice private.upload_slices) returns boolean
language sql stable set search_path = '' as $$
  select coalesce(upload.options ->> 'match', 'external_id') = 'external_id'
    and slice.known_mark = private.known_mark(slice.client_id, slice.external_ids)
    and private.references_exist(slice.client_id, slice.checked)
$$;
comment on function private.is_unchanged is
  'True if checking the slice again would decide the same: its opportunities, organizations, principals and products '
  'are as they were.';
