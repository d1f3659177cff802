begin;
\ir ../support/world.psql
\ir calls.psql
select plan(23);

select pg_temp.act_as('member');
select is(pg_temp.record(pg_temp.call('1'), pg_temp.call('2', '{"outcome": "abandoned", "resolved": false, "satisfaction": null, "handling_seconds": 30, "wait_seconds": null}')),
  '{"status": 201, "body": {"received": 2, "created": 2, "updated": 0, "unchanged": 0}}', 'a member records calls');
select is(pg_temp.record(pg_temp.call('1'), pg_temp.call('2', '{"outcome": "failed", "satisfaction": 2}'), pg_temp.call('3', '{"agent": "bo", "team_id": null}')),
  '{"status": 201, "body": {"received": 3, "created": 1, "updated": 1, "unchanged": 1}}', 'a call with a known external_id replaces the stored one');
select is(pg_temp.record(pg_temp.call('1')) -> 'status', '200', 'recording only known calls answers 200');
select is((select agent_id::text from public.calls where external_id = '3'), '0c000000-0000-4000-8000-000000000002', 'an active agent is preferred over an inactive one of the same name');
select is(pg_temp.found(jsonb_build_array(
    pg_temp.call('4', '{"agent": "Twin"}'), pg_temp.call('5', '{"agent": "Nobody"}'), pg_temp.call('6', '{"agent_id": "0c000000-0000-4000-8000-000000000001"}'),
    pg_temp.call('7', '{"agent": null, "agent_id": "0c000000-0000-4000-8000-000000000006"}'), pg_temp.call('8', '{"team_id": "0d000000-0000-4000-8000-000000000002"}'),
    pg_temp.call('8'), pg_temp.call('9') - 'agent' - 'outcome' - 'resolved' - 'handling_seconds' - 'started_at', pg_temp.call('') )),
  '1 agent ambiguous, 2 agent unknown_reference, 3 agent ambiguous, 4 agent_id unknown_reference, 5 team_id unknown_reference, 6 external_id duplicate_in_file, '
  '7 agent required, 7 outcome required, 7 resolved required, 7 handling_seconds required, 7 started_at required, 8 external_id required',
  'every row with an unknown reference is reported');
select is(pg_temp.found(jsonb_build_array(
    pg_temp.call('4', '{"satisfaction": 6}'), pg_temp.call('5', '{"satisfaction": 0}'), pg_temp.call('6', '{"satisfaction": 4.5}'),
    pg_temp.call('7', '{"handling_seconds": -1, "wait_seconds": -1}'), pg_temp.call('8', '{"handling_seconds": 86401, "wait_seconds": 1e9}'),
    pg_temp.call('9', '{"outcome": "won", "resolved": "yes"}'), pg_temp.call(repeat('x', 201), jsonb_build_object('topic', repeat('x', 201))))),
  '1 satisfaction range, 2 satisfaction range, 3 satisfaction range, 4 handling_seconds range, 4 wait_seconds range, 5 handling_seconds range, 5 wait_seconds range, '
  '6 outcome unknown_value, 6 resolved unknown_value, 7 external_id length, 7 topic length', 'every row with a bad value is reported');
select is(pg_temp.found(jsonb_build_array(
    pg_temp.call('4', jsonb_build_object('started_at', now() + interval '6 minutes')), pg_temp.call('5', '{"started_at": "2026-02-30T00:00:00Z"}'),
    pg_temp.call('6', '{"started_at": "2026-01-01"}'), pg_temp.call('7', '{"started_at": "2026-01-01T00:00:00"}'), pg_temp.call('8', '{"started_at": "1999-12-31T23:59:59Z"}'),
    pg_temp.call('9', '{"started_at": "infinity"}'), pg_temp.call('10', '{"started_at": "2000-01-01T00:00:00+01:00"}'))),
  '1 started_at range, 2 started_at format, 3 started_at format, 4 started_at format, 5 started_at format, 6 started_at format, 7 started_at range', 'every row with a bad time is reported');
select is(pg_temp.found(jsonb_build_array(5, null, '"x"'::jsonb, pg_temp.call('4', '{"client_id": "x", "id": "y", "topic": {}}'))),
  '1 - type, 2 - type, 3 - type, 4 id unknown_field, 4 topic type, 4 client_id unknown_field', 'every row of a wrong type is reported');
select lives_ok(format('select pg_temp.record(pg_temp.call(%L, %L))', 'skewed', jsonb_build_object('started_at', now() + interval '4 minutes')), 'a call may start slightly in the future, for clock skew');
select throws_ok($$select public.record_calls('[]')$$, 'PT422', null, 'an empty list of calls is refused');
select throws_ok($$select public.record_calls('{}')$$, 'PT422', null, 'calls that are not an array are refused');
select throws_ok($$select public.record_calls((select jsonb_agg(n) from generate_series(1, 1001) n))$$, 'PT413', null, '1,001 calls in one request are refused');
select is((select count(*) from public.calls), 4::bigint, 'a request with one bad row records no call');
select lives_ok($$select set_config('request.headers', '{"idempotency-key": "k"}', true), pg_temp.record(pg_temp.call('again'))$$, 'calls can be recorded under an idempotency key');
select is(pg_temp.record(pg_temp.call('again')) -> 'replayed', 'true', 'the same idempotency key and calls get the same answer');
select throws_ok($$select pg_temp.record(pg_temp.call('other'))$$, 'PT409', null, 'the same idempotency key with other calls is refused');
select set_config('request.headers', '{}', true);
select throws_ok($$insert into public.calls (external_id) values ('x')$$, '42501', null, 'nobody can insert calls through the Data API');
select throws_ok($$update public.agent_metrics_v2 set calls_handled = 9$$, '42501', null, 'nobody can change metrics through the Data API');
select throws_ok($$select private.record_calls(pg_temp.globex(), '[]')$$, '42501', null, 'a caller cannot record calls for a tenant of its choice');
reset role;
select pg_temp.act_as('viewer');
select throws_ok($$select public.record_calls('[]')$$, 'PT403', null, 'a viewer cannot record calls');
select is((public.aggregation_status() ->> 'buckets_waiting')::integer, 8, 'a viewer sees how much waits for aggregation');
reset role;
delete from public.calls where client_id = pg_temp.acme() and external_id in ('skewed', 'again');
select is((select array_agg(type || ' ' || (data ->> 'external_id') order by data ->> 'external_id') from private.outbox where client_id = pg_temp.acme() and type like 'call.%'),
  array['call.completed 1', 'call.completed 2', 'call.completed 3', 'call.completed again', 'call.completed skewed'], 'a new call emits an event, a changed call does not');
select is((select array_agg(action || ' ' || coalesce(after ->> 'calls', before ->> 'external_id') order by action, before ->> 'external_id', after ->> 'calls') from public.audit_log where client_id = pg_temp.acme() and resource = 'calls'),
  array['delete again', 'delete skewed', 'insert 1', 'insert 1', 'insert 1', 'insert 2', 'update 2'], 'new calls of a request share one audit entry, changed calls have one each');

select * from finish();
rollback;
