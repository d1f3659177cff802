begin;
\ir ../support/world.psql
select plan(4);

-- Tables whose changes people answer for. What private.audit() records is tested in audit.sql.
create temp table audited (name text);
insert into audited values ('clients'), ('client_members'), ('settings'), ('api_keys'), ('organizations'), ('principals'),
  ('products'), ('agents'), ('teams'), ('team_members'), ('team_agent_assignments'), ('channels'), ('webhook_endpoints'),
  ('webhook_sources'), ('import_mappings'), ('email_templates'), ('email_suppressions'),
  ('opportunities');
create temp table audit_triggers as
select c.relname::text as name, g.tgname::text as trigger
from pg_trigger g join pg_class c on c.oid = g.tgrelid
where g.tgfoid in ('private.audit()'::regprocedure, 'private.audit_version()'::regprocedure) and g.tgenabled = 'O'
  and c.relnamespace = 'public'::regnamespace;
select is(array(select format('%s %s', name, trigger) from audit_triggers where name in (select a.name from audited a) order by 1),
  array(select format('%s %s', a.name, t) from audited a, unnest(array['audit_delete', 'audit_insert', 'audit_update']) t order by 1),
  'these tables are audited at insert, update and delete');
select is(array(select format('%s %s', name, trigger) from audit_triggers where name not in (select a.name from audited a) order by 1),
  array['calls audit_delete', 'calls audit_update', 'customers audit_delete', 'customers audit_update', 'opportunity_batches audit_delete', 'opportunity_batches audit_insert', 'opportunity_batches audit_update',
    'sector_agents audit_delete', 'sector_agents audit_insert', 'sector_agents audit_update', 'transactions audit_delete', 'transactions audit_update'],
  'calls, customers and transactions are audited when they change, batches as wholes, and sectors of agents without their load');
select is_empty(
  $$select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'version'
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and not exists (select from pg_trigger g where g.tgrelid = c.oid and g.tgname = 'touch' and g.tgenabled = 'O')$$,
  'each table with a version raises it at every change');
select is_empty(
  $$select k.kind from private.secret_kinds k
    where not exists (
      select from pg_trigger g where g.tgname = 'forget_secrets' and g.tgenabled = 'O'
        and g.tgargs = convert_to(k.kind, 'UTF8') || '\x00')$$,
  'the owners of every kind of secret take their secrets with them');

select * from finish();
rollback;
