-- Receipts for payments that a tenant's own Stripe account reports.

create function private.receipt_url(events public.inbound_events[], external_id text) returns text
language sql stable set search_path = '' as $$
  select u.url
  from unnest(events) e
  cross join lateral (select coalesce(e.payload #>> '{data,object,receipt_url}',
    e.payload #>> '{data,object,hosted_invoice_url}') as url) u
  where u.url ~ '^https://[^[:space:][:cntrl:]]+$' and length(u.url) <= 1900
    and private.stripe_sale(e.type, e.payload -> 'data' -> 'object') ->> 'external_id' = receipt_url.external_id
  limit 1
$$;
comment on function private.receipt_url is 'Where Stripe shows the receipt of a payment. Null if no event says so.';

-- Only of today: events that are sent again later are no news for the customer.
create function private.mail_receipts(
  tenant uuid, rows private.sent_transaction[], events public.inbound_events[]
) returns void
language sql volatile set search_path = '' as $$
  select count(private.queue_email(tenant, 'payment_receipt', u.email, jsonb_build_object(
    'tenant', private.email_line(c.name), 'number', private.email_line(t.external_id),
    'date', to_char(t.occurred_at at time zone c.time_zone, 'YYYY-MM-DD'),
    'description', private.email_line(t.product), 'amount', private.money(t.amount, t.currency) || ' ' || t.currency,
    'url', coalesce(private.receipt_url(events, t.external_id), '/'))))
  from public.clients c
  cross join unnest(rows) r
  join public.transactions t on t.client_id = c.id and t.external_id = r.external_id
  join public.customers u on u.client_id = c.id and u.id = t.customer_id and private.is_email_address(u.email)
  where c.id = tenant and (private.setting(tenant, 'email.payment_receipts'))::boolean
    and t.status = 'completed' and t.version = 1 and t.occurred_at > now() - interval '1 day'
$$;
comment on function private.mail_receipts is
  'Sends payment_receipt for payments that were just recorded, if the tenant wants it. rows are new transactions.';
