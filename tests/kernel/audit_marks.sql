begin;
\ir ../support/world.psql
select plan(15);

create function pg_temp.mark(who text default 'viewer', route text default 'GET /teams/v1', what text default 'denied') returns jsonb language sql as $$
  select jsonb_build_object('client_id', pg_temp.acme(), 'action', what, 'resource', 'requests', 'times', 3,
    'actor_id', pg_temp.id_of(who), 'details', jsonb_build_object('route', route), 'request_id', route, 'ip', '192.0.2.7')
$$;
create function pg_temp.entries(what text default 'denied') returns table (times bigint, actor_id uuid, request_id text, ip text, details jsonb) language sql as $$
  select (a.after ->> 'count')::bigint, a.actor_id, a.request_id, a.ip, a.after -> 'details'
  from public.audit_log a where a.client_id = pg_temp.acme() and a.action = what order by a.id
$$;
-- A minute later, the notes of the last one are summed.
create function pg_temp.a_minute_passes() returns bigint language sql as $$
  update private.audit_marks set minute = minute - interval '2 minutes' where client_id = pg_temp.acme();
  select private.sum_audit_marks_of(array[pg_temp.acme()], null)
$$;

select public.record_audit_notes(jsonb_agg(pg_temp.mark(route => 'GET /teams/v1?' || n % 20))) from generate_series(1, 500) n;
select public.record_audit_notes(jsonb_build_array(pg_temp.mark('member'), pg_temp.mark('viewer', what => 'rate_limited')));
select is((select count(*) from pg_temp.entries()), 2::bigint, 'the first note of a caller and action in a minute is entered at once, the others are not');
select is((select array_agg(e.actor_id order by e.actor_id) from pg_temp.entries() e), (select array_agg(id order by id) from people where name in ('viewer', 'member')),
  'an entry names the caller');
select is((select count(*) from pg_temp.entries('rate_limited')), 1::bigint, 'each action has its own entry');
select is(private.sum_audit_marks_of(array[pg_temp.acme()], null), 0::bigint, 'notes of this minute stay');
select is(pg_temp.a_minute_passes(), 1::bigint, 'the others are one entry a minute later');
select is((select sum(times)::bigint from pg_temp.entries() where actor_id = pg_temp.id_of('viewer')), 1500::bigint, 'the entries of a caller count all of its notes');
select is((select jsonb_array_length(details) from pg_temp.entries() where times > 3), 10, 'an entry lists ten routes at most');
select results_eq($$select request_id, ip from pg_temp.entries() where times > 3$$, $$values (null::text, '192.0.2.7')$$, 'an entry names what its notes share');
select is_empty('select from private.audit_marks where client_id = pg_temp.acme()', 'nothing is left of notes that were entered');

select public.record_audit_notes(jsonb_build_array(pg_temp.mark(what => 'erased'), pg_temp.mark() || jsonb_build_object('client_id', gen_random_uuid())));
select is_empty('select from private.audit_marks where client_id = pg_temp.acme()', 'functions note nothing but refusals and reads of secrets, and for nobody who is gone');

select private.note_action(pg_temp.acme(), 'audit_log', null, 'searched', at_once => false) from generate_series(1, 5);
select is((select count(*) from pg_temp.entries('searched')), 0::bigint, 'what is not noted at once has no entry yet');
select pg_temp.a_minute_passes();
select is((select times from pg_temp.entries('searched')), 5::bigint, 'but a minute later');

select pg_temp.act_as('owner');
select throws_ok($$select public.record_audit_notes('[]')$$, '42501', null, 'a caller cannot note anything');
select throws_ok($$select private.password_verification_attempt('{}')$$, '42501', null, 'a caller cannot play the auth service');
select throws_ok('select from private.audit_marks', '42501', null, 'a caller cannot read notes');
reset role;

select * from finish();
rollback;
