-- Third step of recording transactions: writing checked rows.

-- Sorted, so that two requests with the same rows cannot deadlock. A row without a name keeps the customer's.
create function private.write_customers(tenant uuid, rows private.sent_transaction[]) returns void
language sql volatile set search_path = '' as $$
  insert into public.customers as c (client_id, external_id, name, email)
  select tenant, r.customer_external_id,
    (array_agg(r.customer_name order by r.row desc) filter (where r.customer_name is not null))[1],
    (array_agg(r.customer_email order by r.row desc) filter (where r.customer_email is not null))[1]
  from unnest(rows) r
  group by r.customer_external_id order by r.customer_external_id
  on conflict on constraint customers_external_id do update set
    name = coalesce(excluded.name, c.name), email = coalesce(excluded.email, c.email)
  where (c.name, c.email) is distinct from (coalesce(excluded.name, c.name), coalesce(excluded.email, c.email))
$$;

create function private.write_transactions(tenant uuid, rows private.sent_transaction[])
returns setof public.transactions
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
  set enable_seqscan = 'off' set jit = 'off' as $$
begin
  perform private.recall_transactions(tenant, array(select r.external_id from unnest(rows) r));
  perform private.write_customers(tenant, rows);
  return query
  insert into public.transactions as t (client_id, external_id, customer_id, occurred_at, amount, currency, status,
    product, quantity, is_refund)
  select tenant, r.external_id, c.id, r.at, r.money, r.currency, r.status, r.product, r.quantity::integer,
    r.status = 'refunded'
  from unnest(rows) r
  join public.customers c on c.client_id = tenant and c.external_id = r.customer_external_id
  order by r.external_id
  on conflict on constraint transactions_external_id do update set
    customer_id = excluded.customer_id, occurred_at = excluded.occurred_at, amount = excluded.amount,
    currency = excluded.currency, status = excluded.status, product = excluded.product, quantity = excluded.quantity,
    is_refund = t.is_refund and excluded.is_refund,
    refund_of = case when t.is_refund and excluded.is_refund then t.refund_of end
  where (t.customer_id, t.occurred_at, t.amount, t.currency, t.status, t.product, t.quantity) is distinct from
    (excluded.customer_id, excluded.occurred_at, excluded.amount, excluded.currency, excluded.status, excluded.product,
      excluded.quantity)
  returning t.*;
end
$$;
comment on function private.write_transactions is
  'Adds checked transactions, or replaces them by external_id, and returns the new and changed ones.';
