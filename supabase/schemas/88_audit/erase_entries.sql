-- Guarantees: a person can be erased from the audit log while every proof still verifies. Value and salt go, so nobody
-- can find the value from the commitment that stays in its place.

create function private.erased(part text, fields jsonb, pattern text, salt bytea, salts jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select case when fields is not null then coalesce(jsonb_object_agg(f.key,
    case when not private.is_personal(f.value) or lower(f.value::text) not like pattern then f.value
      else to_jsonb('erased:' || substring(
        coalesce(private.commitment(part || '.' || f.key, f.value, salt, salts), '') from 8)) end), '{}') end
  from jsonb_each(fields) f
$$;

create function private.salts_left(entry public.audit_log, pattern text, salt bytea, salts jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_object_agg(o.path, o.salt), '{}')
  from jsonb_to_recordset(private.openings(entry, salt, salts)) o (path text, salt text, value text)
  where lower(o.value) not like pattern
$$;

create function private.erase_from_entry(entry public.audit_log, pattern text) returns boolean
language plpgsql volatile set search_path = '' as $$
declare
  seal constant private.audit_seals := (
    select s from private.audit_seals s where s.client_id = entry.client_id and s.entry_id = entry.id);
  free constant jsonb := private.erased('entry', private.free_fields(entry), pattern, seal.salt, seal.salts);
begin
  update public.audit_log a
  set before = private.erased('before', entry.before, pattern, seal.salt, seal.salts),
    after = private.erased('after', entry.after, pattern, seal.salt, seal.salts),
    record_id = free ->> 'record_id', request_id = free ->> 'request_id', ip = free ->> 'ip',
    user_agent = free ->> 'user_agent'
  where a.client_id = entry.client_id and a.id = entry.id;
  update private.audit_seals s
  set salts = private.salts_left(entry, pattern, seal.salt, seal.salts), salt = null
  where s.client_id = entry.client_id and s.entry_id = entry.id;
  return true;
end
$$;

create function private.erase_from_audit(tenant uuid, value text) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  pattern constant text := '%' || regexp_replace(lower(value), '([\\%_])', '\\\1', 'g') || '%';
  erased bigint;
begin
  perform from private.audit_trees t where t.client_id = tenant for update;
  perform private.open_audit_group('audit_log', tenant);
  select count(private.erase_from_entry(f.entry, pattern)) into erased
  from (
    select a as entry from public.audit_log a
    where a.client_id = tenant and private.audit_entry_has(a, array[pattern]) offset 0
  ) f;
  perform private.close_audit_group();
  perform private.record_action(tenant, 'audit_log', null, 'erased', jsonb_build_object('entries', erased));
  return erased;
end
$$;
comment on function private.erase_from_audit is
  'Replaces each value of the tenant''s entries that contains the text, without regard to case, by '
  'erased:<commitment>. Returns how many entries had one. Two persons never get the same mark.';
