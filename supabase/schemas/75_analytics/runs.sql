-- Guarantees: totals equal what the transactions say, in whatever order they come, change and go. Readers bring them up
-- to date; a run does it each minute. A tenant that fails delays no other.

create table private.summed_tenants (
  client_id uuid primary key references public.clients on delete cascade
);
alter table private.summed_tenants enable row level security;
comment on table private.summed_tenants is 'A run locks the rows of its tenants: see private.aggregated_tenants.';

-- Definer: nobody who adds a tenant may write this table.
create function private.add_summed_tenant() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.summed_tenants (client_id) values (new.id);
  return null;
end
$$;
create trigger add_summed_tenant after insert on public.clients
  for each row execute function private.add_summed_tenant();

create function private.sum_tenants(tenants uuid[], argument jsonb default null) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  buckets private.total_bucket[];
  whole uuid[];
begin
  perform from private.summed_tenants t where t.client_id = any (tenants) order by t.client_id for no key update;
  buckets := private.take_changed_totals(tenants);
  if buckets is null then
    return 0;
  end if;
  whole := array(select b.client_id from unnest(buckets) b where b.customer_id is null);
  perform private.sum_tenant(w) from unnest(whole) w;
  buckets := array(select b from unnest(buckets) b where b.client_id <> all (whole));
  if buckets <> '{}' then
    perform private.sum_product_days(buckets), private.sum_customer_days(buckets);
    perform private.sum_product_totals(buckets), private.sum_customer_totals(buckets), private.sum_periods(buckets);
  end if;
  perform private.mark_topic(array(select b.client_id from unnest(buckets) b) || whole, 'totals');
  return cardinality(buckets) + cardinality(whole);
end
$$;
comment on function private.sum_tenants is
  'Sums what changed in these tenants and returns the number of buckets. For private.run_for_tenants.';

create function private.sum_all_tenants() returns bigint
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return private.run_for_tenants('sum_transactions', array(
    select t.client_id from private.summed_tenants t
    where exists (select from private.changed_totals c where c.client_id = t.client_id)
    for no key update of t skip locked), 'private.sum_tenants');
end
$$;
comment on function private.sum_all_tenants is
  'Sums what changed in all tenants, except those that fail or are in a run of their own.';

create function private.summed_at(tenant uuid) returns timestamptz
language plpgsql stable set search_path = '' as $$
begin
  return coalesce((select min(c.marked_at) from private.changed_totals c where c.client_id = tenant),
    statement_timestamp());
end
$$;
comment on function private.summed_at is
  'The time up to which all committed transactions of the tenant are in its totals.';
