-- The kinds of rows that can be found. A capability's table becomes one with private.make_searchable.

create table private.search_kinds (
  kind text primary key check (kind ~ '^[a-z_]{1,40}$'),
  scope text not null,
  source regclass not null unique,
  title text not null,
  body text not null,
  only_if text not null
);
alter table private.search_kinds enable row level security;
comment on column private.search_kinds.title is 'In terms of the row r, as body and only_if are.';
comment on column private.search_kinds.scope is 'Who may find them: callers with this scope.';

create function private.make_searchable(
  source regclass, scope text, title text, body text default '''''', only_if text default 'true'
) returns void
language plpgsql volatile set search_path = '' as $$
declare
  kind constant text := (select c.relname from pg_catalog.pg_class c where c.oid = source);
begin
  insert into private.search_kinds (kind, scope, source, title, body, only_if)
  values (kind, make_searchable.scope, make_searchable.source, make_searchable.title, make_searchable.body,
    make_searchable.only_if);
  execute format('create trigger mark_inserted after insert on %s referencing new table as changed_rows
    for each statement execute function private.mark_for_search(%L)', source, kind);
  execute format('create trigger mark_updated after update on %s referencing new table as changed_rows
    for each statement execute function private.mark_for_search(%L)', source, kind);
  execute format('create trigger mark_deleted after delete on %s referencing old table as changed_rows
    for each statement execute function private.mark_for_search(%L)', source, kind);
end
$$;
comment on function private.make_searchable is
  'Lets callers with the scope find the rows of a table that has client_id, id and updated_at. title, body and only_if '
  'are expressions in terms of the row r. Called by register.sql files.';

-- In plpgsql, because it keeps its plan: each search calls it.
create function private.kinds_to_search(types text[]) returns text[]
language plpgsql stable set search_path = '' as $$
begin
  return array(
    select k.kind
    from private.search_kinds k
    join (
      select s.scope, private.can(s.scope) as granted from (select distinct a.scope from private.search_kinds a) s
    ) c on c.scope = k.scope
    where c.granted and (types is null or k.kind = any (types))
    order by k.kind);
end
$$;
comment on function private.kinds_to_search is
  'The kinds that the caller may find; of these the types, if they are not null.';
