-- The sales pipeline: what is open, won and lost, from opportunities.

-- Definer: analytics:read covers the sums of opportunities, not the opportunities themselves.
create function public.get_pipeline(group_by text default 'stage', currency text default null) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan'
  set enable_seqscan = 'off' set jit = 'off' as $$
declare
  tenant constant uuid := private.authorize('analytics:read');
  counted constant text := private.analytics_currency(tenant, currency);
  groups jsonb;
begin
  if group_by is null or group_by not in ('stage', 'owner', 'month') then
    perform private.invalid('group_by', 'unknown_value', 'must be stage, owner or month');
  end if;
  select coalesce(jsonb_agg(jsonb_build_object('group', g.label, 'open', g.open,
    'open_amount', private.money(g.open_amount, counted), 'weighted_amount', private.money(g.weighted_amount, counted),
    'won', g.won, 'won_amount', private.money(g.won_amount, counted), 'lost', g.lost,
    'win_rate', round(g.won::numeric / nullif(g.won + g.lost, 0), 6))
    order by case when group_by <> 'owner' then g.place end, g.open_amount + g.won_amount desc, g.label), '[]')
  into groups
  from (
    select case get_pipeline.group_by when 'stage' then o.stage::text when 'owner' then o.deal_owner
        else to_char(o.expected_close_date, 'YYYY-MM') end as label,
      min(case get_pipeline.group_by when 'stage' then lpad(array_position(enum_range(o.stage, null), o.stage)::text, 2)
        when 'month' then to_char(o.expected_close_date, 'YYYY-MM') end) as place,
      count(*) filter (where o.stage not in ('won', 'lost')) as open,
      coalesce(sum(o.amount) filter (where o.stage not in ('won', 'lost')), 0) as open_amount,
      coalesce(sum(o.amount * o.probability_percent / 100) filter (where o.stage not in ('won', 'lost')), 0)
        as weighted_amount,
      count(*) filter (where o.stage = 'won') as won,
      coalesce(sum(o.amount) filter (where o.stage = 'won'), 0) as won_amount,
      count(*) filter (where o.stage = 'lost') as lost
    from public.opportunities o where o.client_id = tenant and o.currency = counted
    group by 1 order by sum(o.amount) desc nulls last limit 1000
  ) g;
  return jsonb_build_object('currency', counted, 'group_by', group_by, 'groups', groups,
    'as_of', statement_timestamp());
end
$$;
comment on function public.get_pipeline is
  'Opportunities in a currency by stage, owner or month of the expected close: {currency, group_by, groups, as_of}. '
  'The 1,000 groups with the largest amounts. Raises 401, 403, 422.';
