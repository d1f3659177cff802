-- What the questions about revenue have in common: the currency, the days, and totals that are up to date.

create function private.analytics_currency(tenant uuid, currency text) returns text
language plpgsql stable set search_path = '' as $$
begin
  if currency is null then
    return (select c.currency from public.clients c where c.id = tenant);
  end if;
  if not exists (select from private.currencies c where c.code = upper(analytics_currency.currency)) then
    perform private.invalid('currency', 'unknown_value', 'must be an ISO 4217 code like EUR');
  end if;
  return upper(currency);
end
$$;
comment on function private.analytics_currency is 'The currency asked for, by default the tenant''s. Raises 422.';

create function private.analytics_window(first_day date, last_day date, out since date, out until date)
language plpgsql stable set search_path = '' as $$
begin
  until := coalesce(last_day, greatest(private.today(), first_day));
  since := coalesce(first_day, until - 29);
  perform private.metrics_window(since, until);
end
$$;
comment on function private.analytics_window is
  'The days from first_day to last_day, by default the last 30. Raises 422 if they are over 1,100 or none.';

create function private.require_days(first_day date, last_day date) returns void
language plpgsql stable set search_path = '' as $$
begin
  if first_day is not null and last_day is not null then
    perform private.metrics_window(first_day, last_day);
  end if;
end
$$;
comment on function private.require_days is 'Raises 422 if the days are over 1,100 or none. Either may be open.';

create function private.require_place(type text, after_value text) returns void
language plpgsql stable set search_path = '' as $$
begin
  if after_value !~ (case type
    when 'numeric' then '^-?[0-9]{1,30}([.][0-9]{1,20})?$'
    when 'bigint' then '^[0-9]{1,18}$'
    when 'timestamptz' then '^(-infinity|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:.]{8,15}[+-][0-9:]{2,5})$'
    else '' end) then
    perform private.fail(400, 'BAD_REQUEST', 'cursor is not one of ours: use the next_cursor of the page before');
  end if;
end
$$;
comment on function private.require_place is 'Raises 400 unless the sort value in a cursor is of the type.';

create function private.can_be_summed(tenant uuid) returns boolean
language plpgsql stable set search_path = '' as $$
declare
  marks record;
begin
  select count(*) as number, coalesce(bool_and(m.customer_id is not null), false) as are_partial into marks
  from (select c.customer_id from private.changed_totals c where c.client_id = tenant limit 20001) m;
  return marks.are_partial and marks.number <= 20000;
end
$$;
comment on function private.can_be_summed is
  'True if transactions wait to be counted, and so few that a reader can wait for it. More are left to the next run.';

-- Definer: callers cannot write totals.
create function public.sum_transactions() returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '2s' as $$
declare
  tenant constant uuid := private.authorize('analytics:read');
begin
  if private.can_be_summed(tenant) then
    perform private.sum_tenants(array[tenant]);
  end if;
  return jsonb_build_object('as_of', private.summed_at(tenant));
exception when lock_not_available then
  return jsonb_build_object('as_of', private.summed_at(tenant));
end
$$;
comment on function public.sum_transactions is
  'Brings the totals of the caller''s tenant up to date now, unless a long run does it already: {as_of}. Raises 401, '
  '403.';

-- Definer: callers cannot read marks.
create function public.totals_state() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('analytics:read');
begin
  return private.cache_state(tenant, '{totals}') || jsonb_build_object('pending', private.can_be_summed(tenant),
    'behind', exists (select from private.changed_totals t where t.client_id = tenant));
end
$$;
comment on function public.totals_state is
  'As cache_state, of totals: with pending: true if sum_transactions should be called first, and behind: true while '
  'committed transactions are not in the totals. Raises 401, 403.';
