-- Guarantees: each table with rows of tenants has a rule that says what an export holds of it.

create table private.exported_tables (
  relation regclass primary key,
  hidden text[] not null default '{}',
  added text not null default $$'{}'::jsonb$$,
  loaded boolean not null default true
);
alter table private.exported_tables enable row level security;
comment on table private.exported_tables is
  'The tables that an export holds. tests/gate/tenant_data.tsv says why the others are left out.';
comment on column private.exported_tables.hidden is 'Columns that are left out, such as digests.';
comment on column private.exported_tables.added is 'Fields that are added, in terms of the row r.';
comment on column private.exported_tables.loaded is
  'False for history, such as the audit log: another tenant''s history is not loaded.';

create function private.export_tables(loaded boolean, variadic relations regclass[]) returns void
language sql volatile set search_path = '' as $$
  insert into private.exported_tables (relation, loaded) select r, export_tables.loaded from unnest(relations) r
$$;
comment on function private.export_tables is 'Adds tables to exports. Called by register.sql files.';

-- Tables that others refer to come first, so that the lines can be loaded in their order, and the archive last.
create function private.export_order() returns table (place bigint, relation regclass, kind text, key text[])
language sql stable set search_path = '' as $$
  select row_number() over (order by e.relation = 'private.archive_chunks'::regclass, coalesce(t.depth, 100) desc,
      c.relname), e.relation, c.relname::text,
    array(
      select a.attname::text
      from pg_catalog.pg_index i, unnest(i.indkey) with ordinality n (number, place), pg_catalog.pg_attribute a
      where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = n.number
        and a.attname <> 'client_id'
      order by n.place)
  from private.exported_tables e
  join pg_catalog.pg_class c on c.oid = e.relation
  left join private.tenant_tables() t on t.relation = e.relation
$$;
comment on function private.export_order is
  'The exported tables in the order of an export, with their kinds and the columns of their keys in a tenant.';
