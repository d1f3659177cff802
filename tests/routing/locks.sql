begin;
\ir ../support/world.psql
select plan(3);

insert into public.agents (client_id, id, name, kind) values (pg_temp.globex(), pg_temp.globex(), 'Ada', 'ai');
create function pg_temp.is_locked(tenant uuid) returns boolean language sql as $$
  select exists (
    select from pg_locks l
    where l.locktype = 'advisory' and l.pid = pg_backend_pid()
      and (l.classid::bigint, l.objid::bigint) =
        (hashtext('routing')::bigint & 4294967295, hashtext(tenant::text)::bigint & 4294967295))
$$;

select pg_temp.act_as('admin');
update public.sector_agents set priority = 5;
reset role;
select ok(pg_temp.is_locked(pg_temp.acme()), 'changes of agents in sectors wait for each other within a tenant');
select ok(not pg_temp.is_locked(pg_temp.globex()), 'they do not wait for another tenant''s');
insert into public.sector_agents (client_id, agent_id, sector) values (pg_temp.globex(), pg_temp.globex(), 'sales');
select ok(pg_temp.is_locked(pg_temp.globex()), 'an agent''s entry into a sector waits too');

select * from finish();
rollback;
