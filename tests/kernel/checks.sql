begin;
\ir ../support/world.psql

-- One row of each table, and for each of its checks a value that the check alone refuses.
insert into public.teams (client_id, id, name, sector) values (pg_temp.acme(), pg_temp.acme(), 'Alpha', 'sales');
insert into public.team_members (client_id, id, team_id, user_id) values (pg_temp.acme(), pg_temp.acme(), pg_temp.acme(), pg_temp.id_of('member'));
insert into public.agents (client_id, id, name, kind) values (pg_temp.acme(), pg_temp.acme(), 'Ada', 'ai');
insert into public.sector_agents (client_id, agent_id, sector) values (pg_temp.acme(), pg_temp.acme(), 'sales');
insert into public.channels (client_id, id, type, name) values (pg_temp.acme(), pg_temp.acme(), 'sms', 'Line');
insert into public.webhook_endpoints (client_id, id, url) values (pg_temp.acme(), pg_temp.acme(), 'https://example.com/');
insert into public.webhook_sources (client_id, id, name, scheme, header) values (pg_temp.acme(), pg_temp.acme(), 'Shop', 'hmac-sha256', 'x-signature');
insert into public.api_keys (client_id, id, name, prefix, scopes, created_by) values (pg_temp.acme(), pg_temp.acme(), 'Machine', 'machine0', '{teams:read}', pg_temp.id_of('owner'));
insert into public.calls (client_id, external_id, agent_id, outcome, resolved, handling_seconds, started_at)
values (pg_temp.acme(), 'first', pg_temp.acme(), 'successful', true, 60, now());

create temp table refused (change text);
insert into refused values
  ($$teams set name = ''$$), ($$teams set name = ' x'$$), ($$teams set name = repeat('x', 101)$$),
  ($$teams set sector = ''$$), ($$teams set sector = repeat('x', 101)$$), ($$teams set description = repeat('x', 2001)$$),
  ($$teams set status = 'gone'$$),
  ($$team_members set title = ''$$), ($$team_members set title = repeat('x', 101)$$),
  ($$agents set name = ''$$), ($$agents set name = repeat('x', 101)$$), ($$agents set role = ' x'$$),
  ($$agents set role = repeat('x', 101)$$), ($$agents set system_prompt = repeat('x', 20001)$$),
  ($$agents set kind = 'cat'$$), ($$agents set capabilities = '{a,a}'$$),
  ($$sector_agents set sector = ' x'$$), ($$sector_agents set sector = repeat('x', 101)$$),
  ($$sector_agents set priority = 11$$), ($$sector_agents set max_load = 0$$), ($$sector_agents set load = -1$$),
  ($$channels set config = '[]'$$), ($$channels set config = jsonb_build_object('a', repeat('x', 20000))$$),
  ($$channels set type = 'fax'$$), ($$channels set name = ''$$),
  ($$webhook_endpoints set url = 'ftp://example.com/'$$), ($$webhook_endpoints set description = repeat('x', 501)$$),
  ($$webhook_endpoints set disabled_reason = 'bored'$$),
  ($$webhook_sources set name = ' x'$$), ($$webhook_sources set name = repeat('x', 101)$$),
  ($$webhook_sources set scheme = 'none'$$), ($$webhook_sources set header = null$$), ($$webhook_sources set header = 'X Y'$$),
  ($$webhook_sources set preset = 'nobody'$$), ($$webhook_sources set encoding = 'rot13'$$),
  ($$webhook_sources set prefix = ''$$), ($$webhook_sources set timestamp_header = 'X Y'$$),
  ($$webhook_sources set id_from = 'nowhere'$$), ($$webhook_sources set type_from = 'nowhere'$$),
  ($$webhook_sources set max_bytes = 1$$), ($$webhook_sources set scheme = 'standard', header = null, encoding = 'hex'$$),
  ($$api_keys set name = ' x'$$), ($$api_keys set name = repeat('x', 101)$$), ($$api_keys set mode = 'demo'$$),
  ($$api_keys set allowed_cidrs = '{}'$$), ($$api_keys set revoked_because = 'mood'$$),
  ($$calls set external_id = ''$$), ($$calls set outcome = 'lost'$$), ($$calls set handling_seconds = -1$$),
  ($$calls set satisfaction = 6$$), ($$calls set topic = ''$$);

select plan((select count(*)::integer from refused));
select throws_ok(format('update public.%s where client_id = %L', change, pg_temp.acme()), '23514', null, format('a check refuses: %s', change))
from refused;

select * from finish();
rollback;
