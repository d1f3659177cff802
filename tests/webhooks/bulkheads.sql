begin;
\ir ../support/world.psql
select plan(5);
-- Fifty tenants with an old inbound event and an old parked one; the seventeenth is poisoned.
create temp table tenant as select n, gen_random_uuid() as id, gen_random_uuid() as endpoint_id from generate_series(1, 50) n;
insert into public.clients (id, name) select id, 'Tenant ' || n from tenant;
insert into public.inbound_events (client_id, source, event_id, type, payload, received_at, applied_at)
select id, id::text, 'e', 'x', '{}', now() - interval '91 days', now() - interval '91 days' from tenant;
insert into public.webhook_endpoints (client_id, id, url, enabled) select id, endpoint_id, 'https://example.com', false from tenant;
insert into private.parked_spans (client_id, endpoint_id, starts_at, ends_at)
select id, endpoint_id, now() - interval '100 days', now() - interval '80 days' from tenant;
create function pg_temp.poison() returns trigger language plpgsql as $$
begin
  raise exception 'poison';
end
$$;
create function pg_temp.poison(poisoned regclass) returns void language plpgsql as $$
begin
  execute format('create trigger poison before delete on %s for each row when (old.client_id = %L) execute function pg_temp.poison()',
    poisoned, (select id from tenant where n = 17));
end
$$;

select pg_temp.poison('private.parked_spans');
select is(private.end_parked_events() >= 0, true, 'a tenant whose parked events cannot end does not stop the run');
select is((select count(*) from private.parked_spans where client_id in (select id from tenant) and ends_at is not null), 1::bigint, 'the others'' parked events have ended');
select pg_temp.poison('public.inbound_events');
select is(private.delete_old_events(), 49::bigint, 'a tenant whose events cannot be deleted does not stop the others');
select results_eq('select task from private.tenant_failures where client_id in (select id from tenant) order by 1',
  $$values ('delete_old_events'), ('end_parked_events')$$, 'both failures are kept for the operator');
drop trigger poison on public.inbound_events;
drop trigger poison on private.parked_spans;
update private.tenant_failures set next_try = now();
select is(private.retry_tenants(), '2 of 2 succeeded', 'and tried again');
select * from finish();
rollback;
