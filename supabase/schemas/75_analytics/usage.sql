-- What a tenant used: requests, rows, decisions, calls, deliveries, e-mails and events of its own.

create type private.usage_count as (
  day date, name text, function text, user_id uuid, key_id uuid, event_type text, number bigint
);

create function private.requests_used(tenant uuid, since timestamptz, until timestamptz, zone text)
returns setof private.usage_count
language plpgsql stable set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
begin
  return query
  select (r.at at time zone zone)::date, n.name, r.function, case when r.kind = 'user' then r.caller_id end,
    case when r.kind = 'key' then r.caller_id end, null, sum(n.number)::bigint
  from private.request_counts r
  cross join lateral (values ('requests', r.requests), ('errors', r.errors)) n (name, number)
  where r.client_id = tenant and r.at >= since and r.at < until
  group by 1, 2, 3, 4, 5;
end
$$;
comment on function private.requests_used is 'Requests and errors by day, function and caller, from telemetry.';

create function private.work_done(tenant uuid, since timestamptz, until timestamptz, zone text)
returns setof private.usage_count
language plpgsql stable set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
begin
  return query
  select (b.created_at at time zone zone)::date, 'rows_imported', 'batch-import', b.created_by, null::uuid, null,
    sum(b.created + b.updated)::bigint
  from public.opportunity_batches b
  where b.client_id = tenant and b.created_at >= since and b.created_at < until group by 1, 4
  union all
  select (d.created_at at time zone zone)::date, 'decisions', 'routing', d.created_by, null, null, count(*)
  from public.routing_decisions d
  where d.client_id = tenant and d.created_at >= since and d.created_at < until group by 1, 4
  union all
  select m.day, 'calls', 'aggregation', null, null, null, sum(m.calls_handled)::bigint from public.agent_metrics_v2 m
  where m.client_id = tenant and m.day >= (since at time zone zone)::date and m.day < (until at time zone zone)::date
  group by 1
  union all
  select (a.attempted_at at time zone zone)::date, 'deliveries', 'webhooks', null, null, null, count(*)
  from public.webhook_attempts a
  where a.client_id = tenant and a.succeeded and a.attempted_at >= since and a.attempted_at < until group by 1
  union all
  select (m.created_at at time zone zone)::date, 'emails', 'email', m.created_by, null, null, count(*)
  from public.email_messages m
  where m.client_id = tenant and m.sent_at is not null and m.created_at >= since and m.created_at < until group by 1, 4
  union all
  select (e.quarter at time zone zone)::date, 'events', 'analytics', null, null, e.event_type, sum(e.events)::bigint
  from private.own_event_counts e
  where e.client_id = tenant and e.quarter >= since and e.quarter < until group by 1, 6;
end
$$;
comment on function private.work_done is 'What other capabilities keep, by day, function and user or type of event.';

create function private.usage_json(counts private.usage_count[]) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_object_agg(n.name, coalesce(s.number, 0))
  from unnest('{requests,errors,rows_imported,decisions,calls,deliveries,emails,events}'::text[]) n (name)
  left join (select c.name, sum(c.number) as number from unnest(counts) c group by 1) s on s.name = n.name
$$;

create function private.usage_label(by_what text, usage private.usage_count) returns text
language sql immutable set search_path = '' as $$
  select case by_what when 'function' then usage.function when 'user' then usage.user_id::text
    when 'key' then usage.key_id::text when 'event_type' then usage.event_type end
$$;
comment on function private.usage_label is 'What a count belongs to, null if it cannot be told apart that way.';

create function private.usage_periods(counts private.usage_count[], group_by text, by_what text) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('date', p.period) || private.usage_json(p.counts)
    || jsonb_build_object('groups', (
      select coalesce(jsonb_agg(jsonb_build_object('group', g.label) || private.usage_json(g.counts)
        order by g.number desc, g.label), '[]')
      from (
        select private.usage_label(by_what, c) as label, array_agg(c) as counts, sum(c.number) as number
        from unnest(p.counts) c where private.usage_label(by_what, c) is not null
        group by 1 order by 3 desc, 1 limit 100
      ) g)) order by p.period), '[]')
  from (
    select date_trunc(group_by, c.day)::date as period, array_agg(c) as counts from unnest(counts) c group by 1
  ) p
$$;

-- Definer: analytics:read covers the counts, not what is counted.
create function public.get_usage(first_day date default null, last_day date default null, group_by text default 'day',
  by_what text default 'function') returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('analytics:read');
  zone constant text := (select c.time_zone from public.clients c where c.id = tenant);
  days record;
  since timestamptz;
  until timestamptz;
  counts private.usage_count[];
begin
  perform private.require_period(group_by);
  if by_what is null or by_what not in ('function', 'key', 'user', 'event_type') then
    perform private.invalid('by', 'unknown_value', 'must be function, key, user or event_type');
  end if;
  days := private.analytics_window(first_day, last_day);
  since := days.since::timestamp at time zone zone;
  until := (days.until + 1)::timestamp at time zone zone;
  counts := array(select c from private.requests_used(tenant, since, until, zone) c)
    || array(select c from private.work_done(tenant, since, until, zone) c);
  return jsonb_build_object('from', days.since, 'to', days.until, 'group_by', group_by, 'by', by_what,
    'totals', private.usage_json(counts), 'periods', private.usage_periods(counts, group_by, by_what),
    'as_of', statement_timestamp());
end
$$;
comment on function public.get_usage is
  'What the tenant used from first_day to last_day, by default the last 30 days: {from, to, group_by, by, totals, '
  'periods, as_of}. Periods without anything are left out. Raises 401, 403, 422.';
