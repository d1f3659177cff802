begin;
\ir ../support/world.psql
select plan(9);

create function pg_temp.ep() returns uuid language sql immutable as $$ select '00000000-0000-4000-8000-000000000001'::uuid $$;
grant execute on function pg_temp.ep to authenticated;
create function pg_temp.is_parking() returns boolean language sql as $$
  select exists (select from private.parked_spans s where s.endpoint_id = pg_temp.ep() and s.ends_at is null)
$$;
create function pg_temp.set_status(status public.client_status) returns void language sql as $$
  update public.clients c set status = set_status.status where c.id = pg_temp.acme()
$$;

select pg_temp.act_as('manager');
select public.create_webhook_endpoint(pg_temp.ep(), 'https://example.com/',
  jsonb_build_object('key_id', 'a', 'ciphertext', encode(convert_to(repeat('.', 60), 'utf8'), 'base64')));
reset role;
select private.emit_event(pg_temp.acme(), 'team.created', '{"id": 1}');

select ok(not pg_temp.is_parking(), 'an enabled endpoint''s events are sent');
update public.webhook_endpoints set priority = 8 where id = pg_temp.ep();
select is((select array_agg(priority) from public.job_queue where lane = pg_temp.ep()), '{8}',
  'deliveries that wait get the endpoint''s new priority');

select pg_temp.set_status('suspended');
select ok(pg_temp.is_parking(), 'the events of a suspended tenant are parked');
select is((select array_agg(status) from public.job_queue where lane = pg_temp.ep()), '{parked}', 'so are its deliveries');
select pg_temp.set_status('active');
select ok(not pg_temp.is_parking(), 'the events of a tenant that is active again are sent');

update public.webhook_endpoints set enabled = false where id = pg_temp.ep();
select ok(pg_temp.is_parking(), 'a disabled endpoint''s events are parked');
select pg_temp.set_status('suspended');
select pg_temp.set_status('active');
select ok(pg_temp.is_parking(), 'a tenant that is active again gets no events for endpoints that are disabled');
update public.webhook_endpoints set enabled = true where id = pg_temp.ep();
select ok(not pg_temp.is_parking(), 'events are sent when the endpoint is enabled again');

delete from public.webhook_endpoints where id = pg_temp.ep();
select is((select array_agg(status) from public.job_queue where lane = pg_temp.ep()), '{cancelled}',
  'a deleted endpoint''s deliveries are cancelled');

select * from finish();
rollback;
