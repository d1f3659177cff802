-- Second step of recording transactions: what is wrong with each row, one error a field.

create function private.transaction_field_errors(record jsonb, fields text[]) returns jsonb[]
language sql immutable set search_path = '' as $$
  select array(
    select case when f.key <> all (fields)
        then private.row_error(left(f.key, 100), 'unknown_field',
          format('%s is not a field of a transaction', left(f.key, 100)))
      else private.row_error(f.key, 'type',
        format('%s is an %s, must be a single value', f.key, jsonb_typeof(f.value))) end
    from jsonb_each(record) f
    where f.key <> all (fields) or jsonb_typeof(f.value) in ('object', 'array')
    limit 20)
$$;

create function private.amount_error(amount text, money numeric, currency text) returns jsonb
language sql stable set search_path = '' as $$
  select case
    when amount is null then private.missing_error('amount')
    when money is null then private.value_error('amount', 'format', amount, 'a number like 1234.50')
    when not money between 0 and 999999999999.9999
      then private.number_error('amount', 'range', amount, 'be 0–999999999999.9999; a refund is a status')
    when scale(trim_scale(money)) > private.minor_digits(currency)
      then private.number_error('amount', 'format', amount,
        format('have at most %s decimals in %s', private.minor_digits(currency), currency))
  end
$$;

create function private.occurred_at_error(occurred_at text, at timestamptz, moments timestamptz[]) returns jsonb
language sql stable set search_path = '' as $$
  select case
    when occurred_at is null then private.missing_error('occurred_at')
    when moments = '{}' or array_length(moments, 1) > 1
      then private.local_time_error('occurred_at', occurred_at, moments)
    when at is null then private.value_error('occurred_at', 'format', occurred_at,
      'a time like 2026-11-01T09:30:00Z or a day')
    when at > now() + interval '5 minutes' then private.row_error('occurred_at', 'range',
      format('occurred_at is %s, which is in the future', left(occurred_at, 50)))
    when at < '2000-01-01 00:00+00' then private.row_error('occurred_at', 'range', 'occurred_at is before 2000')
  end
$$;

create function private.customer_error(external_id text) returns jsonb
language sql stable set search_path = '' as $$
  select case
    when external_id is null then private.missing_error('customer_external_id')
    when length(external_id) > 200 then private.length_error('customer_external_id', external_id, 200)
  end
$$;

create function private.email_error(email text) returns jsonb
language sql stable set search_path = '' as $$
  select case
    when length(email) > 320 then private.length_error('customer_email', email, 320)
    when email !~ '^[^@[:space:]]+@[^@[:space:]]+$'
      then private.value_error('customer_email', 'format', email, 'an address like ada@example.com')
  end
$$;

create function private.judge_transactions(rows private.sent_transaction[])
returns table ("row" integer, errors jsonb[])
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  fields constant text[] := '{external_id,occurred_at,amount,currency,status,product,quantity,customer_external_id,'
    'customer_name,customer_email}';
  currencies constant jsonb := (select jsonb_object_agg(c.code, true) from private.currencies c);
begin
  return query
  select r.row, case when r.record - fields <> '{}'
      or r.record @? 'strict $.* ? (@.type() == "object" || @.type() == "array")'
      then private.transaction_field_errors(r.record, fields) end
    || array_remove(array[
    case
      when r.external_id is null then private.missing_error('external_id')
      when length(r.external_id) > 200 then private.length_error('external_id', r.external_id, 200)
      when r.first_row < r.row then private.duplicate_error('external_id', r.external_id, r.first_row)
    end,
    private.occurred_at_error(r.occurred_at, r.at, r.moments),
    private.amount_error(r.amount, r.money, r.currency),
    case when not currencies ? r.currency
      then private.value_error('currency', 'unknown_value', r.currency, 'an ISO 4217 code like EUR') end,
    case
      when r.status is null then private.missing_error('status')
      when r.status not in ('completed', 'pending', 'cancelled', 'refunded')
        then private.value_error('status', 'unknown_value', r.status, 'completed, pending, cancelled or refunded')
    end,
    case when length(r.product) > 200 then private.length_error('product', r.product, 200) end,
    case when case when r.quantity ~ '^[0-9]{1,10}$' then r.quantity::bigint > 1000000000 else true end
      then private.number_error('quantity', 'range', r.quantity, 'be a whole number 0–1000000000') end,
    private.customer_error(r.customer_external_id),
    case when length(r.customer_name) > 200 then private.length_error('customer_name', r.customer_name, 200) end,
    private.email_error(r.customer_email)
  ], null)
  from unnest(rows) r;
end
$$;
