-- 100,000 channels and changes of settings, 10,000 of them Acme's: no list reads what it does not show.
begin;
\ir ../support/world.psql
select plan(11);
insert into public.clients (name) select 'Bulk ' || n from generate_series(1, 9) n;
alter table public.channels disable trigger user;
insert into public.channels (client_id, type, name, enabled, created_at)
select c.id, case when n % 1000 = 0 then 'webchat' when n % 2 = 0 then 'sms' else 'voice' end, 'Channel ' || n, n % 20 > 0, now() - n * interval '1 minute'
from (select id, row_number() over (order by name) as i from public.clients) c, generate_series(1, 10000) n where c.i <= 10 or c.id = pg_temp.acme();
insert into private.secrets (client_id, kind, owner_id, key_id, ciphertext)
select client_id, 'channel', id, case when random() < 0.01 then 'old' else 'new' end, decode(repeat('00', 29), 'hex') from public.channels;
insert into public.audit_log (client_id, action, resource, record_id, before, after)
select c.id, 'update', case when n % 2 = 0 then 'settings' else 'channels' end, case when n % 200 = 0 then 'import.max_rows' else 'import.batches_per_hour' end,
  jsonb_build_object('value', n), jsonb_build_object('value', n + 1)
from (select id, row_number() over (order by name) as i from public.clients) c, generate_series(1, 10000) n where c.i <= 10 or c.id = pg_temp.acme();
analyze public.channels, private.secrets, public.audit_log;

-- EXPLAIN does not look into functions, so what they really read is counted.
create function pg_temp.tuples(relation regclass) returns bigint language sql as $$
  select pg_stat_get_xact_tuples_returned(relation) + coalesce((select sum(pg_stat_get_xact_tuples_returned(i.indexrelid)) from pg_index i where i.indrelid = relation), 0)
    + pg_stat_get_xact_tuples_fetched(relation)
$$;
create function pg_temp.tuples_read_by(statement text, relation regclass) returns bigint language plpgsql as $$
declare
  before bigint := pg_temp.tuples(relation);
begin
  execute statement;
  return pg_temp.tuples(relation) - before;
end
$$;
create function pg_temp.sequential_scans(relation regclass) returns bigint language sql as $$ select pg_stat_get_xact_numscans(relation) $$;
grant execute on function pg_temp.tuples, pg_temp.tuples_read_by, pg_temp.sequential_scans to authenticated, service_role;
grant execute on function pg_temp.acme, pg_temp.id_of to service_role;
grant select on people to service_role;

create temp table scans as select pg_temp.sequential_scans('public.channels') + pg_temp.sequential_scans('private.secrets')
  + pg_temp.sequential_scans('public.audit_log') as before;
select pg_temp.act_as('admin');
select cmp_ok(pg_temp.tuples_read_by($$select public.list_channels()$$, 'public.channels'), '<', 500::bigint, 'the first page of channels uses an index');
select cmp_ok(pg_temp.tuples_read_by($$select public.list_channels(after_time => now() - interval '9000 minutes', after_id => gen_random_uuid())$$, 'public.channels'),
  '<', 500::bigint, 'a late page of channels uses an index');
select cmp_ok(pg_temp.tuples_read_by($$select public.list_channels(type => 'webchat')$$, 'public.channels'), '<', 500::bigint, 'filtering channels by a rare type uses an index');
select cmp_ok(pg_temp.tuples_read_by($$select public.list_channels(enabled => false)$$, 'public.channels'), '<', 500::bigint, 'filtering for disabled channels uses an index');
select cmp_ok(pg_temp.tuples_read_by($$select public.list_channels(type => 'sms', enabled => false)$$, 'public.channels'), '<', 2000::bigint, 'filtering channels by type and status uses an index');
select cmp_ok(pg_temp.tuples_read_by($$select public.list_setting_changes()$$, 'public.audit_log'), '<', 500::bigint, 'listing changes of settings uses an index');
select cmp_ok(pg_temp.tuples_read_by($$select public.list_setting_changes(key => 'import.max_rows')$$, 'public.audit_log'), '<', 500::bigint, 'listing changes of one setting uses an index');
reset role;
set role service_role;
select cmp_ok(pg_temp.tuples_read_by(format($$select public.stale_secrets('new', 100, %L, %L)$$, pg_temp.acme(), pg_temp.id_of('admin')),
  'private.secrets'), '<', 25000::bigint, 'finding a tenant''s stale credentials uses an index');
select cmp_ok(pg_temp.tuples_read_by($$select public.stale_secrets('new', 100)$$, 'private.secrets'), '<', 10000::bigint,
  'finding all stale credentials uses an index');
select cmp_ok(pg_temp.tuples_read_by($$select public.move_secrets('new', '[]', '[]')$$, 'private.secrets'), '<', 10000::bigint,
  'counting stale credentials uses an index');
reset role;
select is(pg_temp.sequential_scans('public.channels') + pg_temp.sequential_scans('private.secrets') + pg_temp.sequential_scans('public.audit_log'),
  before, 'no table is read from its beginning to its end') from scans;

select * from finish();
rollback;
