-- Guarantees: entries end oldest first, and their leaves stay, so that every proof still verifies. The archive says
-- when: its kind audit.

-- Only a first range of leaves loses its entries, and only by an entry of the log that says so.
create function private.dropped_fault(tenant uuid) returns private.audit_fault
language sql stable set search_path = '' as $$
  select t.dropped - 1, s.entry_id, 'missing', 'The entry has gone and no entry says that its time was over'
  from private.audit_trees t
  join private.audit_seals s on s.client_id = t.client_id and s.number = t.dropped - 1
  where t.client_id = tenant and t.dropped > coalesce((
    select max((a.after ->> 'until')::bigint) from public.audit_log a
    where a.client_id = tenant and a.action = 'expired' and a.resource = 'audit_log'), 0)
$$;

create function private.entries_over(tree private.audit_trees, oldest timestamptz) returns bigint
language sql stable set search_path = '' as $$
  select coalesce(min(s.number), least(tree.dropped + 1000, tree.size)) from private.audit_seals s
  where s.client_id = tree.client_id and s.number between tree.dropped and tree.dropped + 1000
    and s.occurred_at >= oldest
$$;
comment on function private.entries_over is
  'The number of the first leaf whose entry occurred since oldest, at most a thousand after those that ended.';

create function private.end_entries(tenant uuid, entries bigint[]) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  tree private.audit_trees;
  last bigint;
  newest timestamptz;
  deleted bigint;
begin
  select * into tree from private.audit_trees t where t.client_id = tenant for update;
  select max(s.number) + 1, max(s.occurred_at) into last, newest from private.audit_seals s
  where s.client_id = tenant and s.entry_id = any (entries);
  perform private.record_action(tenant, 'audit_log', null, 'expired', jsonb_build_object('first', tree.dropped, 'until',
    last, 'before', newest + interval '1 microsecond'));
  delete from public.audit_log a using private.audit_seals s
  where s.client_id = tenant and s.number >= tree.dropped and s.number < last
    and a.client_id = tenant and a.id = s.entry_id;
  get diagnostics deleted = row_count;
  update private.audit_seals s set salt = null, salts = null
  where s.client_id = tenant and s.number >= tree.dropped and s.number < last;
  update private.audit_trees t set dropped = last where t.client_id = tenant;
  return deleted;
end
$$;
comment on function private.end_entries is
  'Deletes the tenant''s oldest sealed entries, up to the last of these. An entry expired {first, until, before} names '
  'their leaves, which stay. Returns how many ended. Called in the group of an archive run.';
