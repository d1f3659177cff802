-- A tenant's archive is exported, erased and deleted with the tenant's other rows.
begin;
\ir ../support/world.psql
select plan(14);

create temp table old as select n, now() - interval '500 days' - make_interval(hours => n) as at, gen_random_uuid() as id from generate_series(1, 40) n;
insert into public.agents (client_id, id, name, kind) values (pg_temp.acme(), '0c000000-0000-4000-8000-000000000001', 'Ada', 'ai');
insert into public.calls (client_id, id, external_id, agent_id, topic, outcome, resolved, handling_seconds, started_at)
select pg_temp.acme(), id, case n when 1 then 'Ada@erase.test' else 'call ' || n end, '0c000000-0000-4000-8000-000000000001', case n when 2 then 'from ada@erase.test' when 3 then 'to bada@erase.test' end, 'successful', true, n, at from old;
insert into public.job_queue (client_id, id, queue, type, lane, status, completed_at, created_at)
select pg_temp.acme(), id, 'webhooks', 'webhook.deliver', gen_random_uuid(), 'completed', at, at from old where n <= 5;
insert into public.webhook_attempts (client_id, delivery_id, endpoint_id, event_type, attempt, succeeded, duration_ms, attempted_at)
select pg_temp.acme(), id, gen_random_uuid(), 'team.updated', a, true, 12, at from old, generate_series(1, 2) a where n <= 5;
insert into private.archive_policies (client_id, kind, hot_days, archive_days) select pg_temp.acme(), k, 90, 3650 from unnest('{calls,deliveries}'::text[]) k;
create temp table before as select to_jsonb(c) as record from public.calls c where c.client_id = pg_temp.acme();
create function pg_temp.run(kind text default 'calls') returns bigint language sql as $$
  select coalesce(sum(private.archive_batch(pg_temp.acme(), private.archive_kind(kind))), 0)::bigint from generate_series(1, 3)
$$;
create function pg_temp.export(after text default null) returns setof jsonb language plpgsql as $$
declare
  page jsonb := public.export_page(after);
begin
  while page ->> 'lines' is not null loop
    return query select l::jsonb from regexp_split_to_table(page ->> 'lines', '\n') l;
    page := public.export_page(page ->> 'after');
  end loop;
end
$$;
grant execute on function pg_temp.export to authenticated;
select is(pg_temp.run() + pg_temp.run('deliveries'), 45::bigint, 'old rows are archived');

-- Export
select pg_temp.act_as('owner');
create temp table lines as select row_number() over () as place, l as line from pg_temp.export() l;
grant select on lines to postgres;
reset role;
select results_eq($$select line -> 'record' from lines where line ->> 'kind' = 'calls' order by line -> 'record' ->> 'id'$$, 'select record from before order by record ->> ''id''', 'archived rows are exported as they were in their table');
select results_eq($$select line ->> 'kind', count(*) from lines where line ->> 'kind' in ('webhook_attempts', 'job_queue') group by 1$$, $$values ('webhook_attempts', 10::bigint)$$, 'what belongs to them is exported if its table is');
select pg_temp.act_as('owner');
create temp table rest as select l as line from pg_temp.export((select line ->> 'after' from lines where line ->> 'kind' = 'calls' order by place offset 9 limit 1)) l;
grant select on rest to postgres;
reset role;
select set_eq($$select line -> 'record' from rest where line ->> 'kind' = 'calls'$$, $$select line -> 'record' from (select line from lines where line ->> 'kind' = 'calls' order by place offset 10) l$$, 'an export goes on in the middle of a chunk');
insert into public.calls (client_id, external_id, agent_id, outcome, resolved, handling_seconds, started_at) select pg_temp.acme(), 'late', '0c000000-0000-4000-8000-000000000001', 'successful', true, 1, at from old where n = 1;
select is(pg_temp.run(), 0::bigint, 'nothing moves during an export, so that no row is in it twice');
update private.exports set began_at = now() - interval '3 hours' where client_id = pg_temp.acme();

-- Erasure
select pg_temp.act_as('owner');
select is(public.create_erasure('ada@erase.test') ->> 'status', '202', 'an owner erases a person');
reset role;
select is(pg_temp.run(), 0::bigint, 'nothing moves past an erasure');
select private.run_erasures_of(array[pg_temp.acme()], null);
select is((select count(*) from private.archive_chunks a where a.client_id = pg_temp.acme() and a.content::text ~* '[^b]ada@erase.test'), 0::bigint, 'the address is in no archived row');
select is((select count(*) from private.archive_chunks a, jsonb_array_elements(a.content) e where a.client_id = pg_temp.acme() and e::text ~ 'bada@erase.test|erased-'), 3::bigint, 'a pseudonym is, and longer addresses stay');
select is(private.budget_used(pg_temp.acme(), 'rows_archived'), 45::bigint, 'the archive still counts for its budget');
select private.recall_rows(pg_temp.acme(), 'calls', array(select e -> 'row' ->> 'external_id' from private.archive_chunks a, jsonb_array_elements(a.content) e where a.client_id = pg_temp.acme() and e -> 'row' ->> 'external_id' like 'erased-%'));
select is((select count(*) from public.calls where client_id = pg_temp.acme() and external_id like 'erased-%'), 1::bigint, 'and its row comes back by it');
select is(pg_temp.run(), 2::bigint, 'then rows move again');

-- Deletion
select private.require_partition('archive_chunks', '1 month', now() - interval '20 years');
insert into private.archive_chunks (client_id, kind, first_at, last_at, rows, content) values (pg_temp.acme(), 'logs', now() - interval '20 years', now() - interval '20 years', 1, '[]');
update public.clients set status = 'deleting', delete_after = now() where id = pg_temp.acme();
select is((select count(*) from private.archive_kinds k, private.tenants_due(k) d where d.client_id = pg_temp.acme()), 0::bigint, 'a tenant that is being deleted is left alone');
select private.delete_tenant(pg_temp.acme());
select is((select count(*) from private.archive_chunks where client_id = pg_temp.acme()) + (select count(*) from private.archived_keys where client_id = pg_temp.acme()) + (select count(*) from private.archived_call_sums where client_id = pg_temp.acme())
  + (select count(*) from private.archive_policies where client_id = pg_temp.acme()) + (select count(*) from private.archive_runs where client_id = pg_temp.acme()), 0::bigint, 'its archive ends with it');
select * from finish();
rollback;
