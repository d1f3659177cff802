-- A refund is a transaction of its own: it takes its amount off the revenue of its day, and the sale stays as it was.

create function private.check_refund(sale public.transactions, refunded numeric, wanted numeric) returns void
language plpgsql stable set search_path = '' as $$
declare
  remaining constant numeric := sale.amount - refunded;
  digits constant integer := private.minor_digits(sale.currency);
begin
  if sale.status <> 'completed' then
    perform private.fail(409, 'CONFLICT',
      format('It is %s: only a completed transaction can be refunded', sale.status));
  elsif wanted > remaining then
    perform private.invalid('amount', 'range', format('is %s, at most %s %s is left to refund', wanted,
      private.money(remaining, sale.currency), sale.currency));
  elsif wanted is null or wanted <= 0 or scale(trim_scale(wanted)) > digits then
    perform private.invalid('amount', 'range', format('must be over 0, with at most %s decimals', digits));
  end if;
end
$$;

create function private.add_refund(sale public.transactions, refund_key text, amount numeric, occurred_at timestamptz)
returns uuid
language sql volatile set search_path = '' as $$
  insert into public.transactions (client_id, external_id, customer_id, occurred_at, amount, currency, status, product,
    quantity, is_refund, refund_of)
  values (sale.client_id, coalesce(refund_key, 'refund-' || private.uuidv7()), sale.customer_id,
    add_refund.occurred_at, add_refund.amount, sale.currency, 'refunded', sale.product, sale.quantity, true, sale.id)
  returning id
$$;

create function private.has_transaction(tenant uuid, external_id text) returns boolean
language plpgsql volatile set search_path = '' as $$
begin
  perform private.recall_transactions(tenant, array[external_id]);
  return exists (select from public.transactions t
    where t.client_id = tenant and t.external_id = has_transaction.external_id);
end
$$;
comment on function private.has_transaction is 'True if the tenant has this transaction, archived or not.';

-- Definer: callers cannot write transactions.
create function public.refund_transaction(transaction_id uuid, amount text default null,
  occurred_at timestamptz default null, external_id text default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('transactions:write');
  sale public.transactions;
  refunded numeric;
  wanted numeric;
  refund_id uuid;
  at constant timestamptz := coalesce(occurred_at, now());
  answer jsonb := private.replay('refund_transaction',
    private.fingerprint(jsonb_build_array(transaction_id, amount, occurred_at, external_id)));
begin
  if answer is not null then
    return answer;
  end if;
  sale := private.locked_transaction(tenant, transaction_id, null);
  refunded := private.refunded_amount(tenant, transaction_id);
  wanted := case when amount is null then sale.amount - refunded else private.number_of(btrim(amount)) end;
  perform private.check_refund(sale, refunded, wanted);
  if at not between '2000-01-01 00:00+00' and now() + interval '5 minutes' then
    perform private.invalid('occurred_at', 'range', 'must be from 2000 on and not in the future');
  elsif external_id <> btrim(external_id) or length(external_id) not between 1 and 200 then
    perform private.invalid('external_id', 'length', 'must have 1–200 characters and no blank at its ends');
  elsif private.has_transaction(tenant, external_id) then
    perform private.fail(409, 'CONFLICT', 'There is a transaction with this external_id');
  end if;
  refund_id := private.add_refund(sale, external_id, wanted, at);
  answer := private.transaction_json(tenant, refund_id);
  perform private.emit_event(tenant, 'transaction.refunded', answer);
  return private.remember('refund_transaction', jsonb_build_object('status', 201, 'body', answer));
end
$$;
comment on function public.refund_transaction is
  'Gives back an amount of a completed transaction, by default all that is left, as a transaction with the status '
  'refunded. Returns {status, body: the refund, replayed?}. Raises 401, 403, 404, 409, 422.';
