begin;
select plan(7);

create temp table tenant as select gen_random_uuid() as id, gen_random_uuid() as gone, gen_random_uuid() as erasure;
insert into public.clients (id, name) select id, 'Restored' from tenant union all select gone, 'Deleted' from tenant;
insert into public.customers (client_id, external_id, name, email)
select id, 'c1', 'Da Vinci', 'da.o''vinci+x@erase.test' from tenant
union all select id, 'c2', 'Ada', 'b.da.o''vinci+x@erase.test' from tenant;
insert into private.own_events (client_id, event_type, occurred_at, metadata)
select id, 'seen', now(), jsonb_build_object('note', E'by\nda.o''vinci+x@erase.test.') from tenant;

create temp table ledger as select jsonb_build_object(
  'tenants', jsonb_build_array(jsonb_build_object('tenant_id', gone, 'deleted_at', now())),
  'erasures', jsonb_build_array(
    jsonb_build_object('client_id', id, 'id', erasure, 'subject', private.erased_subject(id, 'da.o''vinci+x@erase.test'),
      'created_at', now()),
    jsonb_build_object('client_id', id, 'id', gen_random_uuid(), 'subject', private.erased_subject(id, 'else@erase.test'),
      'created_at', now()))) as entries from tenant;

select is(private.replay_ledger(entries), '{"tenants": 1, "erasures": 1}', 'a deleted tenant and an erased person are back')
from ledger;
select is((select status::text from public.clients where id = t.gone), 'deleting', 'nobody gets into the deleted tenant')
from tenant t;
select is((select count(*) from private.erasures e where e.client_id = t.id and e.completed_at is not null), 1::bigint,
  'a person who is not back is only in the ledger again')
from tenant t;
do $$ begin perform private.run_erasures_of(array(select id from tenant), null); end $$;
select is((select array_agg(array[name, email] order by external_id) from public.customers c where c.client_id = t.id),
  array[array['erased-' || left(t.erasure::text, 13), 'erased-' || left(t.erasure::text, 13) || '@erased.invalid'],
    array['Ada', 'b.da.o''vinci+x@erase.test']], 'the person has the pseudonym of the ledger, and others stay')
from tenant t;
select is((select metadata ->> 'note' from private.own_events e where e.client_id = t.id),
  E'by\nerased-' || left(t.erasure::text, 13) || '@erased.invalid.', 'in JSON, too') from tenant t;
select is((private.replay_ledger(entries) -> 'erasures')::integer, 0, 'replaying it again finds nobody') from ledger;
select ok(private.read_ledger() -> 'erasures' @> jsonb_build_array(jsonb_build_object('id', erasure)),
  'the next ledger has it, too') from tenant;

select * from finish();
rollback;
