-- Reading deliveries, their attempts and their metrics.

create function private.count_deliveries(endpoint_id uuid, status text, event_type text) returns bigint
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  total bigint := (
    select count(*) from public.job_queue j
    where j.queue = 'webhooks' and j.type = 'webhook.deliver'
      and (count_deliveries.endpoint_id is null or j.lane = count_deliveries.endpoint_id)
      and (count_deliveries.status is null or j.status = count_deliveries.status)
      and (count_deliveries.event_type is null or j.payload ->> 'event_type' = count_deliveries.event_type));
begin
  if coalesce(status, 'parked') = 'parked' then
    total := total + private.count_parked(endpoint_id, event_type);
  end if;
  return total;
end
$$;
grant execute on function private.count_deliveries to authenticated;

-- Planned for each call: with a generic plan the optional filters would keep Postgres from using an index.
create function public.list_webhook_deliveries(
  endpoint_id uuid default null, status text default null, event_type text default null,
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
    with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  found_ids uuid[];
  rows jsonb;
  total bigint;
  wanted constant text := case status when 'delivered' then 'completed' when 'failed' then 'dead' else status end;
begin
  perform private.authorize('webhooks:read');
  perform private.require_short(jsonb_build_object('status', status, 'event_type', event_type));
  found_ids := array(
    select j.id from public.job_queue j
    where j.queue = 'webhooks' and j.type = 'webhook.deliver'
      and (list_webhook_deliveries.endpoint_id is null or j.lane = list_webhook_deliveries.endpoint_id)
      and (wanted is null or j.status = wanted)
      and (list_webhook_deliveries.event_type is null
        or j.payload ->> 'event_type' = list_webhook_deliveries.event_type)
      and private.after_cursor(j.created_at, j.id, after_time, after_id)
    order by j.created_at desc, j.id desc
    limit private.page_limit(page_size));
  select coalesce(jsonb_agg(p.delivery order by p.created_at desc, p.id desc), '[]') into rows
  from (
    select d.created_at, d.id, to_jsonb(d) - 'client_id' as delivery
    from public.webhook_deliveries d where d.id = any (found_ids)
    union all
    select p.* from private.parked_page(endpoint_id, event_type, after_time, after_id, page_size) p
    where coalesce(wanted, 'parked') = 'parked'
    order by 1 desc, 2 desc
    limit private.page_limit(page_size)
  ) p;
  if with_total then
    total := private.count_deliveries(endpoint_id, wanted, event_type);
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_webhook_deliveries is
  'Deliveries after the cursor (after_time, after_id), newest first: {rows, total}. total is null unless with_total. '
  'Raises 401, 403, 422.';
grant execute on function public.list_webhook_deliveries to authenticated;

create function public.get_webhook_delivery(delivery_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  delivery jsonb;
begin
  perform private.authorize('webhooks:read');
  select to_jsonb(d) - 'client_id' || jsonb_build_object('attempts', coalesce((
    select jsonb_agg(to_jsonb(a) - 'client_id' - 'delivery_id' - 'endpoint_id' - 'event_type' order by a.id)
    from public.webhook_attempts a where a.delivery_id = d.id), '[]')) into delivery
  from public.webhook_deliveries d where d.id = get_webhook_delivery.delivery_id;
  if not found then
    delivery := private.parked_delivery(delivery_id);
  end if;
  if delivery is null then
    perform private.fail(404, 'NOT_FOUND', 'There is no such delivery');
  end if;
  return delivery;
end
$$;
comment on function public.get_webhook_delivery is
  'A delivery with its attempts: [{id, attempt, succeeded, status_code, duration_ms, error, response, '
  'attempted_at}]. Raises 401, 403, 404.';
grant execute on function public.get_webhook_delivery to authenticated;

create function public.webhook_metrics(hours integer default 24) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  perform private.authorize('webhooks:read');
  return (
    select coalesce(jsonb_agg(jsonb_build_object('endpoint_id', e.id, 'url', e.url, 'enabled', e.enabled, 'attempts',
      coalesce(a.attempts, 0),
      'delivered', coalesce(a.delivered, 0), 'failed', coalesce(a.attempts - a.delivered, 0), 'success_rate',
        round(a.delivered::numeric / a.attempts, 6),
      'p50_ms', a.p50, 'p95_ms', a.p95) order by e.created_at desc, e.id desc), '[]')
    from public.webhook_endpoints e
    left join (
      select t.endpoint_id, count(*) as attempts, count(*) filter (where t.succeeded) as delivered,
        round(percentile_cont(0.5) within group (order by t.duration_ms)) as p50,
        round(percentile_cont(0.95) within group (order by t.duration_ms)) as p95
      from public.webhook_attempts t
      where t.attempted_at > now() - make_interval(hours => greatest(least(hours, 168), 1))
      group by t.endpoint_id
    ) a on a.endpoint_id = e.id);
end
$$;
comment on function public.webhook_metrics is
  'Attempts of the last hours (1 to 168) by endpoint: [{endpoint_id, url, enabled, attempts, delivered, failed, '
  'success_rate, p50_ms, p95_ms}]. Raises 401, 403.';
grant execute on function public.webhook_metrics to authenticated;
