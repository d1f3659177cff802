-- Each minute, while an incident is open and for 15 minutes afterwards.

-- plpgsql, because alerts and releases are tables of a later capability.
create function private.events_around(since timestamptz, until timestamptz)
returns table (at timestamptz, kind text, text text)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
  return query
    select * from private.parts_and_maintenance(since, until)
    union all
    select * from private.operator_settings(since, until)
    union all
    select r.first_seen, 'release', format('Release %s was seen first', r.release) from private.releases r
    where r.first_seen >= since and r.first_seen < until
    union all
    select h.at, 'alert', format('Alert %s: %s', case h.to_state when 'firing' then 'fires' else 'is over' end, a.name)
    from private.alerts a join private.alert_history h on h.alert_id = a.id
    where a.client_id is null and h.told and h.at >= events_around.since and h.at < events_around.until;
end
$$;
comment on function private.events_around is
  'What may have to do with an incident: other parts, maintenance, settings that the operator changed, the operator''s '
  'alerts, and releases.';

create function private.has_failed_requests(tenant uuid, since timestamptz) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return exists (
    select from (
      select m.series_id from private.stat_marks m
      where m.client_id = tenant and m.starts_at >= since and m.status in (0, 5)
      union all
      select m.series_id from private.stat_minutes m
      where m.client_id = tenant and m.starts_at >= since and m.status in (0, 5)
    ) m
    join private.series s on s.id = m.series_id and s.kind = 'request');
end
$$;

create function private.count_affected(at timestamptz) returns void
language sql volatile set search_path = '' as $$
  insert into private.incident_clients (incident_id, client_id)
  select i.id, c.id
  from private.incidents i cross join public.clients c
  where i.resolved_at is null and c.status = 'active'
    and not exists (select from private.incident_clients k where k.incident_id = i.id and k.client_id = c.id)
    and private.has_failed_requests(c.id, greatest(i.opened_at, count_affected.at - interval '15 minutes'))
  on conflict do nothing
$$;

create function private.judge_severity(at timestamptz) returns void
language sql volatile set search_path = '' as $$
  with judged as (
    select i.id, i.severity as before, k.affected,
      least(i.severity,
        private.severity_of(i.component, k.affected, a.active, judge_severity.at - i.opened_at)) as after
    from private.incidents i
    cross join lateral (
      select count(*)::integer as affected from private.incident_clients k where k.incident_id = i.id) k
    cross join (select count(*) as active from public.clients c where c.status = 'active') a
    where i.resolved_at is null
  ), changed as (
    update private.incidents i set severity = j.after, affected_clients = j.affected
    from judged j where i.id = j.id and (i.severity, i.affected_clients) <> (j.after, j.affected)
  )
  insert into private.incident_entries (incident_id, at, kind, text)
  select j.id, judge_severity.at, 'severity', format('Severity raised from %s to %s', j.before, j.after)
  from judged j where j.after < j.before
$$;

-- It looks at whole minutes from an hour before, because the cause comes before the incident.
create function private.follow_incidents(at timestamptz default clock_timestamp()) returns text
language plpgsql volatile set search_path = '' as $$
declare
  written bigint;
begin
  if not exists (select from private.incidents i where i.resolved_at is null
      or i.resolved_at > follow_incidents.at - interval '15 minutes') then
    return 'no incident';
  end if;
  perform private.count_affected(follow_incidents.at), private.judge_severity(follow_incidents.at);
  insert into private.incident_entries (incident_id, at, kind, text)
  select i.id, e.at, e.kind, e.text
  from private.incidents i
  cross join lateral (
    select * from private.events_around(i.opened_at - interval '1 hour', date_trunc('minute', follow_incidents.at)) a
    where not starts_with(a.text, i.component || ' ') order by a.at, a.text limit 100
  ) e
  where i.resolved_at is null or i.resolved_at > follow_incidents.at - interval '15 minutes'
  on conflict do nothing;
  get diagnostics written = row_count;
  return format('%s lines written', written);
end
$$;
comment on function private.follow_incidents is
  'Counts the tenants that open incidents reach, raises severities and writes timelines, of at most 100 lines each.';
