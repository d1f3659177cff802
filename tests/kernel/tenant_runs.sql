begin;
\ir ../support/world.psql
select plan(22);

-- Fifty tenants; the seventeenth is poisoned: rows of a table cannot be written or deleted for it.
create temp table tenant as select n, gen_random_uuid() as id, gen_random_uuid() as agent_id from generate_series(1, 50) n;
insert into public.clients (id, name) select id, 'Tenant ' || n from tenant;
insert into public.agents (client_id, id, name, kind) select id, agent_id, 'Ada', 'ai' from tenant;
insert into public.sector_agents (client_id, agent_id, sector) select id, agent_id, 'sales' from tenant;
create function pg_temp.poisoned() returns uuid language sql as $$ select id from tenant where n = 17 $$;
create function pg_temp.poison() returns trigger language plpgsql as $$
begin
  raise exception 'poison';
end
$$;
create function pg_temp.poison(poisoned regclass, verb text) returns void language plpgsql as $$
begin
  execute format('create trigger poison before %s on %s for each row when (%s.client_id = %L) execute function pg_temp.poison()',
    verb, poisoned, case when verb = 'delete' then 'old' else 'new' end, pg_temp.poisoned());
end
$$;
create function pg_temp.heal(poisoned regclass) returns text language plpgsql as $$
begin
  execute format('drop trigger poison on %s', poisoned);
  update private.tenant_failures set next_try = now();
  return private.retry_tenants();
end
$$;
create function pg_temp.failed() returns table (task text, error text) language sql as $$
  select task, error from private.tenant_failures where client_id = pg_temp.poisoned()
$$;

-- Leases
insert into public.routing_decisions (client_id, agent_id, sector, score, terms, considered, candidates, expires_at)
select id, agent_id, 'sales', 1, (1, 0, 0, 0, 0)::private.routing_terms, 1, '{}', now() - interval '1 second' from tenant;
update public.sector_agents set load = 1 where client_id in (select id from tenant);
select pg_temp.poison('public.sector_agents', 'update');
select is(private.release_expired_leases(), 49::bigint, 'one tenant that fails does not stop the release of the others'' slots');
select is((select sum(load) from public.sector_agents where client_id in (select id from tenant)), 1::bigint, 'the others have their slots back');
select is((select count(*) from public.routing_decisions where client_id = pg_temp.poisoned() and status = 'open'), 1::bigint, 'the decision of the tenant that failed stays open with its slot');
select results_eq('select * from pg_temp.failed()', $$values ('release_expired_leases', 'poison')$$, 'the operator sees whose slots were not released');
select is(private.release_expired_leases(), 0::bigint, 'a tenant that failed is left out until its retry');
select is(pg_temp.heal('public.sector_agents'), '1 of 1 succeeded', 'its slots are released when the cause is gone');
select is((select sum(load) from public.sector_agents where client_id in (select id from tenant)), 0::bigint, 'then nobody holds a slot');

-- Health
select pg_temp.poison('private.outbox', 'insert');
select private.emit_incidents('incident.opened', array[(gen_random_uuid(), 'redis', now(), now(), null, 'P3', 0)::private.incidents]);
select is((select count(*) from private.outbox where type = 'incident.opened' and client_id in (select id from tenant)), 49::bigint, 'one tenant whose event cannot be written does not stop the others'' incident events');
select is(pg_temp.heal('private.outbox'), '1 of 1 succeeded', 'its event is written later');
select is((select count(*) from private.outbox where type = 'incident.opened' and client_id in (select id from tenant)), 50::bigint, 'then every tenant has the event once');

-- Retention
insert into private.idempotency_keys (client_id, caller_id, route, key, fingerprint, created_at)
select id, id, 'r', k, '\x00', now() - interval '25 hours' from tenant, unnest(array['a', 'b']) k;
insert into private.idempotency_keys (client_id, caller_id, route, key, fingerprint) select id, id, 'r', 'new', '\x00' from tenant;
select pg_temp.poison('private.idempotency_keys', 'delete');
select is(private.delete_expired('private.idempotency_keys'), 98::bigint, 'one tenant whose rows cannot be deleted does not stop the others'' retention');
select results_eq('select * from pg_temp.failed()', $$values ('delete_expired', 'poison')$$, 'the operator sees whose rows were not deleted');
select is(pg_temp.heal('private.idempotency_keys'), '1 of 1 succeeded', 'its rows are deleted later');
select is((select count(*) from private.idempotency_keys where client_id in (select id from tenant)), 50::bigint, 'rows that are young enough stay');

-- Each tenant's own number of days
insert into public.settings (client_id, key, value) select id, 'import.error_days', '5' from tenant where n = 1;
insert into public.opportunity_batches (client_id, id, status, total_records, successful_records, failed_records, content_hash, created_by)
select id, gen_random_uuid(), 'failed', 1, 0, 1, '\x01', agent_id from tenant where n < 3;
insert into private.batch_error_rows (client_id, batch_id, row, record, created_at)
select b.client_id, b.id, 1, '{}', now() - interval '6 days' from public.opportunity_batches b join tenant t on t.id = b.client_id;
select is(private.delete_expired('private.batch_error_rows'), 1::bigint, 'the tenant''s own setting says how long rows are kept');
delete from private.batch_error_rows e using tenant t where t.id = e.client_id;
delete from public.opportunity_batches b using tenant t where t.id = b.client_id;

-- Every rule
insert into public.opportunity_batches (client_id, id, status, total_records, successful_records, failed_records, content_hash, created_by, created_at)
select id, agent_id, 'failed', 1, 0, 1, '\x00', agent_id, now() - interval '731 days' from tenant where n = 1;
insert into private.batch_error_rows (client_id, batch_id, row, record, created_at) select id, agent_id, 1, '{}', now() - interval '91 days' from tenant where n = 1;
insert into private.batch_columns (client_id, batch_id, columns, created_at) select id, agent_id, '{a}', now() - interval '91 days' from tenant where n = 1;
insert into private.workers (id, queue, seen_at) values (gen_random_uuid(), 'jobs', now() - interval '2 days');
insert into private.job_throughput (queue, client_id, minute, completed) select 'jobs', null, now() - interval '2 days', 1;
insert into public.job_queue (queue, type, client_id, lane, status, completed_at)
select 'jobs', 'inbound.apply', null, id, 'completed', now() - interval '8 days' from tenant where n < 3;
insert into public.job_queue (queue, type, client_id, lane, status, completed_at)
select 'jobs', 'inbound.apply', null, id, 'dead', now() - interval '8 days' from tenant where n = 3;
select isnt(private.delete_all_expired(), null, 'all rules are applied');
select is((select count(*) from public.opportunity_batches where client_id in (select id from tenant))
  + (select count(*) from private.batch_error_rows where client_id in (select id from tenant))
  + (select count(*) from private.batch_columns where client_id in (select id from tenant)), 0::bigint, 'old imports and their invalid rows end');
select is((select count(*) from private.workers where seen_at < now() - interval '1 day') + (select count(*) from private.job_throughput where minute < now() - interval '1 day'), 0::bigint, 'rows that belong to no tenant end too');
select is((select string_agg(status, ',') from public.job_queue where type = 'inbound.apply' and completed_at < now() - interval '7 days'), 'dead', 'the system''s finished jobs end after a week, dead ones later');
select results_eq('select retained::text from private.retention_rules r where not r.by_tenant order by 1',
  $$values ('private.audit_seal_runs'), ('private.health_samples'), ('private.incidents'), ('private.invitation_guesses'), ('private.isolates'), ('private.leases'), ('private.maintenance_windows'), ('private.person_requests'), ('private.releases'), ('private.statement_hours'), ('private.statement_minutes'), ('private.statements'), ('private.task_runs'), ('private.workers')$$, 'only these tables have rows of no tenant alone');

-- A batch that is too old to be rolled back
insert into public.opportunity_batches (client_id, id, status, total_records, successful_records, created, content_hash, created_by, created_at)
values (pg_temp.acme(), '0e000000-0000-4000-8000-000000000001', 'completed', 1, 1, 1, '\x00', pg_temp.id_of('member'), now() - interval '91 days');
select pg_temp.act_as('member');
select throws_ok($$select public.rollback_batch('0e000000-0000-4000-8000-000000000001')$$, 'PT409', 'A batch can be rolled back for 90 days', 'a batch cannot be rolled back when its former rows may be gone');
reset role;
select is((select count(*) from private.tenant_failures), 0::bigint, 'nothing is left to be tried again');

select * from finish();
rollback;
