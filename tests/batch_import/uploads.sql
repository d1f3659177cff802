begin;
\ir ../support/world.psql
select plan(46);

insert into public.organizations (client_id, name) values (pg_temp.acme(), 'Initech'), (pg_temp.acme(), 'Hooli');
insert into public.settings (client_id, key, value) values
  (pg_temp.acme(), 'import.batches_per_hour', '1000'), (pg_temp.acme(), 'import.max_upload_bytes', '1000'),
  (pg_temp.acme(), 'limits.open_uploads', '3');
create temp table ids (name text primary key, id uuid);
grant all on ids to authenticated;
create function pg_temp.begin(keep_as text, options jsonb default '{}', size bigint default null, auto_promote boolean default false) returns uuid language sql as $$
  insert into ids select keep_as, (public.create_upload('rows.csv', size, options => options, auto_promote => auto_promote) #>> '{body,id}')::uuid returning id
$$;
create function pg_temp.upload(named text) returns uuid language sql stable as $$ select id from ids where name = named $$;
create function pg_temp.send(named text, part integer, content text) returns jsonb language sql as $$
  select public.put_upload_part(convert_to(jsonb_build_object('upload_id', pg_temp.upload(named), 'part', part)::text || E'\n' || content, 'UTF8'))
$$;
create function pg_temp.status(named text) returns text language sql stable as $$ select status::text from private.uploads where id = pg_temp.upload(named) $$;
create function pg_temp.store(named text, slice integer, ids text[], is_last boolean) returns text language sql as $$
  select public.store_upload_slice(pg_temp.acme(), pg_temp.upload(named), slice, (select jsonb_agg(jsonb_build_array(i)) from unnest(ids) i),
    (select array_agg(1) from unnest(ids)), ids, '{"columns": ["external_id"]}', is_last)
$$;
create function pg_temp.check(named text, slice integer, rows jsonb) returns text language sql as $$
  select public.check_upload_slice(pg_temp.acme(), pg_temp.upload(named), slice, rows, '[]', '{"columns": ["external_id"], "content_hash": "00"}')
$$;
create function pg_temp.slice(named text, n integer) returns private.upload_slices language sql stable as $$
  select s from private.upload_slices s where s.upload_id = pg_temp.upload(named) and s.slice = n
$$;
create function pg_temp.unchanged(named text) returns boolean language sql stable as $$
  select private.is_unchanged(u, pg_temp.slice(named, 1)) from private.uploads u where u.id = pg_temp.upload(named)
$$;
grant execute on all functions in schema pg_temp to authenticated;

-- Beginning and sending.
select pg_temp.act_as('viewer');
select throws_ok($$select pg_temp.begin('viewer')$$, 'PT403', null, 'a viewer cannot begin an upload');
select pg_temp.act_as('member');
select throws_ok($$select public.create_upload('rows.csv', target => 'calls')$$, 'PT422', null, 'another target is refused');
select throws_ok($$select public.create_upload('')$$, 'PT422', null, 'a file without a name is refused');
select throws_ok($$select public.create_upload('rows.csv', 1001)$$, 'PT413', 'The file has 1,001 bytes, at most 1,000 are allowed: split it, or raise the setting import.max_upload_bytes', 'a file longer than the setting is refused when it is announced');
select throws_ok($$select public.create_upload('rows.csv', reading => to_jsonb(repeat('x', 70000)))$$, 'PT422', null, 'a huge mapping is refused');
select isnt(pg_temp.begin('one', '{"on_conflict": "update"}', 10), null, 'a member begins an upload');
select is(pg_temp.send('one', 2, '67890'), '{"part": 2, "bytes": 5}', 'parts may come in any order');
select throws_ok($$select pg_temp.send('one', 1001, 'x')$$, 'PT422', null, 'there is no part 1001');
select throws_ok($$select pg_temp.send('one', 3, repeat('x', 996))$$, 'PT413', null, 'the parts together may not be longer than the setting');
select throws_ok($$select public.complete_upload(pg_temp.upload('one'), 2)$$, 'PT409', '1 of 2 parts are missing: 1', 'a missing part is named');
select is(pg_temp.send('one', 1, '1234'), '{"part": 1, "bytes": 4}', 'a part is stored');
select throws_ok($$select public.complete_upload(pg_temp.upload('one'), 2)$$, 'PT409', 'The parts have 9 bytes, the announced size is 10', 'another size than announced is refused');
select is(pg_temp.send('one', 1, '12345'), '{"part": 1, "bytes": 5}', 'a part sent again replaces the first');
select throws_ok($$select public.complete_upload(pg_temp.upload('one'), 1)$$, 'PT422', null, 'a part beyond the last one is an error');
select is(public.complete_upload(pg_temp.upload('one'), 2) ->> 'status', 'reading', 'a complete upload is read');
select is(public.complete_upload(pg_temp.upload('one'), 2) ->> 'status', 'reading', 'completing it again changes nothing');
select throws_ok($$select pg_temp.send('one', 1, 'x')$$, 'PT409', null, 'a completed upload takes no more parts');
select throws_ok($$select public.read_upload_bytes(pg_temp.acme(), pg_temp.upload('one'), 0, 10)$$, '42501', null, 'a member cannot do what workers do');
select pg_temp.act_as('other member');
select throws_ok($$select public.get_upload(pg_temp.upload('one'))$$, 'PT404', null, 'another member''s upload does not exist');
select pg_temp.act_as('stranger');
select throws_ok($$select public.cancel_upload(pg_temp.upload('one'))$$, 'PT404', null, 'another tenant''s upload does not exist');
reset role;
select is((select count(*) from public.job_queue where client_id = pg_temp.acme() and type = 'upload.advance'), 1::bigint, 'completing twice makes one job');

-- Reading and checking.
select is(convert_from(decode(public.read_upload_bytes(pg_temp.acme(), pg_temp.upload('one'), 3, 4), 'base64'), 'UTF8'), '4567', 'bytes are read across parts');
select is(pg_temp.store('one', 2, '{a}', false), 'stale', 'a slice that is not the next one is stale');
select is(pg_temp.store('one', 1, '{a,b}', false), 'reading', 'the first slice is stored');
select is(pg_temp.store('one', 1, '{a,b}', false), 'stale', 'a slice is stored once');
select is(pg_temp.store('one', 2, '{b,c}', true), 'checking', 'after the last slice the rows are checked');
select results_eq($$select external_id, first_row from private.upload_duplicates where upload_id = pg_temp.upload('one')$$, $$values ('b', 2)$$, 'an id that the file has twice is found across slices');
select is(pg_temp.check('one', 1, '[{"external_id": "a", "name": "A", "organization": "Initech"}, {"external_id": "b", "name": "B", "organization": "Hooli"}]'), 'checking', 'the first slice is checked');
select is(pg_temp.check('one', 1, '[]'), 'stale', 'a slice is checked once');
select ok(pg_temp.unchanged('one'), 'a slice is as it was checked while nothing changes');
select lives_ok($$select public.fail_upload(pg_temp.acme(), pg_temp.upload('one'), 'BAD_REQUEST', 'No table')$$, 'a worker ends an upload whose file cannot be imported');
select is(pg_temp.status('one'), 'failed', 'it is failed then');
select is(pg_temp.check('one', 2, '[]'), 'stale', 'an upload that has ended is checked no more');

-- What makes a slice be checked again.
select pg_temp.act_as('member');
select pg_temp.begin('two', '{"on_conflict": "update"}');
select pg_temp.send('two', 1, 'x');
select public.complete_upload(pg_temp.upload('two'), 1);
reset role;
select pg_temp.store('two', 1, '{a,b}', true);
select is(pg_temp.check('two', 1, '[{"external_id": "a", "name": "A", "organization": "Initech"}, {"external_id": "b", "name": "B", "organization": "Hooli"}]'), 'ready', 'without auto_promote a checked upload is ready');
savepoint checked;
insert into public.opportunities (client_id, external_id, name, organization_id, currency)
select client_id, 'a', 'Meanwhile', id, 'EUR' from public.organizations where name = 'Initech' and client_id = pg_temp.acme();
select ok(not pg_temp.unchanged('two'), 'a slice is checked again if one of its ids was created');
rollback to checked;
delete from public.organizations where name = 'Hooli' and client_id = pg_temp.acme();
select ok(not pg_temp.unchanged('two'), 'a slice is checked again if one of its organizations is gone');
rollback to checked;

-- Promoting.
select pg_temp.act_as('member');
select is(public.promote_upload(pg_temp.upload('two')) ->> 'status', 'promoting', 'an upload that is ready can be promoted');
reset role;
select set_config('request.jwt.claims', '', true);
select is(public.run_promotion(pg_temp.acme(), pg_temp.upload('two')), 'completed', 'a promote writes the upload');
select results_eq($$select external_id, batch_row, created_by from public.opportunities where client_id = pg_temp.acme() order by 1$$,
  $$select x.id, x.row, pg_temp.id_of('member') from (values ('a', 1), ('b', 2)) x (id, row)$$, 'its rows are those of its creator');
select is(public.run_promotion(pg_temp.acme(), pg_temp.upload('two')), 'busy', 'an upload is written once');
select pg_temp.act_as('member');
select throws_ok($$select public.cancel_upload(pg_temp.upload('two'))$$, 'PT409', 'The upload is completed; only an unfinished upload can be cancelled, but its batch can be rolled back', 'a completed upload cannot be cancelled');
select pg_temp.begin('three'), pg_temp.begin('four'), pg_temp.begin('five');
select throws_ok($$select pg_temp.begin('six')$$, 'PT429', 'There are 3 unfinished uploads; complete or cancel one first', 'unfinished uploads are bounded');
select is(public.cancel_upload(pg_temp.upload('three')) ->> 'status', 'cancelled', 'an open upload can be cancelled');
reset role;

-- Constraints.
select throws_ok($$update private.uploads set status = 'completed' where id = pg_temp.upload('four')$$, '23514', null, 'an upload that has ended has its time');

-- What stands before the bytes of a part
select pg_temp.act_as('member');
select throws_ok(format('select public.put_upload_part(%L)', head), 'PT422', null, 'a head that is ' || wrong)
from (values ('{"part": 1}'::bytea, 'not ended'), (E'\\xff0a', 'no text')) as w (head, wrong);

select * from finish();
rollback;
