-- Guarantees: entries of the audit log leave it oldest first, and only while they are what was sealed. Their leaves
-- stay.

create function private.pick_audit_entries(tenant uuid, cutoff timestamptz) returns private.picked_rows
language plpgsql volatile set search_path = '' as $$
declare
  tree private.audit_trees;
  last bigint;
  fault private.audit_fault;
  picked private.picked_rows;
begin
  select * into tree from private.audit_trees t where t.client_id = tenant for update;
  last := private.entries_over(tree, cutoff);
  fault := private.entry_fault(tenant, tree.dropped, last);
  if fault.number is not null then
    raise exception 'entry % is %: the log is not moved before an auditor has seen it', fault.id, fault.kind;
  end if;
  select array_agg(p.id::text), min(p.occurred_at), max(p.occurred_at) into picked
  from (
    select a.id, a.occurred_at, sum(pg_column_size(a.*)) over (order by s.number) - pg_column_size(a.*) as before
    from private.audit_seals s
    join public.audit_log a on a.client_id = tenant and a.id = s.entry_id
    where s.client_id = tenant and s.number >= tree.dropped and s.number < last
  ) p
  where p.before < 4000000;
  return picked;
end
$$;
comment on function private.pick_audit_entries is
  'The first entries that are sealed and older than cutoff, up to a thousand. Raises an error if one was changed.';
