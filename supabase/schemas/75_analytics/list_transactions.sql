-- One transaction, and the list of them.

create function private.transaction_json(transaction public.transactions, customer public.customers) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('id', transaction.id, 'external_id', transaction.external_id,
    'occurred_at', transaction.occurred_at, 'amount', private.money(transaction.amount, transaction.currency),
    'currency', transaction.currency, 'status', transaction.status, 'product', nullif(transaction.product, ''),
    'quantity', transaction.quantity,
    'customer', jsonb_build_object('id', customer.id, 'external_id', customer.external_id, 'name', customer.name,
      'email', customer.email),
    'is_refund', transaction.is_refund, 'refund_of', transaction.refund_of, 'version', transaction.version,
    'created_at', transaction.created_at, 'updated_at', transaction.updated_at)
$$;

create function private.transaction_json(tenant uuid, transaction_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select private.transaction_json(t, c) from public.transactions t
  join public.customers c on c.client_id = tenant and c.id = t.customer_id
  where t.client_id = tenant and t.id = transaction_id
$$;

create function private.customer_named(tenant uuid, customer text) returns uuid
language sql stable set search_path = '' as $$
  select coalesce(
    (select c.id from public.customers c where c.client_id = tenant and c.external_id = customer),
    (select c.id from public.customers c where c.client_id = tenant and c.id = case
      when customer ~* '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then customer::uuid end),
    '00000000-0000-0000-0000-000000000000')
$$;
comment on function private.customer_named is
  'The customer with this external_id or id. An id of nobody if there is none.';

-- Definer: under a policy the filters could not use the indexes.
create function public.list_transactions(status text default null, product text default null,
  customer text default null, from_time timestamptz default null, to_time timestamptz default null,
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
  with_total boolean default false) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan'
  set enable_seqscan = 'off' set jit = 'off' as $$
declare
  tenant constant uuid := private.authorize('analytics:read');
  buyer uuid;
  rows jsonb;
begin
  perform private.require_short(jsonb_build_object('status', status, 'product', product, 'customer', customer));
  if customer is not null then
    buyer := private.customer_named(tenant, customer);
  end if;
  select coalesce(jsonb_agg(private.transaction_json(p.transaction, c) order by (p.transaction).occurred_at desc,
    (p.transaction).id desc), '[]') into rows
  from (
    select t as transaction from public.transactions t
    where t.client_id = tenant
      and private.matches_filters(t, list_transactions.status, list_transactions.product, buyer, from_time, to_time)
      and private.after_cursor(t.occurred_at, t.id, after_time, after_id)
    order by t.occurred_at desc, t.id desc limit private.page_limit(page_size)
  ) p
  join public.customers c on c.client_id = tenant and c.id = (p.transaction).customer_id;
  return jsonb_build_object('rows', rows, 'total', case when with_total then (
    select count(*) from public.transactions t where t.client_id = tenant
      and private.matches_filters(t, list_transactions.status, list_transactions.product, buyer, from_time, to_time))
    end);
end
$$;
comment on function public.list_transactions is
  'Transactions, the latest first, after the cursor (after_time, after_id): {rows, total}. customer is an id or '
  'external_id. to_time is exclusive. total is null unless with_total. Raises 401, 403, 422.';

-- Definer: see public.list_transactions.
create function public.get_transaction(transaction_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('analytics:read');
  found_transaction constant jsonb := private.transaction_json(tenant, transaction_id);
begin
  if found_transaction is null then
    perform private.fail(404, 'NOT_FOUND', 'There is no such transaction');
  end if;
  return found_transaction;
end
$$;
comment on function public.get_transaction is 'One transaction. Raises 401, 403, 404.';

-- Without search_path, so that the planner can inline it. It needs none, because its body is parsed when it is
-- created.
create function private.matches_filters(transaction public.transactions, status text, product text, customer uuid,
  from_time timestamptz, to_time timestamptz) returns boolean
language sql immutable
return (matches_filters.status is null or (transaction).status = matches_filters.status)
  and (matches_filters.product is null or (transaction).product = matches_filters.product)
  and (matches_filters.customer is null or (transaction).customer_id = matches_filters.customer)
  and (from_time is null or (transaction).occurred_at >= from_time)
  and (to_time is null or (transaction).occurred_at < to_time);
