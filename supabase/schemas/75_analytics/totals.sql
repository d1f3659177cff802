-- Totals of transactions. All are derived: computed only from transactions and deleted with their last one.

-- By product and day of the tenant. Longer periods and a day's total are added up from these.
create table private.product_days (
  client_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  day date not null,
  product text not null check (length(product) <= 200),
  revenue numeric not null,
  quantity bigint not null,
  completed bigint not null,
  pending bigint not null,
  cancelled bigint not null,
  refunded bigint not null,
  primary key (client_id, currency, day, product)
) with (fillfactor = 80);
create index product_days_product on private.product_days (client_id, currency, product, day);
comment on column private.product_days.quantity is 'Of completed transactions.';

-- By customer and day, because numbers of different customers do not add up.
create table private.customer_days (
  client_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  day date not null,
  customer_id uuid not null,
  revenue numeric not null,
  transactions bigint not null,
  first_purchase timestamptz not null,
  last_purchase timestamptz not null,
  primary key (client_id, currency, day, customer_id) include (transactions)
) with (fillfactor = 80);
create index customer_days_customer on private.customer_days (client_id, customer_id, currency, day);
comment on column private.customer_days.transactions is 'Completed ones.';
comment on column private.customer_days.first_purchase is 'infinity without a completed transaction.';
comment on column private.customer_days.last_purchase is '-infinity without a completed transaction.';

create table private.revenue_periods (
  client_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  group_by text not null check (group_by in ('day', 'week', 'month')),
  period date not null,
  revenue numeric not null,
  completed bigint not null,
  pending bigint not null,
  cancelled bigint not null,
  refunded bigint not null,
  customers bigint not null,
  primary key (client_id, currency, group_by, period)
) with (fillfactor = 80);
comment on column private.revenue_periods.period is 'Its first day. Weeks begin on Monday.';
comment on column private.revenue_periods.customers is 'Different customers with a completed transaction.';

create table private.product_totals (
  client_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  product text not null check (length(product) <= 200),
  revenue numeric not null,
  quantity bigint not null,
  transactions bigint not null,
  primary key (client_id, currency, product)
) with (fillfactor = 80);
create index product_totals_revenue on private.product_totals (client_id, currency, revenue desc, product);

create table private.customer_totals (
  client_id uuid not null,
  customer_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  search_key text not null check (length(search_key) <= 1200),
  lifetime_value numeric not null,
  transactions bigint not null,
  first_purchase timestamptz not null,
  last_purchase timestamptz not null,
  primary key (client_id, customer_id, currency)
) with (fillfactor = 80);
create index customer_totals_value on private.customer_totals (client_id, currency, lifetime_value, customer_id);
create index customer_totals_transactions on private.customer_totals (client_id, currency, transactions, customer_id);
create index customer_totals_last on private.customer_totals (client_id, currency, last_purchase, customer_id);
create index customer_totals_name on private.customer_totals (client_id, currency, search_key, customer_id);
create index customer_totals_search on private.customer_totals using gin
  (client_id, search_key extensions.gin_trgm_ops);

alter table private.product_days enable row level security;
alter table private.customer_days enable row level security;
alter table private.revenue_periods enable row level security;
alter table private.product_totals enable row level security;
alter table private.customer_totals enable row level security;

-- See organizations.
alter table private.product_days alter column client_id set statistics 0;
alter table private.customer_days alter column client_id set statistics 0;
alter table private.revenue_periods alter column client_id set statistics 0;
alter table private.product_totals alter column client_id set statistics 0;
alter table private.customer_totals alter column client_id set statistics 0;
