-- Guarantees: an incident's timeline is written by the machine, and its severity follows the tenants that it reaches.

create table private.incident_entries (
  id bigint generated always as identity primary key,
  incident_id uuid not null references private.incidents on delete cascade,
  at timestamptz not null default clock_timestamp(),
  kind text not null check (kind in ('health', 'severity', 'setting', 'alert', 'release', 'maintenance', 'note')),
  text text not null check (length(text) between 1 and 2000 and (kind = 'note' or length(text) <= 500)),
  sent_key text check (length(sent_key) between 1 and 255),
  unique (incident_id, sent_key)
);
create index on private.incident_entries (incident_id, at);
create unique index incident_entries_once on private.incident_entries (incident_id, at, kind, text)
  where kind <> 'note';
alter table private.incident_entries enable row level security;
comment on column private.incident_entries.sent_key is 'The Idempotency-Key of a note.';

create table private.incident_clients (
  incident_id uuid not null references private.incidents on delete cascade,
  client_id uuid not null references public.clients on delete cascade,
  primary key (incident_id, client_id)
);
create index on private.incident_clients (client_id);
alter table private.incident_clients enable row level security;

-- What the incident's own row says comes from it, so that an event of a new incident has it too.
create function private.incident_timeline(incident private.incidents, for_operator boolean) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_agg(jsonb_build_object('at', l.at, 'kind', l.kind, 'text', l.text) order by l.at, l.place)
  from (
    select e.at, e.kind, e.text, e.id as place from private.incident_entries e
    where e.incident_id = incident.id and (for_operator or e.kind not in ('setting', 'alert', 'release'))
    union all
    select own.* from (values
      (incident.opened_at, 'health', incident.component || ' began to fail', -3::bigint),
      (incident.detected_at, 'health', 'The incident was opened', -2),
      (incident.resolved_at, 'health', incident.component || ' works again', -1)
    ) own (at, kind, text, place) where own.at is not null
  ) l
$$;

create function private.incident_json(incident private.incidents, for_operator boolean default false) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', incident.id, 'component', incident.component,
    'status', case when incident.resolved_at is null then 'open' else 'resolved' end, 'severity', incident.severity,
    'opened_at', incident.opened_at, 'detected_at', incident.detected_at, 'resolved_at', incident.resolved_at,
    'timeline', private.incident_timeline(incident, for_operator))
    || case when for_operator then jsonb_build_object('affected_clients', incident.affected_clients) else '{}' end
$$;
comment on function private.incident_json is
  'An incident as the API shows it. Only the operator sees affected_clients, settings, alerts and releases.';

create function private.parts_and_maintenance(since timestamptz, until timestamptz)
returns table (at timestamptz, kind text, text text)
language sql stable set search_path = '' as $$
  select c.at, 'health', i.component || c.change from private.incidents i
  cross join lateral (values (i.opened_at, ' began to fail'), (i.resolved_at, ' works again')) c (at, change)
  where c.at >= since and c.at < until
  union all
  select c.at, 'maintenance', format('Maintenance %s: %s', c.change, m.title) from private.maintenance_windows m
  cross join lateral (values (m.starts_at, 'began'), (m.ends_at, 'ended')) c (at, change)
  where m.ends_at >= since and c.at >= since and c.at < until
$$;

-- Only what the operator set: a tenant's own settings concern nobody else, and could fill the timeline.
create index audit_log_operator_settings on public.audit_log (occurred_at)
  where resource = 'settings' and actor_id is null and key_id is null;
create function private.operator_settings(since timestamptz, until timestamptz)
returns table (at timestamptz, kind text, text text)
language sql stable set search_path = '' as $$
  select date_trunc('minute', a.occurred_at), 'setting', left(format('The operator set %s of %s', a.record_id,
    case when count(distinct a.client_id) = 1 then 'tenant ' || min(a.client_id::text)
      else count(distinct a.client_id) || ' tenants' end), 500)
  from public.audit_log a
  where a.resource = 'settings' and a.actor_id is null and a.key_id is null
    and a.occurred_at >= since and a.occurred_at < until
  group by date_trunc('minute', a.occurred_at), a.record_id
$$;
