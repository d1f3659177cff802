-- Products by revenue.

create type private.product_sum as (product text, revenue numeric, quantity numeric, transactions numeric);

-- Without days the totals are at hand. With days they are added up.
create function private.product_sums(tenant uuid, currency text, since date, until date)
returns setof private.product_sum
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
set enable_seqscan = 'off' set jit = 'off' as $$
begin
  if since is null and until is null then
    return query
      select t.product, t.revenue, t.quantity::numeric, t.transactions::numeric from private.product_totals t
      where t.client_id = tenant and t.currency = product_sums.currency and t.product <> '';
  else
    return query
      select d.product, sum(d.revenue), sum(d.quantity), sum(d.completed) from private.product_days d
      where d.client_id = tenant and d.currency = product_sums.currency and d.product <> ''
        and d.day between coalesce(since, '-infinity') and coalesce(until, 'infinity')
      group by d.product;
  end if;
end
$$;

create function private.best_products(tenant uuid, currency text, since date, until date, after_value numeric,
  after_product text, page_size integer) returns setof private.product_sum
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
set enable_seqscan = 'off' set jit = 'off' as $$
begin
  if since is null and until is null then
    return query
      select t.product, t.revenue, t.quantity::numeric, t.transactions::numeric from private.product_totals t
      where t.client_id = tenant and t.currency = best_products.currency and t.product <> ''
        and (after_value is null or t.revenue <= after_value)
        and (after_value is null or t.revenue < after_value or t.product > after_product)
      order by t.revenue desc, t.product limit page_size;
  else
    return query
      select s.* from private.product_sums(tenant, currency, since, until) s
      where after_value is null or s.revenue < after_value or s.revenue = after_value and s.product > after_product
      order by s.revenue desc, s.product limit page_size;
  end if;
end
$$;
comment on function private.best_products is 'Products by revenue after the cursor (after_value, after_product).';

-- Definer: callers cannot read totals.
create function public.list_product_revenue(first_day date default null, last_day date default null,
  currency text default null, after_value text default null, after_product text default null,
  page_size integer default 20, with_total boolean default false) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.authorize('analytics:read');
  counted constant text := private.analytics_currency(tenant, currency);
  all_revenue numeric;
  rows jsonb;
begin
  perform private.require_short(jsonb_build_object('after_product', after_product));
  perform private.require_days(first_day, last_day), private.require_place('numeric', after_value);
  all_revenue := (private.status_totals(tenant, counted, first_day, last_day)).revenue;
  select coalesce(jsonb_agg(jsonb_build_object('product', p.product, 'revenue', private.money(p.revenue, counted),
    'quantity', p.quantity, 'transactions', p.transactions,
    'share', round(p.revenue / nullif(all_revenue, 0), 6), 'key', p.revenue::text)), '[]')
  into rows
  from private.best_products(tenant, counted, first_day, last_day, after_value::numeric, after_product,
    private.page_limit(page_size)) p;
  return jsonb_build_object('currency', counted, 'rows', rows,
    'total', case when with_total then (
      select count(*) from private.product_sums(tenant, counted, first_day, last_day)) end,
    'as_of', private.summed_at(tenant), 'pending', private.can_be_summed(tenant));
end
$$;
comment on function public.list_product_revenue is
  'Products by revenue after the cursor (after_value, after_product): {currency, rows, total, as_of, pending}. share '
  'is of the revenue of all transactions. total is null unless with_total. Raises 401, 403, 422.';
