begin;
\ir ../support/world.psql
select plan(35);
insert into public.agents (client_id, id, name, kind, capabilities) values
  (pg_temp.acme(), '0c000000-0000-4000-8000-000000000001', 'Ada', 'ai', '{spanish}'),
  (pg_temp.acme(), '0c000000-0000-4000-8000-000000000002', 'Bo', 'human', '{}'),
  (pg_temp.globex(), '0c000000-0000-4000-8000-000000000003', 'Theirs', 'ai', '{}');
insert into public.sector_agents (client_id, agent_id, sector, priority, max_load) values
  (pg_temp.acme(), '0c000000-0000-4000-8000-000000000001', 'sales', 9, 2),
  (pg_temp.acme(), '0c000000-0000-4000-8000-000000000002', 'sales', 1, 2),
  (pg_temp.globex(), '0c000000-0000-4000-8000-000000000003', 'sales', 10, 2);
create function pg_temp.decide(capabilities text[] default '{}') returns uuid language sql as $$
  select (public.create_decision(sector => 'sales', capabilities => capabilities) -> 'body' ->> 'decision_id')::uuid
$$;
create function pg_temp.agent_of(decision uuid) returns text language sql as $$ select public.get_decision(decision) -> 'agent' ->> 'name' $$;
create function pg_temp.load_of(agent text) returns text language sql security definer as $$
  select format('%s %s %s', s.load, s.has_slot, s.base_score) from public.sector_agents s join public.agents a on a.client_id = s.client_id and a.id = s.agent_id
  where a.name = agent and a.client_id in (pg_temp.acme(), pg_temp.globex())
$$;
do $$ begin
  execute format('grant execute on all functions in schema %I to authenticated', (select nspname from pg_namespace where oid = pg_my_temp_schema()));
end $$;
create temp table made (name text primary key, id uuid);
grant select, insert on made to authenticated;

-- Scores
select is(pg_temp.load_of('Ada'), '0 t 70.000000', 'a new agent''s score comes from its priority and the smoothed metrics');
update public.sector_agents set seven_day_handled = 90, seven_day_successful = 85, seven_day_answered = 20, seven_day_handling_seconds = 15000
where agent_id = '0c000000-0000-4000-8000-000000000001';
select is(pg_temp.load_of('Ada'), '0 t 78.500000', 'new metrics update the score, and long handling time never makes a term negative');
select pg_temp.act_as('admin');
select lives_ok($$select public.put_setting('routing.weight_priority', '{"value": 50}')$$, 'an admin can change a scoring weight');
select is(pg_temp.load_of('Ada'), '0 t 101.000000', 'changing a weight updates the scores of all agents of the tenant');
reset role;
select is(pg_temp.load_of('Theirs'), '0 t 72.500000', 'changing a weight leaves other tenants'' scores');
delete from public.settings where client_id = pg_temp.acme() and key = 'routing.weight_priority';
select is(pg_temp.load_of('Ada'), '0 t 78.500000', 'removing the setting restores the default weight');
select throws_ok($$insert into public.settings (client_id, key, value) values (pg_temp.acme(), 'routing.weight_load', '1001')$$, 'PT422', null, 'a weight out of bounds is refused');

-- Slots
insert into public.settings (client_id, key, value) values (pg_temp.acme(), 'routing.lease_minutes', '5');
select pg_temp.act_as('member');
select is((public.create_decision(sector => 'sales') -> 'body' ->> 'expires_at')::timestamptz, now() + interval '5 minutes', 'a slot is held for the time that the tenant has set');
reset role;
delete from public.settings where client_id = pg_temp.acme() and key = 'routing.lease_minutes';
delete from public.routing_decisions where client_id = pg_temp.acme();
update public.sector_agents set load = 0, base_score = 78.5, last_chosen_at = null where client_id = pg_temp.acme() and load > 0;
select pg_temp.act_as('member');
insert into made select n, pg_temp.decide() from unnest(array['first', 'second', 'third']) n;
select is((public.get_decision((select id from made where name = 'first')) ->> 'expires_at')::timestamptz, now() + interval '1 hour', 'a slot is held for an hour by default');
select results_eq($$select pg_temp.agent_of(id) from made order by name$$, array['Ada', 'Ada', 'Bo'], 'a full agent is not chosen');
select is(pg_temp.load_of('Ada'), '2 f 74.500000', 'a taken slot lowers the score');
select is(public.complete_decision((select id from made where name = 'first'), 'successful', 30, true) ->> 'status', 'completed', 'a member can complete a call');
select is(pg_temp.load_of('Ada'), '1 t 76.500000', 'completing a call frees its slot');
select throws_ok($$select public.complete_decision((select id from made where name = 'second'), 'won', 30, true)$$, 'PT422', null, 'an unknown outcome is refused by SQL itself');
select throws_ok($$select public.complete_decision((select id from made where name = 'second'), 'failed', -1, true)$$, 'PT422', null, 'negative handling seconds are refused by SQL itself');
select throws_ok($$select public.complete_decision((select id from made where name = 'second'), 'failed', 1, true, 6)$$, 'PT422', null, 'a satisfaction of 6 is refused by SQL itself');
select throws_ok($$select public.create_decision(sector => 'sales', capabilities => array(select 'c' || i from generate_series(1, 11) i))$$, 'PT422', null, 'eleven required capabilities are refused by SQL itself');
select throws_ok($$select public.create_decision()$$, 'PT422', null, 'a decision without a team or sector is refused by SQL itself');
select pg_temp.act_as('stranger');
select throws_ok($$select public.release_decision((select id from made where name = 'second'))$$, 'PT404', null, 'another tenant''s decision is not found');
select is_empty($$select id from public.routing_decisions$$, 'another tenant''s decision is not visible in the Data API');
reset role;

-- Agents that go and come back
update public.agents set active = false where id = '0c000000-0000-4000-8000-000000000001';
select is(pg_temp.load_of('Ada'), '1 f 76.500000', 'an inactive agent has no free slot');
update public.agents set active = true where id = '0c000000-0000-4000-8000-000000000001';
delete from public.sector_agents where agent_id = '0c000000-0000-4000-8000-000000000001';
insert into public.sector_agents (client_id, agent_id, sector, priority, max_load) values (pg_temp.acme(), '0c000000-0000-4000-8000-000000000001', 'sales', 9, 1);
select is(pg_temp.load_of('Ada'), '1 f 68.000000', 'an agent that returns to a sector still has its open calls');
update public.sector_agents set max_load = 2 where agent_id = '0c000000-0000-4000-8000-000000000001';
select is(pg_temp.load_of('Ada'), '1 t 68.000000', 'raising an agent''s capacity takes effect at once');
update public.sector_agents set load = 1 where agent_id = '0c000000-0000-4000-8000-000000000002';
select throws_ok($$update public.sector_agents set load = -1$$, '23514', null, 'an agent''s load cannot be negative');

-- What was decided
select throws_ok($$update public.routing_decisions set score = 100$$, '42501', null, 'nobody can change a decision''s score');
select throws_ok($$truncate public.routing_decisions$$, '42501', null, 'nobody can truncate the decisions');
set local role service_role;
select throws_ok($$delete from public.routing_decisions$$, '42501', null, 'the secret key cannot delete a decision');
select throws_ok($$update public.routing_decisions set status = 'open'$$, '42501', null, 'the secret key cannot set how a decision ended');
reset role;
select is((select count(*) from public.audit_log where client_id = pg_temp.acme() and resource = 'sector_agents' and action = 'update'), 1::bigint,
  'changes of load leave no audit entry, changes by managers do');

-- Leases and retention
select is(private.release_expired_leases(), 0::bigint, 'an unexpired slot is kept');
alter table public.routing_decisions disable trigger append_only;
update public.routing_decisions set expires_at = now() - interval '1 second' where id = (select id from made where name = 'second');
update public.routing_decisions set created_at = now() - interval '91 days' where id in (select id from made where name in ('first', 'third'));
alter table public.routing_decisions enable trigger append_only;
select is(private.release_expired_leases(), 1::bigint, 'an expired slot is released');
select is(pg_temp.load_of('Ada'), '0 t 70.000000', 'releasing an expired slot lowers the agent''s load');
select is(private.release_expired_leases(), 0::bigint, 'releasing expired slots again has no effect');
select private.archive_batch(pg_temp.acme(), private.archive_kind('routing_decisions'));
select results_eq($$select m.name from made m join public.routing_decisions d on d.id = m.id order by 1$$, array['second', 'third'],
  'decisions older than 90 days are deleted unless they are open');
select results_eq($$select jobname::text collate "default" from cron.job where jobname in ('release_expired_leases', 'archive_rows', 'delete_old_job_runs') and active order by 1$$,
  array['archive_rows', 'delete_old_job_runs', 'release_expired_leases'], 'pg_cron runs the routing tasks');
select * from finish();
rollback;
