-- The schemas, extensions and default privileges that everything else builds on.

create extension if not exists pg_cron with schema pg_catalog;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gin with schema extensions;
create extension if not exists pg_stat_statements with schema extensions;

-- Nothing is granted by default; each file grants what it means to. The global revoke is needed because a per-schema
-- one does not undo PUBLIC's right to execute.
create schema private;

alter default privileges for role postgres revoke execute on functions from public;
alter default privileges for role postgres in schema public revoke all on tables from anon, authenticated;
alter default privileges for role postgres in schema public revoke all on sequences from anon, authenticated;
alter default privileges for role postgres in schema public revoke execute on functions from anon, authenticated;
grant usage on schema private to authenticated, service_role;

-- The HTTP client of the doorbell. The local stack has its own.
do $$ begin
  if to_regnamespace('net') is null then
    create extension pg_net;
  end if;
end $$;
