-- Guarantees: totals stay exact when transactions leave their table, also if a day is summed again or in another time
-- zone.

-- By moment, so that each time zone has its days. They outlive the archived transactions themselves, as totals do.
create table private.archived_transaction_sums (
  client_id uuid not null references public.clients,
  customer_id uuid not null,
  occurred_at timestamptz not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  product text not null check (length(product) <= 200),
  revenue numeric not null,
  quantity bigint not null,
  completed bigint not null,
  pending bigint not null,
  cancelled bigint not null,
  refunded bigint not null,
  primary key (client_id, customer_id, occurred_at, currency, product),
  foreign key (client_id, customer_id) references public.customers
);
create index archived_transaction_sums_product on private.archived_transaction_sums (client_id, product, occurred_at);
alter table private.archived_transaction_sums enable row level security;

-- The one place that says what a transaction adds to the totals.
create view private.counted_transactions with (security_invoker = true) as
select t.client_id, t.id, t.customer_id, t.occurred_at, t.currency, t.product,
  private.revenue(t.status, t.is_refund, t.amount) as revenue,
  case when t.status = 'completed' then t.quantity else 0 end::bigint as quantity,
  (t.status = 'completed')::integer::bigint as completed,
  (t.status = 'pending')::integer::bigint as pending,
  (t.status = 'cancelled')::integer::bigint as cancelled,
  (t.status = 'refunded')::integer::bigint as refunded
from public.transactions t;

create view private.all_transactions with (security_invoker = true) as
select t.client_id, t.customer_id, t.occurred_at, t.currency, t.product, t.revenue, t.quantity, t.completed, t.pending,
  t.cancelled, t.refunded
from private.counted_transactions t
union all
select s.client_id, s.customer_id, s.occurred_at, s.currency, s.product, s.revenue, s.quantity, s.completed, s.pending,
  s.cancelled, s.refunded
from private.archived_transaction_sums s;
comment on view private.all_transactions is 'What transactions add to the totals, from their table and the archive.';

create function private.sums_of_transactions(tenant uuid, ids uuid[]) returns setof private.archived_transaction_sums
language sql stable set search_path = '' as $$
  select tenant, t.customer_id, t.occurred_at, t.currency, t.product, sum(t.revenue), sum(t.quantity)::bigint,
    sum(t.completed)::bigint, sum(t.pending)::bigint, sum(t.cancelled)::bigint, sum(t.refunded)::bigint
  from private.counted_transactions t where t.client_id = tenant and t.id = any (ids)
  group by t.customer_id, t.occurred_at, t.currency, t.product
$$;

create function private.add_transaction_sums(tenant uuid, ids uuid[]) returns void
language sql volatile set search_path = '' as $$
  insert into private.archived_transaction_sums as s select * from private.sums_of_transactions(tenant, ids)
  on conflict on constraint archived_transaction_sums_pkey do update set
    revenue = s.revenue + excluded.revenue, quantity = s.quantity + excluded.quantity,
    completed = s.completed + excluded.completed, pending = s.pending + excluded.pending,
    cancelled = s.cancelled + excluded.cancelled, refunded = s.refunded + excluded.refunded
$$;
comment on function private.add_transaction_sums is
  'Adds transactions that leave their table to the sums of the archive.';

create function private.take_transaction_sums(tenant uuid, ids uuid[]) returns void
language sql volatile set search_path = '' as $$
  update private.archived_transaction_sums s set
    revenue = s.revenue - b.revenue, quantity = s.quantity - b.quantity, completed = s.completed - b.completed,
    pending = s.pending - b.pending, cancelled = s.cancelled - b.cancelled, refunded = s.refunded - b.refunded
  from private.sums_of_transactions(tenant, ids) b
  where s.client_id = tenant and s.customer_id = b.customer_id and s.occurred_at = b.occurred_at
    and s.currency = b.currency and s.product = b.product;
  delete from private.archived_transaction_sums s using private.sums_of_transactions(tenant, ids) b
  where s.client_id = tenant and s.customer_id = b.customer_id and s.occurred_at = b.occurred_at
    and s.currency = b.currency and s.product = b.product
    and s.completed + s.pending + s.cancelled + s.refunded = 0;
$$;
comment on function private.take_transaction_sums is
  'Takes transactions that are back in their table out of the sums of the archive.';

create function private.recall_transactions(tenant uuid, external_ids text[], transaction_id uuid default null)
returns void
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
declare
  cutoff constant timestamptz := private.archive_cutoff(tenant, 'transactions');
begin
  if exists (select from public.transactions t
      where t.client_id = tenant and t.external_id = any (external_ids) and t.occurred_at < cutoff)
    or exists (select from public.transactions t
      where t.client_id = tenant and t.id = transaction_id and t.occurred_at < cutoff)
    or exists (select from public.transactions t
      where t.client_id = tenant and t.refund_of = transaction_id and t.occurred_at < cutoff) then
    -- A run may be moving it. Once the run has ended, it is seen where it is.
    perform private.lock_archive(tenant);
  end if;
  perform private.recall_rows(tenant, 'transactions', array_remove(external_ids || transaction_id::text, null));
end
$$;
comment on function private.recall_transactions is
  'Brings those of these transactions that are archived, with their refunds, back into their table.';
