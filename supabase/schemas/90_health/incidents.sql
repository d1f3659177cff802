-- Incidents: a part of the service that failed, from its first bad minute to its first good one.

create table private.incidents (
  id uuid primary key default gen_random_uuid(),
  component text not null,
  opened_at timestamptz not null,
  detected_at timestamptz not null default now(),
  resolved_at timestamptz check (resolved_at >= opened_at),
  severity text not null default 'P4' check (severity in ('P1', 'P2', 'P3', 'P4')),
  affected_clients integer not null default 0
);
create unique index incidents_open on private.incidents (component) where resolved_at is null;
create index incidents_newest on private.incidents (opened_at desc, id desc);
alter table private.incidents enable row level security;
comment on column private.incidents.opened_at is
  'The first bad minute. resolved_at is the first good minute after the last bad one.';

comment on column private.incidents.severity is 'The worst so far, by private.severity_of. It never falls.';
comment on column private.incidents.affected_clients is
  'Active tenants with at least one request since opened_at that failed on our side.';

create function private.severity_of(component text, affected integer, active bigint, open_for interval) returns text
language sql immutable set search_path = '' as $$
  select case
    when component in ('database', 'auth') or affected > 0 and affected >= 0.25 * active then 'P1'
    when component in ('cron', 'queue', 'aggregation', 'deliveries') or affected > 0 and affected >= 0.05 * active
      then 'P2'
    when component = 'secrets' or affected > 0 or open_for > interval '1 hour' then 'P3'
    else 'P4'
  end
$$;
comment on function private.severity_of is
  'P1–P4 by the failing part, the share of active tenants with failed requests, and the time. docs/incidents.md states '
  'the rule.';
