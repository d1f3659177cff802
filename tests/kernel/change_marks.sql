begin;
\ir ../support/world.psql

-- Each statement on a table leaves the marks that searches, caches, budgets, figures and auditors follow.
create temp table statements (n serial, statement text, marks text[]);

create function pg_temp.marks() returns text[] language sql as $$
  select array(
    select 'search ' || kind from private.search_marks where client_id = pg_temp.acme()
    union select 'cache ' || topic from private.cache_marks where client_id = pg_temp.acme()
    union select 'usage ' || budget from private.usage_marks where client_id = pg_temp.acme()
    union select 'figures of calls' from private.changed_buckets where client_id = pg_temp.acme()
    union select 'figures of transactions' from private.changed_totals where client_id = pg_temp.acme()
    union select 'event ' || type from private.outbox where client_id = pg_temp.acme()
    union select 'audit' from public.audit_log where client_id = pg_temp.acme()
      and id > current_setting('test.last_entry', true)::bigint
    order by 1)
$$;

create function pg_temp.forget_marks() returns void language sql as $$
  delete from private.search_marks;
  delete from private.cache_marks;
  delete from private.usage_marks;
  delete from private.changed_buckets;
  delete from private.changed_totals;
  delete from private.outbox;
  select set_config('test.last_entry', coalesce(max(id), 0)::text, true) from public.audit_log;
$$;

create function pg_temp.marks_of(statement text) returns text[] language plpgsql as $$
begin
  perform pg_temp.forget_marks();
  execute replace(statement, '$', quote_literal(pg_temp.acme()));
  return pg_temp.marks();
end
$$;

-- The tenant's id is also the id of each row; $ stands for it.
insert into statements (statement, marks) values
  ('insert into public.organizations (client_id, id, name) values ($, $, ''Initech'')',
    '{audit,search organizations,usage rows_organizations}'),
  ('update public.organizations set name = ''Initech of New York, Inc.'' where id = $',
    '{audit,search organizations,usage rows_organizations}'),
  ('insert into public.principals (client_id, id, name) values ($, $, ''Ada'')', '{audit,search principals}'),
  ('update public.principals set name = ''Bea'' where id = $', '{audit,search principals}'),
  ('insert into public.products (client_id, id, name) values ($, $, ''Phone'')',
    '{audit,search products,usage rows_products}'),
  ('update public.products set name = ''Telephone with a long cord'' where id = $', '{audit,search products,usage rows_products}'),
  ('insert into public.opportunities (client_id, id, name, organization_id, currency) values ($, $, ''Deal'', $, ''EUR'')',
    '{audit,cache opportunities,search opportunities,usage rows_opportunities}'),
  ('update public.opportunities set name = ''Big deal'' where id = $',
    '{audit,cache opportunities,search opportunities,usage rows_opportunities}'),
  ('insert into public.customers (client_id, id, external_id) values ($, $, ''first'')',
    '{audit,cache transactions,search customers,usage rows_customers}'),
  ('update public.customers set name = ''Ada, Countess of Lovelace'' where id = $',
    '{audit,cache transactions,figures of transactions,search customers,usage rows_customers}'),
  ('insert into public.transactions (client_id, id, external_id, customer_id, occurred_at, amount, currency, status)'
    || ' values ($, $, ''first'', $, now(), 1, ''EUR'', ''completed'')',
    '{audit,cache transactions,figures of transactions,usage rows_transactions}'),
  ('update public.transactions set product = ''Phone'' where id = $',
    '{audit,cache transactions,figures of transactions,usage rows_transactions}'),
  ('insert into private.own_events (client_id, id, event_type, occurred_at) values ($, $, ''visited'', now())',
    '{cache events,usage rows_own_events}'),
  ('update private.own_events set metadata = ''{"page": 1}'' where id = $', '{cache events,usage rows_own_events}'),
  ('insert into public.agents (client_id, id, name, kind) values ($, $, ''Ada'', ''ai'')',
    '{audit,cache agents,search agents}'),
  ('update public.agents set name = ''Bea'' where id = $', '{audit,cache agents,search agents}'),
  ('insert into public.sector_agents (client_id, agent_id, sector) values ($, $, ''sales'')',
    '{audit,cache agents,figures of calls}'),
  ('update public.sector_agents set priority = 7 where agent_id = $', '{audit,cache agents}'),
  ('update public.sector_agents set load = 1 where agent_id = $', '{}'),
  ('insert into public.calls (client_id, id, external_id, agent_id, outcome, resolved, handling_seconds, started_at)'
    || ' values ($, $, ''first'', $, ''successful'', true, 60, now())',
    '{audit,event call.completed,figures of calls,usage rows_calls}'),
  ('update public.calls set topic = ''Returns'' where id = $', '{audit,figures of calls,usage rows_calls}'),
  ('insert into public.teams (client_id, id, name, sector) values ($, $, ''Alpha'', ''sales'')',
    '{audit,cache teams,event team.created,search teams}'),
  ('update public.teams set name = ''Beta'' where id = $', '{audit,cache teams,event team.updated,search teams}'),
  ('insert into public.channels (client_id, id, type, name) values ($, $, ''sms'', ''Line'')', '{audit,search channels}'),
  ('update public.channels set name = ''Line 2'' where id = $', '{audit,search channels}'),
  ('insert into public.settings (client_id, key, value) values ($, ''import.max_rows'', ''100'')', '{audit,cache settings}'),
  ('update public.settings set value = ''200'' where client_id = $', '{audit,cache settings}'),
  ('delete from public.settings where client_id = $', '{audit,cache settings}'),
  ('update public.clients set time_zone = ''Asia/Tokyo'' where id = $',
    '{audit,figures of calls,figures of transactions}'),
  ('insert into private.invitations (client_id, id, email, role, token_hash, expires_at, invited_by)'
    || ' select $, $, ''ada@tap.test'', ''member'', sha256(''''), now(), m.user_id from public.client_members m where m.client_id = $ limit 1',
    '{audit}'),
  ('update private.invitations set role = ''viewer'' where id = $', '{audit}'),
  ('delete from private.invitations where id = $', '{audit}'),
  ('insert into private.archive_policies (client_id, kind, hot_days, archive_days) values ($, ''calls'', 100, 1000)',
    '{audit}'),
  ('update private.archive_policies set hot_days = 101 where client_id = $', '{audit}'),
  ('delete from private.archive_policies where client_id = $', '{audit}'),
  ('insert into private.archive_holds (client_id, id, kind, from_time, to_time, reason)'
    || ' values ($, $, ''calls'', ''2026-01-01'', ''2026-02-01'', ''A lawsuit'')', '{audit}'),
  ('update private.archive_holds set reason = ''Two lawsuits'' where id = $', '{audit}'),
  ('delete from private.archive_holds where id = $', '{audit}'),
  ('delete from public.calls where id = $', '{audit,figures of calls,usage rows_calls}'),
  ('delete from public.sector_agents where agent_id = $', '{audit,cache agents}'),
  ('delete from public.agents where id = $', '{audit,cache agents,search agents}'),
  ('delete from public.teams where id = $', '{audit,cache teams,search teams}'),
  ('delete from public.channels where id = $', '{audit,search channels}'),
  ('delete from private.own_events where id = $', '{cache events,usage rows_own_events}'),
  ('delete from public.transactions where id = $',
    '{audit,cache transactions,figures of transactions,usage rows_transactions}'),
  ('delete from public.customers where id = $', '{audit,cache transactions,search customers,usage rows_customers}'),
  ('delete from public.opportunities where id = $',
    '{audit,cache opportunities,search opportunities,usage rows_opportunities}'),
  ('delete from public.products where id = $', '{audit,search products,usage rows_products}'),
  ('delete from public.principals where id = $', '{audit,search principals}'),
  ('delete from public.organizations where id = $', '{audit,search organizations,usage rows_organizations}');

select plan((select count(*)::integer from statements) + 2);
select is(pg_temp.marks_of(s.statement), s.marks, s.statement) from (select * from statements order by n) s;

insert into public.clients (id, name) values ('0c000000-0000-4000-8000-00000000000c', 'Initech');
select isnt_empty(
  $$select from private.aggregated_tenants where client_id = '0c000000-0000-4000-8000-00000000000c'$$,
  'the calls of a new tenant are aggregated'
);
select isnt_empty(
  $$select from private.summed_tenants where client_id = '0c000000-0000-4000-8000-00000000000c'$$,
  'the transactions of a new tenant are summed'
);

select * from finish();
rollback;
