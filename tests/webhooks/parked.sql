begin;
\ir ../support/world.psql
select plan(22);

create function pg_temp.ep() returns uuid language sql immutable as $$ select '00000000-0000-4000-8000-000000000001'::uuid $$;
create function pg_temp.sealed() returns jsonb language sql as $$
  select jsonb_build_object('key_id', 'a', 'ciphertext', encode(convert_to(repeat('.', 60), 'utf8'), 'base64'))
$$;
create function pg_temp.emit(type text, age interval default '0') returns uuid language sql security definer as $$
  with emitted as (select private.emit_event(pg_temp.acme(), emit.type, '{"id": 1}') as id)
  select id from emitted
$$;
-- Moves what has happened so far into the past.
create function pg_temp.wait(days integer) returns void language sql security definer as $$
  update private.outbox set created_at = created_at - make_interval(days => days);
  update private.parked_spans set starts_at = starts_at - make_interval(days => days), ends_at = ends_at - make_interval(days => days);
  update private.endpoint_health set paused_or_resumed_at = paused_or_resumed_at - make_interval(days => days);
$$;
create function pg_temp.enable(enabled boolean) returns void language sql security definer as $$
  update public.webhook_endpoints set enabled = enable.enabled where id = pg_temp.ep()
$$;
create function pg_temp.jobs() returns bigint language sql security definer as $$
  select count(*) from public.job_queue where lane = pg_temp.ep()
$$;
create function pg_temp.parked() returns text[] language sql as $$
  select array(select d ->> 'event_type' from jsonb_array_elements(public.list_webhook_deliveries(pg_temp.ep(), 'parked') -> 'rows') d order by 1)
$$;
create function pg_temp.replay(types text[] default null, since interval default '1 day', only_failed boolean default true) returns integer language sql as $$
  select (public.replay_webhook_endpoint(pg_temp.ep(), now() - since, now() + interval '1 day', types, only_failed) #>> '{body,replayed}')::integer
$$;
do $$ begin
  execute format('grant execute on all functions in schema %I to authenticated', (select nspname from pg_namespace where oid = pg_my_temp_schema()));
end $$;

select pg_temp.act_as('manager');
select public.create_webhook_endpoint(pg_temp.ep(), 'https://example.com/', pg_temp.sealed(), '{team.created,team.updated,team.deleted}');
reset role;
select pg_temp.emit('team.created');
select pg_temp.enable(false);
select pg_temp.emit('team.updated'), pg_temp.emit('team.deleted'), pg_temp.emit('batch.failed');
select pg_temp.act_as('manager');
select is(pg_temp.parked(), '{team.created,team.deleted,team.updated}', 'a paused endpoint parks what waits and what comes, of its types');
select is(pg_temp.jobs(), 1::bigint, 'an event for a paused endpoint adds no job');
select is(public.get_webhook_endpoint(pg_temp.ep()) -> 'parked', '3', 'an endpoint shows how many deliveries are parked');
select is((public.list_webhook_deliveries(pg_temp.ep(), page_size => 2, with_total => true)) -> 'total', '3', 'parked deliveries are in the total');
select is((select bool_and(public.get_webhook_delivery((d ->> 'id')::uuid) - 'attempts' = d) from jsonb_array_elements(public.list_webhook_deliveries(pg_temp.ep(), 'parked') -> 'rows') d),
  true, 'each parked delivery in the list can be read by its id');
select pg_temp.act_as('stranger');
select is((public.list_webhook_deliveries() -> 'rows'), '[]', 'another tenant sees no parked deliveries');
reset role;
select pg_temp.enable(true);
select pg_temp.emit('team.updated');
select pg_temp.act_as('manager');
select is(pg_temp.parked(), '{team.created,team.deleted,team.updated}', 'enabling an endpoint sends nothing that was parked');
select is(pg_temp.replay('{team.deleted}'), 1, 'a replay of one type sends the parked events of that type');
select is(pg_temp.parked(), '{team.created,team.updated}', 'the others stay parked');
select is(pg_temp.replay(), 2, 'a replay sends the rest');
select is(pg_temp.parked(), '{}', 'and nothing is parked any more');
select is(pg_temp.jobs(), 4::bigint, 'each event has one delivery');
reset role;
select is((select count(*) from private.parked_spans), 0::bigint, 'a replayed span ends');
update public.job_queue set status = 'completed', completed_at = now() where lane = pg_temp.ep();
delete from public.job_queue where lane = pg_temp.ep();
select pg_temp.act_as('manager');
select is(pg_temp.parked(), '{}', 'an event that was replayed is not parked again when its job is deleted');
reset role;

-- Retrying one parked delivery
select pg_temp.enable(false);
select pg_temp.emit('team.created'), pg_temp.emit('team.deleted');
select pg_temp.enable(true);
select pg_temp.act_as('manager');
select is(public.retry_webhook_delivery((d ->> 'id')::uuid) ->> 'id', d ->> 'id', 'a parked delivery that is retried keeps its id')
from jsonb_array_elements(public.list_webhook_deliveries(pg_temp.ep(), 'parked', 'team.deleted') -> 'rows') d;
select is(pg_temp.parked(), '{team.created}', 'a parked delivery that is retried is no longer parked');
reset role;

-- Ending what is too old
select pg_temp.wait(29);
select is(private.end_parked_events(), 0::bigint, 'parked events are kept for 30 days');
select pg_temp.wait(2);
select is(private.end_parked_events(), 1::bigint, 'parked events end after 30 days');
select is((select data -> 'dropped' from private.outbox where type = 'endpoint.parked_dropped'), '1', 'the tenant is told that parked events ended');
select pg_temp.act_as('manager');
select is((public.get_webhook_endpoint(pg_temp.ep()) - 'id') @> '{"parked": 0, "parked_dropped": 1}', true, 'the endpoint counts parked events that ended');
reset role;
insert into public.settings (client_id, key, value) values (pg_temp.acme(), 'limits.parked_events', '2');
select pg_temp.enable(false);
select pg_temp.emit('team.created'), pg_temp.emit('team.updated');
update private.outbox set created_at = clock_timestamp() where id = pg_temp.emit('team.deleted');
select is(private.end_parked_events() > 0, true, 'the oldest parked events end beyond limits.parked_events');

-- A suspended tenant
update public.clients set status = 'suspended' where id = pg_temp.acme();
select is((select count(*) from private.receivers(array[pg_temp.acme()])), 0::bigint, 'a suspended tenant is sent nothing');

select * from finish();
rollback;
