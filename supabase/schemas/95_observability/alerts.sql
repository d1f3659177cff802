-- Guarantees: an alert tells once when it fires and once when it is over, and a silent metric is not a good one.

create table private.alert_metrics (
  metric text primary key,
  operator_only boolean not null default false,
  filters text[] not null default '{}'
);
alter table private.alert_metrics enable row level security;
comment on column private.alert_metrics.filters is 'The fields that the filter of an alert on this metric may have.';
insert into private.alert_metrics (metric, operator_only, filters) values
  ('error_rate', false, '{function,route,version,status}'), ('p95_ms', false, '{function,route,version,status}'),
  ('p99_ms', false, '{function,route,version,status}'), ('requests', false, '{function,route,version,status}'),
  ('errors', false, '{function,route,version,status}'), ('queue_depth', false, '{queue}'),
  ('oldest_due_seconds', false, '{queue}'), ('dead_jobs', false, '{queue}'), ('cache_hit_rate', false, '{}'),
  ('failed_tasks', true, '{task}'), ('connections_used', true, '{}'), ('changed_plans', true, '{}'),
  ('slower_statements', true, '{}'), ('error_group', false, '{category}');

create table private.alerts (
  id uuid primary key default gen_random_uuid(),
  client_id uuid references public.clients,
  name text not null check (length(name) between 1 and 200),
  metric text not null references private.alert_metrics,
  filter jsonb not null default '{}' check (pg_column_size(filter) <= 2000),
  comparison text not null check (comparison in ('above', 'below')),
  threshold numeric not null check (threshold between -1e12 and 1e12),
  for_minutes integer not null check (for_minutes between 1 and 10000),
  recover_threshold numeric check (recover_threshold between -1e12 and 1e12),
  channels text[] not null default '{event}' check (cardinality(channels) <= 2 and channels <@ array['event', 'email']),
  enabled boolean not null default true,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default clock_timestamp(),
  state text not null default 'ok' check (state in ('ok', 'pending', 'firing', 'no_data')),
  value numeric,
  since timestamptz not null default now(),
  told boolean not null default false,
  bad_minutes integer not null default 0,
  good_minutes integer not null default 0,
  evaluated_at timestamptz
);
create index on private.alerts (client_id, created_at desc, id desc);
alter table private.alerts enable row level security;
comment on column private.alerts.client_id is 'Null for the operator''s own, about all tenants together.';
comment on column private.alerts.recover_threshold is 'The value has to pass it before the alert is over.';
comment on column private.alerts.told is 'True from the notification that it fires until the one that it is over.';

create table private.alert_history (
  id bigint generated always as identity primary key,
  client_id uuid,
  alert_id uuid not null references private.alerts on delete cascade,
  at timestamptz not null default clock_timestamp(),
  from_state text not null check (length(from_state) <= 20),
  to_state text not null check (length(to_state) <= 20),
  value numeric,
  told boolean not null
);
create index on private.alert_history (alert_id, id desc);
alter table private.alert_history enable row level security;

create function private.alert_json(alert private.alerts) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(alert) - array['client_id', 'told', 'bad_minutes', 'good_minutes']
$$;

-- A capability that can tell people registers itself here. The function takes (alert private.alerts, type text).
create table private.alert_channels (
  channel text primary key check (channel in ('event', 'email')),
  notify text not null
);
alter table private.alert_channels enable row level security;

create function private.emit_alert(alert private.alerts, type text) returns void
language sql volatile set search_path = '' as $$
  select private.emit_event(alert.client_id, type, private.alert_json(alert)) where alert.client_id is not null
$$;
comment on function private.emit_alert is 'The operator''s alerts belong to no tenant, so they have a history only.';
insert into private.alert_channels (channel, notify) values ('event', 'private.emit_alert');

create function private.notify_alert(alert private.alerts, type text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  channel private.alert_channels;
begin
  for channel in select * from private.alert_channels c where c.channel = any (alert.channels) loop
    execute format('select %s($1, $2)', channel.notify) using alert, type;
  end loop;
end
$$;
