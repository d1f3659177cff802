-- Payments that a tenant's own Stripe account reports become its transactions.

create function private.stripe_amount(minor jsonb, currency text) returns text
language sql immutable set search_path = '' as $$
  select (minor::numeric / power(10::numeric, case when currency in ('ISK', 'UGX') then 2
    else private.minor_digits(currency) end))::numeric(20, 4)::text
  where jsonb_typeof(minor) = 'number' and minor::text ~ '^[0-9]{1,15}$'
$$;
comment on function private.stripe_amount is
  'An amount in the smallest unit, as Stripe counts it (https://docs.stripe.com/currencies), as a decimal number.';

create function private.stripe_time(seconds jsonb) returns text
language sql stable set search_path = '' as $$
  select to_char(to_timestamp(seconds::text::numeric) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
  where seconds::text ~ '^[0-9]{1,10}$'
$$;

-- An invoice and its charge are one payment: they share the payment intent, or the invoice names the charge.
create function private.stripe_sale(type text, object jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('status', 'completed', 'currency', u.currency,
    'external_id', coalesce(object ->> 'payment_intent',
      object -> 'payments' -> 'data' -> 0 -> 'payment' ->> 'payment_intent', object ->> 'charge', object ->> 'id'),
    'occurred_at', private.stripe_time(coalesce(object -> 'status_transitions' -> 'paid_at', object -> 'created')),
    'amount', private.stripe_amount(object -> case type when 'invoice.paid' then 'amount_paid' else 'amount' end,
      u.currency),
    'product', left(coalesce(object ->> 'description', object -> 'lines' -> 'data' -> 0 ->> 'description'), 200),
    'customer_external_id', coalesce(object ->> 'customer', c.email, 'stripe-guest'),
    'customer_name', left(coalesce(object ->> 'customer_name', object -> 'billing_details' ->> 'name'), 200),
    'customer_email', c.email)
  from (select upper(object ->> 'currency') as currency) u,
    (select coalesce(object ->> 'customer_email', object -> 'billing_details' ->> 'email',
      object ->> 'receipt_email') as email) c
$$;

-- The event has the sum of all refunds of the charge, so the largest one counts.
create function private.stripe_refund(sale jsonb, event jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select sale || jsonb_build_object('status', 'refunded', 'external_id', 'refund-' || (sale ->> 'external_id'),
    'occurred_at', private.stripe_time(event -> 'created'),
    'amount', private.stripe_amount(event -> 'data' -> 'object' -> 'amount_refunded', sale ->> 'currency'))
$$;

create function private.stripe_rows(tenant uuid, events public.inbound_events[]) returns private.sent_transaction[]
language sql stable set search_path = '' as $$
  with sale as (
    select e.type, e.payload, private.stripe_sale(e.type, e.payload -> 'data' -> 'object') as sale
    from unnest(events) e where e.type in ('charge.succeeded', 'charge.refunded', 'invoice.paid')
  ),
  named as (
    select distinct on (n.record ->> 'external_id') n.record from (
      select s.sale as record from sale s
      union all
      select private.stripe_refund(s.sale, s.payload) from sale s where s.type = 'charge.refunded'
    ) n
    order by n.record ->> 'external_id', (n.record ->> 'amount')::numeric desc nulls last
  ),
  read as materialized (
    select array(select r from private.read_transactions(tenant, (select jsonb_agg(n.record) from named n)) r) as rows
  )
  select array(
    select r from read d, unnest(d.rows) r join private.judge_transactions(d.rows) j on j.row = r.row
    left join public.transactions t on t.client_id = tenant and t.external_id = r.external_id
    where coalesce(j.errors, '{}') = '{}' and r.money > 0
      and (t.id is null or r.status = 'refunded' and t.amount < r.money and t.currency = r.currency))
$$;
comment on function private.stripe_rows is
  'The transactions that the events add, and refunds that grow. Events that hold no valid transaction are left out.';

create function private.record_stripe_events(tenant uuid, events public.inbound_events[]) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
declare
  rows private.sent_transaction[] := private.stripe_rows(tenant, events);
  written bigint;
  created bigint;
begin
  if rows = '{}' then
    return;
  end if;
  perform private.recall_transactions(tenant, array(
    select n.name from unnest(rows) r cross join unnest(array[r.external_id, substr(r.external_id, 8)]) n (name)));
  rows := private.stripe_rows(tenant, events);
  select count(*), count(*) filter (where t.version = 1) into written, created
  from private.write_transactions(tenant, rows) t;
  update public.transactions r set refund_of = s.id
  from unnest(rows) x join public.transactions s on s.client_id = tenant and s.external_id = substr(x.external_id, 8)
  where r.client_id = tenant and r.external_id = x.external_id and x.status = 'refunded' and r.refund_of is null;
  perform private.mail_receipts(tenant, rows, events);
  perform private.emit_event(tenant, 'transactions.recorded', jsonb_build_object('received', cardinality(rows),
    'created', created, 'updated', written - created, 'unchanged', 0));
end
$$;
comment on function private.record_stripe_events is
  'Records payments and refunds of a tenant''s own Stripe account, each once, and mails receipts if the tenant wants.';
