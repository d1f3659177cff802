-- Incidents: a part of the service that failed, from its first bad minute to its first good one.

create table private.incidents (
  id uuid primary key default gen_random_uuid(),
  component text not null,
  opened_at timestamptz not null,
  detected_at timestamptz not null default now(),
  resolved_at timestamptz check (resolved_at >= opened_at)
);
create unique index incidents_open on private.incidents (component) where resolved_at is null;
create index incidents_newest on private.incidents (opened_at desc, id desc);
alter table private.incidents enable row level security;
comment on column private.incidents.opened_at is
  'The first bad minute. resolved_at is the first good minute after the last bad one.';

create function private.incident_json(incident private.incidents) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('id', incident.id, 'component', incident.component,
    'status', case when incident.resolved_at is null then 'open' else 'resolved' end,
    'opened_at', incident.opened_at, 'detected_at', incident.detected_at, 'resolved_at', incident.resolved_at)
$$;
comment on function private.incident_json is 'An incident as the API shows it.';

create function private.announce_incidents(tenants uuid[], argument jsonb) returns bigint
language sql volatile set search_path = '' as $$
  select private.emit_events(argument ->> 'type', array_agg(t.id), array_agg(i.incident))
  from unnest(tenants) t (id) cross join jsonb_array_elements(argument -> 'incidents') i (incident)
  having count(*) > 0;
  select cardinality(tenants)::bigint;
$$;

create function private.emit_incidents(type text, incidents private.incidents[]) returns void
language sql volatile set search_path = '' as $$
  select private.run_for_tenants('sample_health', array(select c.id from public.clients c where c.status = 'active'),
    'private.announce_incidents', jsonb_build_object('type', emit_incidents.type, 'incidents',
      (select jsonb_agg(private.incident_json(i)) from unnest(incidents) i)))
  where cardinality(incidents) > 0
$$;
comment on function private.emit_incidents is
  'Announces incidents to every active tenant. A tenant whose event cannot be written gets it later.';
