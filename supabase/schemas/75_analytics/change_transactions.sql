-- Changing and deleting one transaction, and giving its money back.

create function private.locked_transaction(tenant uuid, transaction_id uuid, if_match integer)
returns public.transactions
language plpgsql volatile set search_path = '' as $$
declare
  locked public.transactions;
begin
  perform private.recall_transactions(tenant, '{}', transaction_id);
  select t.* into locked from public.transactions t
  where t.client_id = tenant and t.id = transaction_id for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such transaction');
  end if;
  perform private.require_version(locked.version, if_match);
  return locked;
end
$$;

create function private.refunded_amount(tenant uuid, transaction_id uuid) returns numeric
language sql stable set search_path = '' as $$
  select coalesce(sum(r.amount), 0) from public.transactions r
  where r.client_id = tenant and r.refund_of = transaction_id and r.is_refund
$$;

create function private.check_transaction(rows private.sent_transaction[]) returns void
language plpgsql stable set search_path = '' as $$
declare
  errors constant jsonb := (
    select jsonb_agg(private.problem(e ->> 'field', e ->> 'code', e ->> 'message') order by o)
    from private.judge_transactions(rows) j, unnest(j.errors) with ordinality as u (e, o));
begin
  if errors is not null then
    perform private.fail(422, 'VALIDATION_ERROR', 'The request is not valid: ' || (errors -> 0 ->> 'message'),
      jsonb_build_object('details', errors));
  end if;
end
$$;

-- Definer: callers cannot write transactions.
create function public.update_transaction(transaction_id uuid, changes jsonb, if_match integer default null)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('transactions:write');
  present constant public.transactions := private.locked_transaction(tenant, transaction_id, if_match);
  rows private.sent_transaction[];
  refunded constant numeric := private.refunded_amount(tenant, transaction_id);
begin
  if jsonb_typeof(changes) is distinct from 'object' then
    perform private.invalid('changes', 'type', 'must be an object');
  end if;
  rows := array(select r from private.read_transactions(tenant,
    jsonb_build_array(changes || jsonb_build_object('external_id', present.external_id))) r);
  perform private.check_transaction(rows);
  if refunded > 0 and (rows[1].money < refunded or rows[1].status <> 'completed'
    or rows[1].currency <> present.currency) then
    perform private.fail(409, 'CONFLICT',
      format('%s %s of it are refunded: delete the refunds first', refunded, present.currency));
  end if;
  if exists (select from private.write_transactions(tenant, rows)) then
    perform private.emit_event(tenant, 'transactions.recorded',
      '{"received": 1, "created": 0, "updated": 1, "unchanged": 0}');
  end if;
  return private.transaction_json(tenant, transaction_id);
end
$$;
comment on function public.update_transaction is
  'Replaces a transaction by the fields in changes, which are those of record_transactions without external_id. Raises '
  '401, 403, 404, 409 if it would be less than its refunds, 412, 422.';

-- Definer: see public.update_transaction.
create function public.delete_transaction(transaction_id uuid, if_match integer default null) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('transactions:write');
  gone constant public.transactions := private.locked_transaction(tenant, transaction_id, if_match);
begin
  if exists (select from public.transactions r where r.client_id = tenant and r.refund_of = gone.id) then
    perform private.fail(409, 'CONFLICT', 'It has refunds: delete them first');
  end if;
  delete from public.transactions t where t.client_id = tenant and t.id = gone.id;
  perform private.emit_event(tenant, 'transaction.deleted',
    jsonb_build_object('id', gone.id, 'external_id', gone.external_id));
end
$$;
comment on function public.delete_transaction is
  'Deletes a transaction. Raises 401, 403, 404, 409 if it has refunds, 412.';
