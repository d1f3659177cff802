-- What the next run has to sum again. Rows are only added and deleted, so writers never wait for each other.

-- With a day: the transactions of this customer, product and day changed. Without a day: the customer's name changed.
-- Without a customer: everything of the tenant.
create table private.changed_totals (
  client_id uuid not null,
  currency text check (currency ~ '^[A-Z]{3}$'),
  customer_id uuid,
  product text check (length(product) <= 200),
  day date,
  marked_at timestamptz not null default now()
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create index on private.changed_totals (client_id, marked_at);
alter table private.changed_totals enable row level security;

-- Marks what transactions leave and enter, in the transaction that changes them. See private.mark_changed_buckets.
-- Definer: callers cannot write marks.
create function private.mark_changed_totals() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if private.is_archiving() then
    return null;
  end if;
  if tg_op <> 'DELETE' then
    perform private.hold_time_zones(array(select n.client_id from new_rows n));
    insert into private.changed_totals (client_id, currency, customer_id, product, day)
    select distinct n.client_id, n.currency, n.customer_id, n.product, (n.occurred_at at time zone c.time_zone)::date
    from new_rows n join public.clients c on c.id = n.client_id;
  end if;
  if tg_op <> 'INSERT' then
    perform private.hold_time_zones(array(select o.client_id from old_rows o));
    insert into private.changed_totals (client_id, currency, customer_id, product, day)
    select distinct o.client_id, o.currency, o.customer_id, o.product, (o.occurred_at at time zone c.time_zone)::date
    from old_rows o join public.clients c on c.id = o.client_id;
  end if;
  return null;
end
$$;
create trigger mark_changed_totals_insert after insert on public.transactions referencing new table as new_rows
  for each statement execute function private.mark_changed_totals();
create trigger mark_changed_totals_update after update on public.transactions
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.mark_changed_totals();
create trigger mark_changed_totals_delete after delete on public.transactions referencing old table as old_rows
  for each statement execute function private.mark_changed_totals();

-- Definer: see private.mark_changed_totals.
create function private.mark_customers() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.changed_totals (client_id, customer_id) select n.client_id, n.id from new_rows n;
  return null;
end
$$;
create trigger mark_customers after update on public.customers referencing new table as new_rows
  for each statement execute function private.mark_customers();

-- Waits for open writers, whose marks name days of the former zone.
-- Definer: see private.mark_changed_totals.
create function private.mark_all_totals() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtext('time zone'), hashtext(new.id::text));
  insert into private.changed_totals (client_id) values (new.id);
  return null;
end
$$;
create trigger mark_all_totals after update of time_zone on public.clients
  for each row when (new.time_zone <> old.time_zone) execute function private.mark_all_totals();

create type private.total_bucket as (client_id uuid, currency text, customer_id uuid, product text, day date);

-- Later statements of the run see at least what this delete sees: see private.take_marks.
create function private.take_changed_totals(tenants uuid[]) returns private.total_bucket[]
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  taken private.total_bucket[];
begin
  with mark as (
    delete from private.changed_totals t where t.client_id = any (tenants)
    returning t.client_id, t.currency, t.customer_id, t.product, t.day
  )
  select array_agg(distinct (m.client_id, m.currency, m.customer_id, m.product, m.day)::private.total_bucket) into taken
  from mark m;
  return taken;
end
$$;
comment on function private.take_changed_totals is 'Deletes the marks and returns what to sum again, each once.';
