-- Enters what no search entered, and compares entries with rows each night.

create function private.enter_marked_of(tenants uuid[], argument jsonb) returns bigint
language sql volatile set search_path = '' as $$
  select coalesce(sum(private.enter_marked(t.id, 1000)), 0) from unnest(tenants) t (id)
$$;
comment on function private.enter_marked_of is 'About 1,000 rows of each tenant. For private.run_for_tenants.';

-- Short, because until it ends its tenants' searches do without their newest rows, and audit entries of everybody wait
-- to be sealed. Tenants with few marks come first, so that a large import keeps no other waiting.
create function private.enter_all_marked() returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  ends_at constant timestamptz := clock_timestamp() + interval '8 seconds';
  tenant uuid;
  entered bigint := 0;
  before bigint;
begin
  loop
    before := entered;
    for tenant in
      select m.client_id from private.search_marks m
      where not exists (
        select from private.tenant_failures f where f.client_id = m.client_id and f.task = 'enter_all_marked')
      group by m.client_id order by count(*), min(m.id) limit 10
    loop
      if clock_timestamp() >= ends_at then
        return entered;
      end if;
      entered := entered + private.run_for_tenants('enter_all_marked', array[tenant], 'private.enter_marked_of');
    end loop;
    exit when entered = before;
  end loop;
  return entered;
end
$$;
comment on function private.enter_all_marked is
  'Enters marked rows of all tenants, about 1,000 of each in turn, for about eight seconds. Returns how many.';

-- Marks rows whose entry is missing or old, and entries without a row, as the triggers would have.
create function private.mark_differences(tenant uuid, about private.search_kinds) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  marked bigint;
begin
  execute format($sql$
    with differing as (
      select coalesce(r.id, e.id) as id
      from (select * from %s r where r.client_id = $1 and (%s)) r
      full join (select * from private.search_entries e where e.client_id = $1 and e.kind = $2) e on e.id = r.id
      where r.updated_at is distinct from e.updated_at or left(%s, 200) <> e.title
    ),
    unmarked as (
      select d.id, (row_number() over () - 1) / 1000 as part from differing d
      where not exists (select from private.search_marks m
        where m.client_id = $1 and m.kind = $2 and d.id = any (m.ids))
    ),
    added as (
      insert into private.search_marks (client_id, kind, ids)
      select $1, $2, array_agg(u.id) from unmarked u group by u.part
      returning cardinality(ids) as rows
    )
    select coalesce(sum(a.rows), 0) from added a
    $sql$, about.source, about.only_if, about.title)
  into marked using tenant, about.kind;
  return marked;
end
$$;

create function private.reconcile_search_of(tenants uuid[], argument jsonb) returns bigint
language sql volatile set search_path = '' as $$
  select coalesce(sum(private.mark_differences(t.id, k)), 0)
  from unnest(tenants) t (id) cross join private.search_kinds k
$$;

create function private.reconcile_search() returns bigint
language sql volatile set search_path = '' as $$
  select private.run_for_tenants('reconcile_search', array(select c.id from public.clients c order by c.id),
    'private.reconcile_search_of')
$$;
comment on function private.reconcile_search is
  'Compares the entries of all tenants with the rows and marks those that differ. Returns how many: 0 if all is well.';
