-- 40,000 entries, 20,000 of them Acme's: no page reads what it does not show.
-- Other tests rolled rows back, which indexes hold until then.
vacuum public.audit_log;
begin;
\ir ../support/world.psql
select plan(11);
insert into public.audit_log (client_id, occurred_at, action, resource, record_id, after, actor_id, ip)
select t.id, now() - n * interval '1 minute', case when n % 1000 = 0 then 'sign_in_failed' else 'update' end,
  case when n % 1000 = 1 then 'api_keys' else 'teams' end, 'record ' || n % 2000, jsonb_build_object('value', n),
  case when n % 1000 = 2 then pg_temp.id_of('admin') else pg_temp.id_of('owner') end,
  case when n % 1000 = 3 then '203.0.113.9' else '192.0.2.7' end
from (values (pg_temp.acme()), (pg_temp.globex())) t (id), generate_series(1, 20000) n;
analyze public.audit_log;

-- EXPLAIN does not look into functions, so what they really read is counted.
create function pg_temp.tuples() returns bigint language sql as $$
  select pg_stat_get_xact_tuples_returned('public.audit_log'::regclass)
    + (select sum(pg_stat_get_xact_tuples_returned(i.indexrelid)) from pg_index i where i.indrelid = 'public.audit_log'::regclass)
    + pg_stat_get_xact_tuples_fetched('public.audit_log'::regclass)
$$;
create function pg_temp.tuples_read_by(arguments text) returns bigint language plpgsql as $$
declare
  before constant bigint := pg_temp.tuples();
begin
  execute format('select public.list_audit_entries(%s)', arguments);
  return pg_temp.tuples() - before;
end
$$;
grant execute on function pg_temp.tuples, pg_temp.tuples_read_by to authenticated;

select pg_temp.act_as('admin');
select cmp_ok(pg_temp.tuples_read_by(''), '<', 400::bigint, 'the first page of the audit log uses an index');
select cmp_ok(pg_temp.tuples_read_by($$after_time => now() - interval '15000 minutes', after_id => 1$$), '<', 300::bigint, 'a late page uses an index');
select cmp_ok(pg_temp.tuples_read_by($$since => now() - interval '15000 minutes', until => now() - interval '14990 minutes'$$), '<', 300::bigint, 'an old window uses an index');
select cmp_ok(pg_temp.tuples_read_by($$action => 'sign_in_failed'$$), '<', 300::bigint, 'a rare action uses an index');
select cmp_ok(pg_temp.tuples_read_by($$resource => 'api_keys'$$), '<', 300::bigint, 'a rare resource uses an index');
select cmp_ok(pg_temp.tuples_read_by($$record_id => 'record 7'$$), '<', 300::bigint, 'a record uses an index');
select cmp_ok(pg_temp.tuples_read_by(format('actor_id => %L', pg_temp.id_of('admin'))), '<', 300::bigint, 'a rare actor uses an index');
select cmp_ok(pg_temp.tuples_read_by($$ip => '203.0.113.9'$$), '<', 300::bigint, 'a rare address uses an index');
select cmp_ok(pg_temp.tuples_read_by($$request_id => 'nothing'$$), '<', 300::bigint, 'a request uses an index');
select cmp_ok(pg_temp.tuples_read_by($$q => 'nowhere'$$), '<', 45000::bigint, 'a search reads at most 10,000 entries');
select isnt(public.list_audit_entries(q => 'nowhere') -> 'read_until', 'null', 'a search that stopped early says where to go on');
reset role;

select * from finish();
rollback;
