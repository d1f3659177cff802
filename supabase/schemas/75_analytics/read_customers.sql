-- Customers by what they spent in a currency, and one customer with its months.

create function private.customer_json(customer public.customers, total private.customer_totals, currency text)
returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('id', customer.id, 'external_id', customer.external_id, 'name', customer.name,
    'email', customer.email,
    'lifetime_value', private.money(coalesce(total.lifetime_value, 0), customer_json.currency),
    'transactions', coalesce(total.transactions, 0),
    'avg_order_value', private.money(total.lifetime_value / nullif(total.transactions, 0), customer_json.currency),
    'first_purchase', nullif(total.first_purchase, 'infinity'),
    'last_purchase', nullif(total.last_purchase, '-infinity'))
$$;

create function private.customer_order(sort text, out key text, out type text, out direction text)
language plpgsql stable set search_path = '' as $$
begin
  key := case ltrim(sort, '-') when 'name' then 'search_key' else ltrim(sort, '-') end;
  type := case key when 'lifetime_value' then 'numeric' when 'transactions' then 'bigint'
    when 'last_purchase' then 'timestamptz' when 'search_key' then 'text' end;
  if type is null then
    perform private.invalid('sort', 'unknown_value',
      'must be lifetime_value, transactions, last_purchase or name, with - in front for descending order');
  end if;
  direction := case when sort like '-%' then 'desc' else 'asc' end;
end
$$;
comment on function private.customer_order is 'The column of customer_totals that a sort names. Raises 422.';

-- Dynamic, so that the planner sees one order and picks its index.
create function private.customer_page(tenant uuid, currency text, sort text, search text, after_value text,
  after_id uuid, page_size integer) returns jsonb
language plpgsql stable set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
declare
  place constant record := private.customer_order(sort);
  template constant text :=
    'select coalesce(jsonb_agg(private.customer_json(c, p.total, $2) || jsonb_build_object(''key'', p.key)
       order by p.place), ''[]'')
     from (
       select t as total, t.KEY::text as key,
         row_number() over (order by t.KEY DIRECTION, t.customer_id DIRECTION) as place
       from private.customer_totals t
       where t.client_id = $1 and t.currency = $2 and ($3 is null or t.search_key like $3)
         and ($4 is null or (t.KEY, t.customer_id) COMPARED ($4::TYPE, $5))
       order by t.KEY DIRECTION, t.customer_id DIRECTION limit $6
     ) p
     join public.customers c on c.client_id = $1 and c.id = (p.total).customer_id';
  rows jsonb;
begin
  perform private.require_place(place.type, after_value);
  execute replace(replace(replace(replace(template, 'KEY', place.key), 'TYPE', place.type), 'DIRECTION',
    place.direction), 'COMPARED', case place.direction when 'desc' then '<' else '>' end)
  into rows using tenant, currency, private.contains_pattern(search), after_value, after_id,
    private.page_limit(page_size);
  return rows;
end
$$;

-- Definer: callers cannot read totals.
create function public.list_customers(currency text default null, sort text default '-lifetime_value',
  search text default null, after_value text default null, after_id uuid default null, page_size integer default 20,
  with_total boolean default false) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.authorize('analytics:read');
  counted constant text := private.analytics_currency(tenant, currency);
begin
  perform private.require_short(jsonb_build_object('search', search));
  return jsonb_build_object('currency', counted,
    'rows', private.customer_page(tenant, counted, sort, search, after_value, after_id, page_size),
    'total', case when with_total then (
      select count(*) from private.customer_totals t where t.client_id = tenant and t.currency = counted
        and (search is null or t.search_key like private.contains_pattern(search))) end,
    'as_of', private.summed_at(tenant), 'pending', private.can_be_summed(tenant));
end
$$;
comment on function public.list_customers is
  'Customers with transactions in the currency, after the cursor (after_value, after_id): {currency, rows, total, '
  'as_of, pending}. Each row has its sort value as key. total is null unless with_total. Raises 401, 403, 422.';

create function private.customer_months(tenant uuid, customer_id uuid, currency text) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('date', m.month, 'revenue', private.money(m.revenue,
    customer_months.currency), 'transactions', m.transactions) order by m.month), '[]')
  from (
    select date_trunc('month', d.day)::date as month, sum(d.revenue) as revenue, sum(d.transactions) as transactions
    from private.customer_days d
    where d.client_id = tenant and d.customer_id = customer_months.customer_id
      and d.currency = customer_months.currency
    group by 1 having sum(d.transactions) > 0 or sum(d.revenue) <> 0
  ) m
$$;

-- Definer: callers cannot read totals.
create function public.get_customer(customer_id uuid, currency text default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('analytics:read');
  counted constant text := private.analytics_currency(tenant, currency);
  customer public.customers;
  total private.customer_totals;
begin
  select c.* into customer from public.customers c where c.client_id = tenant and c.id = get_customer.customer_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such customer');
  end if;
  select t.* into total from private.customer_totals t
  where t.client_id = tenant and t.customer_id = customer.id and t.currency = counted;
  return private.customer_json(customer, total, counted) || jsonb_build_object('currency', counted,
    'months', private.customer_months(tenant, customer.id, counted),
    'as_of', private.summed_at(tenant), 'pending', private.can_be_summed(tenant));
end
$$;
comment on function public.get_customer is
  'A customer and what it spent in the currency, in all and by month. Raises 401, 403, 404, 422.';
