begin;
\ir ../support/world.psql
select plan(24);

-- The rule
create function pg_temp.rule(component text, affected integer, open_for interval default '10 minutes') returns text language sql as $$ select private.severity_of(component, affected, 100, open_for) $$;
select is(pg_temp.rule('redis', 0), 'P4', 'an expendable part whose failure reaches nobody is P4');
select is(pg_temp.rule('redis', 0, '61 minutes'), 'P3', 'after an hour it is P3');
select is(pg_temp.rule('redis', 1), 'P3', 'one tenant with a failed request makes it P3');
select is(pg_temp.rule('redis', 4) || pg_temp.rule('redis', 5), 'P3P2', 'five per cent of the tenants make it P2');
select is(pg_temp.rule('redis', 24) || pg_temp.rule('redis', 25), 'P2P1', 'a quarter of the tenants make it P1');
select is(pg_temp.rule('cron', 0), 'P2', 'a part that work waits for is P2');
select is(pg_temp.rule('database', 0), 'P1', 'the database is P1');

-- Severity and tenants
update public.clients set status = 'suspended' where id not in (pg_temp.acme(), pg_temp.globex());
delete from private.incidents;
insert into private.incidents (id, component, opened_at, detected_at) values
  ('1c000000-0000-4000-8000-00000000001c', 'redis', '2026-05-01 12:00+00', '2026-05-01 12:03+00');
create function pg_temp.incident() returns private.incidents language sql as $$
  select i from private.incidents i where i.id = '1c000000-0000-4000-8000-00000000001c' $$;
create function pg_temp.lines(kind text) returns text language sql as $$
  select string_agg(to_char(e.at at time zone 'UTC', 'HH24:MI ') || e.text, '; ' order by e.at, e.id)
  from private.incident_entries e where e.incident_id = (pg_temp.incident()).id and e.kind = lines.kind $$;
insert into private.series (kind, function, version, name) values ('request', 'tap', 'v1', '/tap'), ('dependency', 'tap', '', 'tap.test');
create function pg_temp.failed(kind text, status smallint, at timestamptz, tenant uuid) returns void language sql as $$
  insert into private.stat_marks (starts_at, client_id, series_id, status, requests, buckets, counts, total_ms, max_ms)
  select failed.at, tenant, s.id, failed.status, 1, '{1}', '{1}', 1, 1 from private.series s where s.function = 'tap' and s.kind = failed.kind $$;
select pg_temp.failed('request', '4', '2026-05-01 12:01+00', pg_temp.acme()), pg_temp.failed('dependency', '5', '2026-05-01 12:01+00', pg_temp.acme()),
  pg_temp.failed('request', '5', '2026-05-01 11:59+00', pg_temp.acme());
select is(private.follow_incidents('2026-05-01 12:04+00'), '0 lines written', 'an incident is followed each minute');
select is((pg_temp.incident()).severity || (pg_temp.incident()).affected_clients, 'P40', 'refused requests, failed calls to others and earlier failures reach no tenant');
select pg_temp.failed('request', '5', '2026-05-01 12:04+00', pg_temp.acme());
select private.follow_incidents('2026-05-01 12:05+00');
select is((pg_temp.incident()).severity || (pg_temp.incident()).affected_clients, 'P11', 'a tenant with a failed request counts as affected and raises the severity');
select is(pg_temp.lines('severity'), '12:05 Severity raised from P4 to P1', 'the timeline says when the severity was raised');
delete from private.stat_marks;
select private.follow_incidents('2026-05-01 12:30+00');
select is((pg_temp.incident()).severity || (pg_temp.incident()).affected_clients, 'P11', 'an open incident never gets a lower severity or fewer tenants');

-- The timeline
insert into private.maintenance_windows (title, starts_at, ends_at) values ('Upgrade', '2026-05-01 11:30+00', '2026-05-01 12:10+00');
insert into private.incidents (component, opened_at) values ('cron', '2026-05-01 12:06+00');
insert into private.releases (release, first_seen) values ('tap-1', '2026-05-01 11:50+00'), ('tap-0', '2026-05-01 10:50+00');
with a as (insert into private.alerts (name, metric, comparison, threshold, for_minutes) values ('Slow', 'p99_ms', 'above', 1, 1) returning id),
  b as (insert into private.alerts (client_id, name, metric, comparison, threshold, for_minutes) values (pg_temp.acme(), 'Theirs', 'p99_ms', 'above', 1, 1) returning id)
insert into private.alert_history (client_id, alert_id, at, from_state, to_state, told)
select null::uuid, a.id, '2026-05-01 12:02+00'::timestamptz, 'ok', 'firing', true from a union all select pg_temp.acme(), b.id, '2026-05-01 12:02+00'::timestamptz, 'ok', 'firing', true from b;
insert into public.audit_log (client_id, occurred_at, action, resource, record_id, actor_id) values
  (pg_temp.acme(), '2026-05-01 11:55:10+00', 'update', 'settings', 'limits.alerts', null),
  (pg_temp.globex(), '2026-05-01 11:55:20+00', 'update', 'settings', 'limits.alerts', null),
  (pg_temp.acme(), '2026-05-01 11:56+00', 'update', 'settings', 'import.max_rows', pg_temp.id_of('owner'));
select private.follow_incidents('2026-05-01 12:31+00');
select is(pg_temp.lines('maintenance'), '11:30 Maintenance began: Upgrade; 12:10 Maintenance ended: Upgrade', 'maintenance from an hour before is in the timeline');
select is(pg_temp.lines('health'), '12:06 cron began to fail', 'other failing parts are in the timeline');
select is(pg_temp.lines('release'), '11:50 Release tap-1 was seen first', 'a release from up to an hour before is in the timeline');
select is(pg_temp.lines('alert'), '12:02 Alert fires: Slow', 'the operator''s alerts are in the timeline, a tenant''s are not');
select is(pg_temp.lines('setting'), '11:55 The operator set limits.alerts of 2 tenants', 'what the operator set is in the timeline, what a tenant set is not');
select is(private.follow_incidents('2026-05-01 12:32+00'), '0 lines written', 'what is in the timeline is not written again');
create function pg_temp.kinds(for_operator boolean) returns text language sql as $$
  select string_agg(distinct t ->> 'kind', ' ' order by t ->> 'kind') from jsonb_array_elements(private.incident_json(pg_temp.incident(), for_operator) -> 'timeline') t $$;
select is(pg_temp.kinds(false), 'health maintenance severity', 'the public timeline has no settings, alerts and releases');
select is(pg_temp.kinds(true), 'alert health maintenance release setting severity', 'the operator''s timeline has all');
update private.incidents set resolved_at = '2026-05-01 12:40+00';
insert into private.releases (release, first_seen) values ('tap-2', '2026-05-01 12:41+00');
select private.follow_incidents('2026-05-01 12:50+00');
select is(pg_temp.lines('release'), '11:50 Release tap-1 was seen first; 12:41 Release tap-2 was seen first', 'an incident is followed for 15 minutes after its end');
select is(private.follow_incidents('2026-05-01 12:56+00'), 'no incident', 'after that it is not');

-- Notes
select is(public.add_incident_note((pg_temp.incident()).id, 'Found it') -> 'incident' -> 'timeline' -> -1 ->> 'text', 'Found it', 'a note is in the timeline');
insert into private.incident_entries (incident_id, kind, text) select (pg_temp.incident()).id, 'note', n::text from generate_series(1, 199) n;
select throws_ok(format('select public.add_incident_note(%L, ''one more'')', (pg_temp.incident()).id), 'PT409', 'An incident has at most 200 notes', 'an incident has at most 200 notes');

select * from finish();
rollback;
