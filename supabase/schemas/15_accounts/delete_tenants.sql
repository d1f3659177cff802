-- Guarantees: when a deleted tenant's time is over, every row of every table that names it goes, in batches.

-- No column client_id: it outlives its tenant. Whoever restores an older backup reads here whom to delete again.
create table private.deleted_tenants (
  tenant_id uuid primary key,
  deleted_at timestamptz not null default now(),
  swept_at timestamptz
);
alter table private.deleted_tenants enable row level security;
comment on column private.deleted_tenants.swept_at is
  'When rows were deleted that arrived with the tenant''s end, such as telemetry of requests that were refused.';

create function private.tenant_tables() returns table (relation regclass, depth integer)
language sql stable set search_path = '' as $$
  with recursive owned as (
    select c.oid
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'client_id' and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = any ('{public,private}'::regnamespace[])
  ),
  depths (oid, depth) as (
    select o.oid, 0 from owned o
    union
    select k.confrelid, d.depth + 1
    from depths d
    join pg_catalog.pg_constraint k on k.conrelid = d.oid and k.contype = 'f' and k.confrelid <> k.conrelid
    join owned o on o.oid = k.confrelid
  )
  select d.oid::regclass, max(d.depth) from depths d group by d.oid
$$;
comment on function private.tenant_tables is
  'The tables and partitions with rows of tenants. Those with a smaller depth refer to those with a greater one.';

-- Rows of the same table that refer to a row go first.
create function private.unless_referred(relation regclass) returns text
language sql stable set search_path = '' as $$
  select coalesce(string_agg(format(' and not exists (select from %s c where (%s) = (%s))', relation,
    (select string_agg(format('c.%I', a.attname), ', ' order by n.place)
      from unnest(k.conkey) with ordinality n (number, place)
      join pg_catalog.pg_attribute a on a.attrelid = relation and a.attnum = n.number),
    (select string_agg(format('r.%I', a.attname), ', ' order by n.place)
      from unnest(k.confkey) with ordinality n (number, place)
      join pg_catalog.pg_attribute a on a.attrelid = relation and a.attnum = n.number)), ''), '')
  from pg_catalog.pg_constraint k
  where k.contype = 'f' and k.conrelid = relation and k.confrelid = relation
$$;

create function private.delete_tenant_rows(relation regclass, tenant uuid, maximum bigint) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  total bigint := 0;
  deleted bigint;
begin
  loop
    execute format('delete from %1$s where ctid = any (array(
      select r.ctid from %1$s r where r.client_id = $1%2$s limit $2))', relation, private.unless_referred(relation))
    using tenant, least(10000, maximum - total);
    get diagnostics deleted = row_count;
    total := total + deleted;
    exit when deleted = 0 or total >= maximum;
  end loop;
  return total;
end
$$;

-- Triggers of the deleted rows leave marks. The last pass finds none.
create function private.delete_tenant(tenant uuid, maximum bigint default 100000) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  relation regclass;
  total bigint := 0;
  before bigint;
begin
  -- Nobody can refer to the tenant any more until the end of this run.
  perform from public.clients c where c.id = tenant for update;
  perform private.open_audit_group('deleted_tenants', tenant);
  loop
    before := total;
    for relation in select t.relation from private.tenant_tables() t order by t.depth, t.relation::text loop
      total := total + private.delete_tenant_rows(relation, tenant, maximum - total);
      exit when total >= maximum;
    end loop;
    exit when total in (before, maximum);
  end loop;
  if total < maximum then
    delete from public.clients c where c.id = tenant;
    insert into private.deleted_tenants as d (tenant_id) values (tenant)
    on conflict (tenant_id) do update set swept_at = now();
  end if;
  perform private.close_audit_group();
  return total;
end
$$;
comment on function private.delete_tenant is
  'Deletes rows of the tenant, at most so many, and the tenant itself when nothing else is left. Returns how many.';

create function private.delete_due_tenants(tenants uuid[], argument jsonb) returns bigint
language sql volatile set search_path = '' as $$
  select coalesce(sum(private.delete_tenant(t.id)), 0)::bigint from unnest(tenants) t (id)
$$;
comment on function private.delete_due_tenants is 'private.delete_tenant for private.run_for_tenants.';

create function private.delete_tenants() returns text
language plpgsql volatile set search_path = '' as $$
declare
  due constant uuid[] := array(
    select c.id from public.clients c where c.delete_after <= now()
    order by c.delete_after limit 5 for update skip locked);
  deleted constant bigint := private.run_for_tenants('delete_tenants', due, 'private.delete_due_tenants');
begin
  perform private.delete_tenant(d.tenant_id)
  from private.deleted_tenants d where d.swept_at is null and d.deleted_at < now() - interval '1 day';
  return format('%s rows of %s tenants deleted', deleted, cardinality(due));
end
$$;
comment on function private.delete_tenants is
  'Deletes up to 100,000 rows of each of the five tenants whose time is over for longest. What is left waits for the '
  'next run.';
