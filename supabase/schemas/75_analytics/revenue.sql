-- Revenue by day, week or month.

create function private.period_customers(tenant uuid, currency text, group_by text, since date, until date)
returns bigint
language sql stable set search_path = '' as $$
  select case
    when since = date_trunc(group_by, since)::date
      and until = (date_trunc(group_by, since) + ('1 ' || group_by)::interval)::date - 1
      then coalesce((select p.customers from private.revenue_periods p where p.client_id = tenant
        and p.currency = period_customers.currency and p.group_by = period_customers.group_by and p.period = since), 0)
    else (select count(distinct d.customer_id) from private.customer_days d where d.client_id = tenant
      and d.currency = period_customers.currency and d.day between since and until and d.transactions > 0)
  end
$$;
comment on function private.period_customers is
  'Different customers of the days from since to until, which are one period or the part of one.';

create function private.revenue_json(tenant uuid, currency text, since date, until date, group_by text)
returns table (periods jsonb, revenue numeric, transactions numeric)
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return query
  select coalesce(jsonb_agg(jsonb_build_object(
      'date', p.period,
      'total_revenue', private.money(p.revenue, revenue_json.currency),
      'transaction_count', p.completed,
      'avg_transaction_value', private.money(p.revenue / nullif(p.completed, 0), revenue_json.currency),
      'unique_customers', private.period_customers(tenant, revenue_json.currency, revenue_json.group_by,
        greatest(p.period, since), least(until, (p.period + ('1 ' || revenue_json.group_by)::interval)::date - 1)))
      order by p.period), '[]'),
    coalesce(sum(p.revenue), 0), coalesce(sum(p.completed), 0)
  from (
    select date_trunc(revenue_json.group_by, d.period)::date as period, sum(d.revenue) as revenue,
      sum(d.completed) as completed
    from private.revenue_periods d
    where d.client_id = tenant and d.currency = revenue_json.currency and d.group_by = 'day'
      and d.period between since and until
    group by 1
    having sum(d.completed) > 0 or sum(d.revenue) <> 0
  ) p;
end
$$;

-- Definer: callers cannot read totals.
create function public.get_revenue(first_day date default null, last_day date default null,
  group_by text default 'day', currency text default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('analytics:read');
  counted constant text := private.analytics_currency(tenant, currency);
  days record;
  found record;
begin
  perform private.require_period(group_by);
  days := private.analytics_window(first_day, last_day);
  select r.* into found from private.revenue_json(tenant, counted, days.since, days.until, group_by) r;
  return jsonb_build_object('currency', counted, 'from', days.since, 'to', days.until, 'group_by', group_by,
    'periods', found.periods, 'total_revenue', private.money(found.revenue, counted),
    'total_transactions', found.transactions,
    'avg_daily_revenue', private.money(found.revenue / (days.until - days.since + 1), counted),
    'as_of', private.summed_at(tenant), 'pending', private.can_be_summed(tenant));
end
$$;
comment on function public.get_revenue is
  'Revenue in a currency from first_day to last_day, by default the last 30 days: {currency, from, to, group_by, '
  'periods, total_revenue, total_transactions, avg_daily_revenue, as_of, pending}. Periods without any are left out. '
  'Raises 401, 403, 422.';
