-- First step of recording transactions: JSON becomes rows of text, and text becomes values where it can.

create type private.sent_transaction as (
  row integer,
  record jsonb,
  kind text,
  first_row integer,
  external_id text,
  occurred_at text,
  amount text,
  currency text,
  status text,
  product text,
  quantity text,
  customer_external_id text,
  customer_name text,
  customer_email text,
  at timestamptz,
  moments timestamptz[],
  money numeric
);
comment on type private.sent_transaction is
  'A transaction as text, trimmed, null where empty. kind: the JSON type of the row. first_row: the first with its '
  'external_id. at and money: the values of occurred_at and amount, null if they have none. moments: those that a time '
  'without an offset may mean; null for others.';

create function private.time_of(written text, time_zone text) returns timestamptz
language sql stable set search_path = '' as $$
  select case
    when written !~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])' or left(written, 4) = '0000' then null
    when right(left(written, 10), 2) > '28' and not private.is_calendar_day(written) then null
    when length(written) = 10 then written::timestamp at time zone time_of.time_zone
    when substr(written, 11) ~ ('^[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?'
      '(Z|[+-](0[0-9]|1[0-4]):?[0-5][0-9])$') then written::timestamptz
  end
$$;
comment on function private.time_of is
  'The moment of a text like 2026-11-01T09:30:00Z, or the start of the day of one like 2026-11-01. Null for others.';

create function private.number_of(written text) returns numeric
language sql immutable set search_path = '' as $$
  select case when written ~ '^[+-]?([0-9]{1,15}([.][0-9]{0,15})?|[.][0-9]{1,15})([eE][+-]?[0-9]{1,2})?$'
    then written::numeric end
$$;
comment on function private.number_of is 'The number of a text like 1234.50 or 1e3, null for others.';

create function private.read_transactions(tenant uuid, transactions jsonb, local_times boolean default false)
returns setof private.sent_transaction
language sql stable set search_path = '' as $$
  select s.*, coalesce(private.time_of(s.occurred_at, c.time_zone), local.moments[1]), local.moments,
    private.number_of(s.amount)
  from (
    select e.ordinality::integer, e.record, e.kind,
      (min(e.ordinality) over (partition by btrim(r.external_id)))::integer,
      nullif(btrim(r.external_id), ''), nullif(btrim(r.occurred_at), '') as occurred_at,
      nullif(btrim(r.amount), '') as amount,
      coalesce(nullif(upper(btrim(r.currency)), ''), t.currency), nullif(lower(btrim(r.status)), ''),
      coalesce(private.tidy(r.product), ''), coalesce(nullif(btrim(r.quantity), ''), '1'),
      nullif(btrim(r.customer_external_id), ''), nullif(private.tidy(r.customer_name), ''),
      nullif(btrim(r.customer_email), '')
    from (
      select jsonb_typeof(x.record) as kind, x.ordinality,
        case jsonb_typeof(x.record) when 'object' then x.record else '{}' end as record
      from jsonb_array_elements(transactions) with ordinality as x (record, ordinality)
    ) e
    join public.clients t on t.id = tenant,
    jsonb_to_record(e.record) as r (external_id text, occurred_at text, amount text, currency text, status text,
      product text, quantity text, customer_external_id text, customer_name text, customer_email text)
  ) s
  join public.clients c on c.id = tenant
  cross join lateral (
    select case when local_times then private.moments_of(private.local_time(s.occurred_at), c.time_zone) end as moments
  ) local
$$;
comment on function private.read_transactions is
  'The transactions as text and values. local_times: times without an offset are the tenant''s.';
