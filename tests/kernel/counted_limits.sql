begin;
\ir ../support/world.psql

-- For each limit one row more than it allows; the tenant's id is also the id of each parent.
insert into public.agents (client_id, id, name, kind) values (pg_temp.acme(), pg_temp.acme(), 'Ada', 'ai');
insert into public.teams (client_id, id, name, sector) values (pg_temp.acme(), pg_temp.acme(), 'Alpha', 'sales');
insert into public.team_members (client_id, id, team_id, user_id)
values (pg_temp.acme(), pg_temp.acme(), pg_temp.acme(), pg_temp.id_of('member'));

create temp table additions (key text, addition text);
insert into additions values
  ('limits.agents', $$public.agents (client_id, name, kind) values ($1, 'Bea', 'ai')$$),
  ('limits.agents_per_member',
    $$public.team_agent_assignments (client_id, team_member_id, agent_id) values ($1, $1, $1)$$),
  ('limits.alerts', $$private.alerts (client_id, name, metric, comparison, threshold, for_minutes)
    values ($1, 'Busy', 'error_rate', 'above', 1, 1)$$),
  ('limits.api_keys', $$public.api_keys (client_id, name, prefix, scopes, created_by)
    values ($1, 'Machine', 'machine0', '{teams:read}', $2)$$),
  ('limits.archive_holds', $$private.archive_holds (client_id, kind, from_time, to_time, reason)
    values ($1, 'calls', '2026-01-01', '2026-02-01', 'A lawsuit')$$),
  ('limits.channels', $$public.channels (client_id, type, name) values ($1, 'sms', 'Line')$$),
  ('limits.erasures', $$private.erasures (client_id, subject, email) values ($1, sha256(''), 'ada@tap.test')$$),
  ('limits.import_mappings', $$public.import_mappings (client_id, name, mapping, "values", formats, options)
    values ($1, 'Export', '{}', '{}', '{}', '{}')$$),
  ('limits.invitations', $$private.invitations (client_id, email, role, token_hash, expires_at, invited_by)
    values ($1, 'ada@tap.test', 'member', sha256(''), now() + interval '1 day', $2)$$),
  ('limits.members', $$public.client_members (client_id, user_id, role) values ($1, $3, 'member')$$),
  ('limits.members_per_team', $$public.team_members (client_id, team_id, user_id) values ($1, $1, $2)$$),
  ('limits.sector_agents', $$public.sector_agents (client_id, agent_id, sector) values ($1, $1, 'sales')$$),
  ('limits.sectors_per_agent', $$public.sector_agents (client_id, agent_id, sector) values ($1, $1, 'support')$$),
  ('limits.teams', $$public.teams (client_id, name, sector) values ($1, 'Beta', 'sales')$$),
  ('limits.webhook_endpoints', $$public.webhook_endpoints (client_id, url) values ($1, 'https://example.com/')$$),
  ('limits.webhook_sources', $$public.webhook_sources (client_id, name, scheme) values ($1, 'Shop', 'standard')$$);

create function pg_temp.attempt(a additions, maximum bigint) returns void language plpgsql as $$
begin
  delete from public.settings where client_id = pg_temp.acme();
  insert into public.settings (client_id, key, value) values (pg_temp.acme(), a.key, to_jsonb(maximum));
  execute 'insert into ' || a.addition using pg_temp.acme(), pg_temp.id_of('owner'), pg_temp.id_of('stranger');
end
$$;
create function pg_temp.present(tested text) returns bigint language plpgsql as $$
declare
  present bigint;
begin
  execute (select format('select count(*) from %s where client_id = pg_temp.acme()', l.counted)
    from private.counted_limits l where l.key = tested) into present;
  return present;
end
$$;

select plan((select 2 * count(*)::integer from additions) + 1);
select set_eq('select key from private.counted_limits', 'select key from additions', 'each limit is tried');
select throws_ok(
  format('select pg_temp.attempt(a, %s) from additions a where key = %L', pg_temp.present(a.key), a.key),
  'PT409', format('At most %s %s are allowed', pg_temp.present(a.key), l.noun),
  format('no row is added over %s', a.key))
from additions a join private.counted_limits l using (key);
select lives_ok(
  format('select pg_temp.attempt(a, %s) from additions a where key = %L', pg_temp.present(a.key) + 1, a.key),
  format('%s can be used up', a.key))
from additions a;

select * from finish();
rollback;
