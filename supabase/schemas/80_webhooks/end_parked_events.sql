-- Guarantees: a parked event ends after webhooks.parked_days, or sooner beyond limits.parked_events, and is counted.

create function private.parked_cutoff(tenant uuid) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  days constant integer := private.setting(tenant, 'webhooks.parked_days');
  newest constant bigint := private.setting(tenant, 'limits.parked_events');
begin
  return greatest(now() - make_interval(days => days), (
    select o.created_at from private.outbox o where o.client_id = tenant
    order by o.created_at desc offset newest limit 1));
end
$$;
comment on function private.parked_cutoff is
  'Until when parked events have ended: too old, or older than the newest so many events of the tenant.';

create function private.cancel_parked(tenant uuid, cutoff timestamptz)
returns table (endpoint_id uuid, dropped bigint)
language sql volatile set search_path = '' as $$
  with ended as (
    update public.job_queue j
    set status = 'cancelled', completed_at = now(), error_message = 'It was parked for too long'
    where j.client_id = tenant and j.queue = 'webhooks' and j.phase = 'parked' and j.created_at < cutoff
    returning j.lane
  )
  select e.lane, count(*) from ended e group by e.lane
$$;
comment on function private.cancel_parked is 'Ends deliveries that were waiting when their endpoint was paused.';

create function private.drop_parked(tenant uuid, cutoff timestamptz)
returns table (endpoint_id uuid, dropped bigint)
language plpgsql volatile set search_path = '' as $$
begin
  return query
  select e.id, count(*) from public.webhook_endpoints e
  cross join lateral private.parked_events(e, to_time => cutoff) o
  where e.client_id = tenant group by e.id;
  delete from private.parked_spans s where s.client_id = tenant and s.ends_at <= cutoff;
  update private.parked_spans s set starts_at = cutoff where s.client_id = tenant and s.starts_at < cutoff;
end
$$;
comment on function private.drop_parked is 'Ends parked events by moving the beginning of their spans.';

create function private.end_parked_of(tenant uuid) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  cutoff constant timestamptz := private.parked_cutoff(tenant);
  ended bigint;
begin
  with dropped as materialized (
    select d.endpoint_id, sum(d.dropped) as count
    from (select * from private.cancel_parked(tenant, cutoff)
      union all select * from private.drop_parked(tenant, cutoff)) d
    group by d.endpoint_id
  ), counted as (
    update private.endpoint_health h set parked_dropped = h.parked_dropped + d.count
    from dropped d where h.client_id = tenant and h.endpoint_id = d.endpoint_id
    returning h.endpoint_id, d.count
  ), told as (
    insert into private.outbox (client_id, type, data)
    select tenant, 'endpoint.parked_dropped', jsonb_build_object('id', e.id, 'url', e.url, 'dropped', c.count,
      'before', cutoff)
    from counted c join public.webhook_endpoints e on e.client_id = tenant and e.id = c.endpoint_id
  )
  select coalesce(sum(c.count), 0) into ended from counted c;
  return ended;
end
$$;

create function private.end_parked_events_of(tenants uuid[], argument jsonb default null) returns bigint
language sql volatile set search_path = '' as $$
  select coalesce(sum(private.end_parked_of(t.id)), 0)::bigint from unnest(tenants) t (id)
$$;

create function private.end_parked_events() returns bigint
language sql volatile set search_path = '' as $$
  select private.run_for_tenants('end_parked_events', array(
    select s.client_id from private.parked_spans s
    union select j.client_id from public.job_queue j where j.queue = 'webhooks' and j.phase = 'parked'),
    'private.end_parked_events_of')
$$;
comment on function private.end_parked_events is 'Ends parked events that are too old. Returns how many.';
