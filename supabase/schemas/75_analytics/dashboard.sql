-- The dashboard: totals, the best products and the last 30 days.

create type private.status_totals as
  (revenue numeric, completed numeric, pending numeric, cancelled numeric, refunded numeric);

-- All of the time is added up from months.
create function private.status_totals(tenant uuid, currency text, since date, until date)
returns private.status_totals
language sql stable set search_path = '' as $$
  select (coalesce(sum(p.revenue), 0), coalesce(sum(p.completed), 0), coalesce(sum(p.pending), 0),
    coalesce(sum(p.cancelled), 0), coalesce(sum(p.refunded), 0))::private.status_totals
  from private.revenue_periods p
  where p.client_id = tenant and p.currency = status_totals.currency
    and p.group_by = case when since is null and until is null then 'month' else 'day' end
    and p.period between coalesce(since, '-infinity') and coalesce(until, 'infinity')
$$;

create function private.recent_trend(tenant uuid, currency text, until date) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_agg(jsonb_build_object('date', d.day,
    'revenue', private.money(coalesce(p.revenue, 0), recent_trend.currency),
    'transaction_count', coalesce(p.completed, 0)) order by d.day)
  from (select until - n as day from generate_series(0, 29) n) d
  left join private.revenue_periods p on p.client_id = tenant and p.currency = recent_trend.currency
    and p.group_by = 'day' and p.period = d.day
$$;
comment on function private.recent_trend is 'The 30 days up to until, those without transactions included.';

-- Definer: callers cannot read totals.
create function public.get_dashboard(first_day date default null, last_day date default null,
  currency text default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('analytics:read');
  counted constant text := private.analytics_currency(tenant, currency);
  totals private.status_totals;
begin
  perform private.require_days(first_day, last_day);
  totals := private.status_totals(tenant, counted, first_day, last_day);
  return jsonb_build_object('currency', counted, 'from', first_day, 'to', last_day,
    'total_revenue', private.money(totals.revenue, counted),
    'total_transactions', totals.completed + totals.pending + totals.cancelled + totals.refunded,
    'avg_order_value', private.money(totals.revenue / nullif(totals.completed, 0), counted),
    'completed_transactions', totals.completed, 'pending_transactions', totals.pending,
    'cancelled_transactions', totals.cancelled, 'refunded_transactions', totals.refunded,
    'top_products', (
      select coalesce(jsonb_agg(jsonb_build_object('product', p.product, 'revenue', private.money(p.revenue, counted))),
        '[]') from private.best_products(tenant, counted, first_day, last_day, null, null, 5) p),
    'recent_trend', private.recent_trend(tenant, counted, coalesce(last_day, private.today())),
    'as_of', private.summed_at(tenant), 'pending', private.can_be_summed(tenant));
end
$$;
comment on function public.get_dashboard is
  'Totals in a currency from first_day to last_day, by default of all time, the five best products of these days and '
  'the 30 days up to last_day. Raises 401, 403, 422.';
