-- Every kind of row moves, is read back, held, and ends, by one mechanism.
begin;
\ir ../support/world.psql
select plan(27);

insert into public.agents (client_id, id, name, kind) values (pg_temp.acme(), '0c000000-0000-4000-8000-000000000001', 'Ada', 'ai');
insert into public.customers (client_id, id, external_id) values (pg_temp.acme(), '0e000000-0000-4000-8000-000000000001', 'c1');
create temp table old as select n, now() - interval '500 days' - make_interval(hours => n) as at, gen_random_uuid() as id from generate_series(1, 30) n;
grant select on old to authenticated;

insert into public.calls (client_id, external_id, agent_id, outcome, resolved, handling_seconds, started_at)
select pg_temp.acme(), 'call ' || n, '0c000000-0000-4000-8000-000000000001', 'successful', true, n, at from old;
insert into public.transactions (client_id, id, external_id, customer_id, occurred_at, amount, currency, status, product, quantity)
select pg_temp.acme(), id, 't' || n, '0e000000-0000-4000-8000-000000000001', at, n + 0.5, 'EUR', (array['completed', 'pending', 'cancelled'])[1 + n % 3], 'Stapler', n from old where n <= 25;
insert into public.transactions (client_id, external_id, customer_id, occurred_at, amount, currency, status, is_refund, refund_of)
select pg_temp.acme(), 'r' || o.n, '0e000000-0000-4000-8000-000000000001', o.at + interval '1 hour', 1, 'EUR', 'refunded', true, o.id from old o where o.n in (3, 6, 9, 12, 15);
insert into public.routing_decisions (client_id, agent_id, sector, capabilities, score, terms, considered, candidates, status, ended_at, created_at)
select pg_temp.acme(), '0c000000-0000-4000-8000-000000000001', 'sales', '{a,"b c"}', n + 0.123456, (n, 1.50, 0, null, 0)::private.routing_terms, 1,
  array(select jsonb_populate_record(null::private.routing_candidate, '{}') from generate_series(1, n % 3)), 'completed', at, at from old;
insert into public.audit_log (client_id, transaction_id, occurred_at, action, resource, record_id, before, after, ip)
select pg_temp.acme(), '3', at, 'update', 'teams', id::text, jsonb_build_object('name', 'Old ' || n), jsonb_build_object('name', 'New ' || n, 'x', 1.50), '192.0.2.1' from old;
insert into private.outbox (client_id, type, data, created_at) select pg_temp.acme(), 'team.updated', jsonb_build_object('n', n, 'text', E'a "quoted"\nline'), at from old;
insert into public.job_queue (client_id, id, queue, type, lane, status, completed_at, created_at, payload, result)
select pg_temp.acme(), id, 'webhooks', 'webhook.deliver', gen_random_uuid(), 'completed', at, at, jsonb_build_object('event_id', id), '{"status": 200}' from old;
insert into public.webhook_attempts (client_id, delivery_id, endpoint_id, event_type, attempt, succeeded, duration_ms, response, attempted_at)
select pg_temp.acme(), id, gen_random_uuid(), 'team.updated', a, a = 2, 12, E'no\ttab', at from old, generate_series(1, 2) a where n % 2 = 0;
insert into public.job_queue (client_id, queue, type, lane, status, completed_at, created_at, error_message)
select pg_temp.acme(), 'audit', 'audit.checkpoint', gen_random_uuid(), 'dead', at, at, 'no' from old;
insert into public.email_messages (client_id, id, template, recipient, status, sealed, created_at, sent_at) select pg_temp.acme(), id, 'welcome', 'a@b.test', 'sent', '\x00ff', at, at from old;
insert into public.email_attempts (client_id, message_id, provider, status, duration_ms, attempted_at) select pg_temp.acme(), id, 'resend', 'taken', 5, at from old;
insert into public.email_events (client_id, message_id, type, source, event_id, occurred_at) select pg_temp.acme(), id, 'opened', 'resend', 'e' || a, at from old, generate_series(1, 3) a where n < 10;
select private.require_partition('log_lines', '1 day', at) from old;
insert into private.log_lines (at, client_id, level, function, line, words) select at, pg_temp.acme(), 'info', 'teams', jsonb_build_object('n', n), private.words_of('line ' || n) from old;
-- Another tenant's old row, young ones of its own, and what must not go yet.
insert into private.outbox (client_id, type, data, created_at) select pg_temp.globex(), 'team.updated', '{}', at from old where n = 1;
insert into private.outbox (client_id, type, data) values (pg_temp.acme(), 'team.updated', '{}');
insert into public.job_queue (client_id, queue, type, lane, created_at) select pg_temp.acme(), 'audit', 'audit.checkpoint', gen_random_uuid(), at from old where n = 1;
insert into public.job_queue (client_id, queue, type, lane, status, completed_at, created_at) values (pg_temp.acme(), 'audit', 'audit.checkpoint', gen_random_uuid(), 'dead', now() - interval '20 days', now() - interval '20 days');

create function pg_temp.seal() returns void language sql as $$
  insert into private.audit_trees (client_id) values (pg_temp.acme()) on conflict do nothing;
  select private.add_leaves(array[pg_temp.acme()], (now(), '0', '4', '4')::private.audit_seal_runs), private.grow_trees(array[pg_temp.acme()], array[0::bigint])
$$;
select pg_temp.seal();
create temp table roots as select private.merkle_hash(pg_temp.acme(), 0, 30) as root;
select count(*) from private.sum_tenants(array[pg_temp.acme()]);
create function pg_temp.totals() returns jsonb language sql as $$
  select jsonb_build_array((select jsonb_agg(p order by p.day, p.product) from private.product_days p where p.client_id = pg_temp.acme()),
    (select jsonb_agg(p order by p.day) from private.customer_days p where p.client_id = pg_temp.acme()),
    (select jsonb_agg(t - 'search_key') from private.customer_totals p, to_jsonb(p) t where p.client_id = pg_temp.acme()))
$$;
create temp table before as select pg_temp.totals() as totals;
create function pg_temp.each(query text) returns table (kind text, value text) language plpgsql as $$
declare
  k private.archive_kinds;
begin
  for k in select * from private.archive_kinds a order by a.kind loop
    kind := k.kind;
    execute replace(replace(replace(query, 'SOURCE', k.source::text), 'KIND', quote_literal(k.kind)), 'AGE', k.aged_by) into value;
    return next;
  end loop;
end
$$;
create function pg_temp.run(k private.archive_kinds) returns bigint language sql as $$
  select coalesce(sum(private.archive_batch(pg_temp.acme(), k)), 0)::bigint from generate_series(1, 4)
$$;
-- A copy of each old row, to compare with.
select * from pg_temp.each($$create temp table "copy of KIND" as select * from SOURCE r where r.client_id = pg_temp.acme() and AGE < now() - interval '400 days'; select 1$$);

select results_eq('select kind from private.archive_kinds order by 1', array['audit', 'calls', 'deliveries', 'emails', 'events', 'jobs', 'logs', 'routing_decisions', 'transactions'], 'all kinds can be archived');
select pg_temp.act_as('admin');
select is((select count(*) from jsonb_array_elements(public.list_archive_policies()) p, lateral public.set_archive_policy(p ->> 'kind', least(90, (p ->> 'maximum_hot_days')::integer), 3700)), 9::bigint, 'each kind takes a policy');
select results_eq($$select p ->> 'kind', public.preview_archive_policy(p ->> 'kind') -> 'would_move' from jsonb_array_elements(public.list_archive_policies()) p order by 1$$,
  $$values ('audit', '30'::jsonb), ('calls', '30'), ('deliveries', '30'), ('emails', '30'), ('events', '30'), ('jobs', '30'), ('logs', '30'), ('routing_decisions', '30'), ('transactions', '25')$$,
  'each has a preview; a sale with refunds moves after them');
reset role;
update private.audit_seals s set leaf = '\x0000000000000000000000000000000000000000000000000000000000000000' where s.client_id = pg_temp.acme() and s.number = 7;
select throws_like($$select pg_temp.run(private.archive_kind('audit'))$$, '%is changed: the log is not moved before an auditor has seen it', 'an entry that was tampered with is not moved away');
update private.audit_seals s set leaf = private.leaf_hash(a, s.number, s.salt, s.salts) from public.audit_log a where s.client_id = pg_temp.acme() and s.number = 7 and a.client_id = s.client_id and a.id = s.entry_id;
-- What is written is not what is read back.
create function pg_temp.spoil() returns trigger language plpgsql as $$
begin
  new.content := replace(new.content::text, tg_argv[0], tg_argv[1])::jsonb;
  return new;
end
$$;
create trigger spoil before insert on private.archive_chunks for each row execute function pg_temp.spoil('quoted', 'quotes');
select throws_like($$select pg_temp.run(private.archive_kind('events'))$$, '30 of 30 archived rows differ from private.outbox', 'rows that differ after they were written do not go');
drop trigger spoil on private.archive_chunks;
create trigger spoil before insert on private.archive_chunks for each row execute function pg_temp.spoil('ttab', 'ttub');
select throws_like($$select pg_temp.run(private.archive_kind('deliveries'))$$, '30 of 30 archived rows differ from public.webhook_attempts', 'nor do those that belong to them');
drop trigger spoil on private.archive_chunks;
select results_eq($$select k.kind, pg_temp.run(k) from private.archive_kinds k order by 1$$, $$select k.kind, 30::bigint from private.archive_kinds k order by 1$$, 'the old rows of each kind move');
select results_eq($$select * from pg_temp.each('select (select sum(a.rows) from private.archive_chunks a where a.client_id = pg_temp.acme() and a.kind = KIND) || '' '' || (select count(*) from SOURCE r where r.client_id = pg_temp.acme() and AGE < now() - interval ''400 days'' and to_jsonb(r) ->> ''status'' is distinct from ''pending'')')$$,
  $$select k.kind, '30 0' from private.archive_kinds k order by 1$$, 'each row is archived once and gone from its table');
select results_eq($$select * from pg_temp.each('select count(*) from private.archive_chunks a cross join jsonb_array_elements(a.content) e cross join lateral jsonb_populate_record(null::SOURCE, e.value -> ''row'') b join pg_temp."copy of KIND" o on o.id = b.id and o *= b where a.client_id = pg_temp.acme() and a.kind = KIND')$$,
  $$select k.kind, '30' from private.archive_kinds k order by 1$$, 'and gives the same bytes');
select is((select count(*) from public.webhook_attempts where client_id = pg_temp.acme()) + (select count(*) from public.email_attempts where client_id = pg_temp.acme()) + (select count(*) from public.email_events where client_id = pg_temp.acme()), 0::bigint, 'attempts and events go with their delivery or mail');
select is((select count(*) from private.outbox where client_id = pg_temp.globex() and created_at < now() - interval '400 days') + (select count(*) from public.job_queue where client_id = pg_temp.acme() and status in ('pending', 'dead')), 3::bigint,
  'another tenant''s rows, unfinished jobs and young dead ones stay');

-- The audit log
select is((select root from roots), private.merkle_hash(pg_temp.acme(), 0, 30), 'the leaves of archived entries stay');
select is(private.dropped_fault(pg_temp.acme()), null, 'and the log verifies without them');

-- Totals
select is(pg_temp.totals(), (select totals from before), 'totals of transactions stay');
select is(private.reconcile_totals(array[pg_temp.acme()]), 0::bigint, 'and equal what the archive says');
select private.sum_tenant(pg_temp.acme());
select is(pg_temp.totals(), (select totals from before), 'also when everything is summed again');
select pg_temp.act_as('member');
select throws_ok($$select public.delete_transaction((select id from old where n = 3))$$, 'PT409', null, 'an archived sale is found with its refunds');
select throws_ok($$select public.refund_transaction((select id from old where n = 6), '6.00')$$, 'PT422', null, 'no more than what is left of an archived sale can be refunded');
select throws_ok($$select public.refund_transaction((select id from old where n = 6), '1.00', external_id => 't7')$$, 'PT409', null, 'an archived external_id is taken');
select is(public.record_transactions(jsonb_build_array(jsonb_build_object('external_id', 't1', 'occurred_at', (select at from old where n = 1), 'amount', '1.5', 'status', 'pending', 'product', 'Stapler', 'customer_external_id', 'c1', 'quantity', 1))) -> 'body' ->> 'unchanged', '1', 'an archived transaction that is sent again is known');
reset role;
select private.recall_rows(pg_temp.acme(), 'transactions', array(select 'r' || n from generate_series(1, 30) n) || array(select 't' || n from generate_series(1, 30) n));
select is((select count(*) from public.transactions t join pg_temp."copy of 'transactions'" o on o.id = t.id and o *= t) + (select count(*) from private.archived_transaction_sums where client_id = pg_temp.acme()), 30::bigint, 'what comes back is what left');

-- Holds and ends
select pg_temp.act_as('admin');
select public.create_archive_hold(p ->> 'kind', (select min(at) - interval '1 hour' from old), (select at + interval '1 second' from old where n = 21), 'File 27') from jsonb_array_elements(public.list_archive_policies()) p;
select is((select jsonb_agg(r -> 'record' -> 'attempts') from jsonb_array_elements(public.list_archived('deliveries', page_size => 2) -> 'rows') r) #>> '{1,1,attempt}', '2', 'an archived delivery is read with its attempts');
reset role;
update private.archive_policies set hot_days = 90, archive_days = 400 where client_id = pg_temp.acme();
select results_eq($$select k.kind, pg_temp.run(k) from private.archive_kinds k where k.kind not in ('transactions', 'calls') order by 1$$, $$select k.kind, 20::bigint from private.archive_kinds k where k.kind not in ('transactions', 'calls') order by 1$$, 'archived rows end, but not those that are held');
delete from private.archive_holds where client_id = pg_temp.acme();
select results_eq($$select k.kind, pg_temp.run(k) from private.archive_kinds k where k.kind not in ('transactions', 'calls') order by 1$$, $$select k.kind, 10::bigint from private.archive_kinds k where k.kind not in ('transactions', 'calls') order by 1$$, 'without the hold they end too');
select is((select count(*) from private.archive_runs where client_id = pg_temp.acme() and status = 'completed' and moved = 30), 9::bigint, 'each run is kept');
select is((select count(*) from private.tenants_due(private.archive_kind('events')) where client_id = pg_temp.globex()), 1::bigint, 'another tenant''s run is due by its own policy');
select is((select private.archive_batch(pg_temp.globex(), private.archive_kind('events'))) + (select count(*) from private.archive_chunks where client_id = pg_temp.globex()), 1::bigint, 'without a policy old events end without being archived');
select * from finish();
rollback;
