-- A transaction that writes many rows as one change, such as an import, opens a group. The group's record gets the
-- audit entry and its rows get none. Only definers can write groups, so no caller can open one.

create table private.audit_groups (
  transaction_id xid8 primary key default pg_current_xact_id(),
  resource text not null,
  record_id text not null
);
alter table private.audit_groups enable row level security;

create function private.open_audit_group(resource text, record_id uuid) returns void
language sql volatile set search_path = '' as $$
  insert into private.audit_groups (resource, record_id) values (resource, record_id)
$$;
comment on function private.open_audit_group is
  'Until private.close_audit_group, changes of this transaction are covered by the audit entry of the named record, '
  'which the caller writes before or after the group.';

create function private.close_audit_group() returns void
language sql volatile set search_path = '' as $$
  delete from private.audit_groups g where g.transaction_id = pg_current_xact_id()
$$;

create function private.audit_group() returns text
language plpgsql stable set search_path = '' as $$
begin
  return (select g.resource from private.audit_groups g where g.transaction_id = pg_current_xact_id_if_assigned());
end
$$;
comment on function private.audit_group is 'The resource of this transaction''s group. Null without one.';

create function private.in_audit_group() returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return private.audit_group() is not null;
end
$$;

create function private.is_archiving() returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return exists (select from private.audit_groups g
    where g.transaction_id = pg_current_xact_id_if_assigned() and g.resource = 'archive_runs');
end
$$;
comment on function private.is_archiving is
  'True while rows move between their table and the archive: nothing happened to what they describe.';
