-- Sales and refunds. An amount counts in the currency it was made in and is never converted.

create table public.transactions (
  client_id uuid not null references public.clients,
  id uuid not null default private.uuidv7(),
  external_id text not null check (external_id = btrim(external_id) and length(external_id) between 1 and 200),
  customer_id uuid not null,
  occurred_at timestamptz not null,
  amount numeric(16, 4) not null check (amount >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  status text not null check (status in ('completed', 'pending', 'cancelled', 'refunded')),
  product text not null default '' check (product = private.tidy(product) and length(product) <= 200),
  quantity integer not null default 1 check (quantity between 0 and 1000000000),
  is_refund boolean not null default false check (status = 'refunded' or not is_refund),
  refund_of uuid check (refund_of is null or is_refund),
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id),
  constraint transactions_external_id unique (client_id, external_id),
  foreign key (client_id, customer_id) references public.customers,
  foreign key (client_id, refund_of) references public.transactions,
  -- Senders' clocks may be up to five minutes ahead.
  constraint transactions_occurred check (occurred_at >= '2000-01-01 00:00+00'
    and occurred_at <= updated_at + interval '5 minutes')
);
create index transactions_newest on public.transactions (client_id, occurred_at desc, id desc);
create index transactions_status on public.transactions (client_id, status, occurred_at desc, id desc);
create index transactions_customer on public.transactions (client_id, customer_id, occurred_at desc, id desc);
create index transactions_product on public.transactions (client_id, product, occurred_at desc, id desc);
create index transactions_refunds on public.transactions (client_id, refund_of) where refund_of is not null;
comment on column public.transactions.product is 'Empty for none.';
comment on column public.transactions.is_refund is
  'True if it was refunded when it was first sent: it takes its amount off the revenue. A sale that is refunded later '
  'brings nothing any more.';

alter table public.transactions alter column client_id set statistics 0; -- see organizations

create trigger touch before update on public.transactions
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();

-- No write policies: see customers.
alter table public.transactions enable row level security;
create policy "analytics:read may see transactions" on public.transactions
  for select to authenticated
  using (client_id = (select private.tenant_with('analytics:read')));
grant select on public.transactions to authenticated;
revoke truncate on public.transactions from service_role;

create function private.revenue(status text, is_refund boolean, amount numeric) returns numeric
language sql immutable parallel safe
return case when status = 'completed' then amount when is_refund then -amount else 0 end;
comment on function private.revenue is 'What a transaction adds to the revenue.';

select private.enable_bulk_audit('public.transactions');
