-- The roles, schemas, extensions and default rights of a hosted Supabase project. Runs once, in a new
-- cluster, as the superuser supabase_admin; whatever comes later runs as postgres, which is none.

create role postgres login createrole createdb bypassrls replication password 'postgres';
alter role supabase_admin password 'postgres';
create role anon nologin noinherit;
create role authenticated nologin noinherit;
create role service_role nologin noinherit bypassrls;
create role authenticator login noinherit password 'postgres';
create role supabase_auth_admin nologin noinherit createrole;

grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role, authenticator to postgres with admin option;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;

alter role authenticator set statement_timeout = '8s';
-- Hosted, the extension supautils lets postgres set every pgrst.* parameter.
grant set on parameter "pgrst.db_pre_request" to postgres;
alter role authenticated set statement_timeout = '8s';
alter role anon set statement_timeout = '3s';

alter database postgres owner to postgres;
alter database postgres set search_path to "$user", public, extensions;

-- public: the Data API's roles get rights on whatever postgres makes there, unless a migration revokes them.
grant usage on schema public to anon, authenticated, service_role;
alter default privileges for role postgres in schema public
  grant all on tables to anon, authenticated, service_role;
alter default privileges for role postgres in schema public
  grant all on functions to anon, authenticated, service_role;
alter default privileges for role postgres in schema public
  grant all on sequences to anon, authenticated, service_role;

create schema extensions authorization postgres;
grant usage on schema extensions to anon, authenticated, service_role;
create extension pgcrypto with schema extensions;
create extension "uuid-ossp" with schema extensions;
create extension pg_stat_statements with schema extensions;
create extension pgtap with schema extensions;
create extension plpgsql_check with schema extensions;

create extension pg_cron with schema pg_catalog;
grant usage on schema cron to postgres with grant option;
grant select on all tables in schema cron to postgres with grant option;
grant delete on cron.job_run_details to postgres;
grant execute on all functions in schema cron to postgres with grant option;

create schema auth authorization supabase_admin;
grant usage on schema auth to postgres, anon, authenticated, service_role;
alter default privileges for role supabase_admin in schema auth
  grant select, insert, update, delete, references, trigger on tables to postgres;

-- The Data API hears of every change of the schema, as PostgREST does on the hosted platform.
create function extensions.pgrst_ddl_watch() returns event_trigger language plpgsql set search_path = '' as $$
begin
  if exists (select from pg_event_trigger_ddl_commands() c where c.schema_name is distinct from 'pg_temp') then
    notify pgrst, 'reload schema';
  end if;
end
$$;
create function extensions.pgrst_drop_watch() returns event_trigger language plpgsql set search_path = '' as $$
begin
  if exists (select from pg_event_trigger_dropped_objects() o where not o.is_temporary) then
    notify pgrst, 'reload schema';
  end if;
end
$$;
create event trigger pgrst_ddl_watch on ddl_command_end execute function extensions.pgrst_ddl_watch();
create event trigger pgrst_drop_watch on sql_drop execute function extensions.pgrst_drop_watch();
