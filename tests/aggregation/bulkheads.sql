begin;
\ir ../support/world.psql
select plan(12);

-- Fifty tenants with one agent in one sector, one call each.
create temp table tenant as select n, gen_random_uuid() as id, gen_random_uuid() as agent_id from generate_series(1, 50) n;
insert into public.clients (id, name) select id, 'Tenant ' || n from tenant;
insert into public.agents (client_id, id, name, kind) select id, agent_id, 'Ada', 'ai' from tenant;
insert into public.sector_agents (client_id, agent_id, sector) select id, agent_id, 'sales' from tenant;
create function pg_temp.tenant(number integer) returns uuid language sql as $$ select id from tenant where n = number $$;
create function pg_temp.add_call(external_id text, seconds integer default 100) returns void language sql as $$
  insert into public.calls (client_id, external_id, agent_id, outcome, resolved, handling_seconds, started_at)
  select id, add_call.external_id, agent_id, 'successful', true, seconds, now() - interval '1 minute' from tenant
$$;
create function pg_temp.exact(calls bigint, seconds bigint) returns bigint language sql as $$
  select count(*) from tenant t join public.sector_agents s on s.client_id = t.id
  where (s.seven_day_handled, s.seven_day_handling_seconds) = (calls, seconds)
    and exists (select from public.agent_metrics_v2 m
      where m.client_id = t.id and (m.calls_handled, m.handling_seconds_sum) = (calls, seconds))
$$;
-- A tenant whose metrics cannot be written.
create function pg_temp.poison() returns trigger language plpgsql as $$
begin
  raise exception 'poison' using errcode = '22003';
end
$$;
create function pg_temp.poison(number integer) returns void language plpgsql as $$
begin
  execute format('create trigger poison before insert or update on public.agent_metrics_v2 for each row when (new.client_id = %L) execute function pg_temp.poison()', pg_temp.tenant(number));
end
$$;

select pg_temp.add_call('1');
select (private.aggregate_performance()).id;
select is(pg_temp.exact(1, 100), 50::bigint, 'a run counts the calls of all tenants');

select pg_temp.poison(17), pg_temp.add_call('2');
select isnt((private.aggregate_performance()).finished_at, null, 'a run succeeds although one tenant fails');
select is(pg_temp.exact(2, 200), 49::bigint, 'one tenant that fails does not stop the metrics of the others');
select results_eq('select task, client_id, attempts, error from private.tenant_failures',
  $$values ('aggregate_performance', pg_temp.tenant(17), 1, 'poison')$$, 'the operator sees which tenant failed and why');
select is((select count(*) from private.changed_buckets where client_id in (select id from tenant)), 1::bigint, 'the changes of the tenant that failed are kept');
select is(private.aggregated_at(pg_temp.tenant(17)) <= now(), true, 'the metrics of the tenant that failed do not look newer than they are');
select is(private.retry_tenants(), '0 of 1 succeeded', 'a tenant that failed is tried again');
select is((select attempts || ' ' || (next_try > clock_timestamp() + interval '50 seconds') from private.tenant_failures), '2 true', 'after another failure it waits longer');
select pg_temp.add_call('3');
select (private.aggregate_performance()).id;
select is(pg_temp.exact(3, 300), 49::bigint, 'the others stay exact while it waits');

drop trigger poison on public.agent_metrics_v2;
update private.tenant_failures set next_try = now();
select is(private.retry_tenants(), '1 of 1 succeeded', 'a retry succeeds when the cause is gone');
select is(pg_temp.exact(3, 300) + (select count(*) from private.tenant_failures), 50::bigint, 'after the retry nothing is missing');

-- 2,500,000,000 handling seconds do not fit in 32 bits.
update public.agent_metrics_v2 set handling_seconds_sum = 2500000000, handling_seconds_count = 30000, calls_handled = 30000, day = current_date - 1
where client_id = pg_temp.tenant(1);
insert into private.changed_buckets (client_id, agent_id) select id, agent_id from tenant where n = 1;
select (private.aggregate_performance()).id;
select is((select seven_day_handling_seconds::bigint from public.sector_agents where client_id = pg_temp.tenant(1)), 2500000000, 'seven-day figures hold more seconds than fit in 32 bits');

select * from finish();
rollback;
