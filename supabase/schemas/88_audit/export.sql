-- What GET /audit/v1/export streams: a header, then leaves in pages, all proven against one tree.

-- Definer: trees are private.
create function public.begin_audit_export(since timestamptz default null, until timestamptz default null)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  range constant jsonb := public.audit_range(since, until);
  tenant constant uuid := range ->> 'log';
  size constant bigint := range ->> 'size';
  checkpoint constant private.audit_checkpoints := (
    select c from private.audit_checkpoints c where c.client_id = tenant and c.size <= (range ->> 'size')::bigint
    order by c.size desc limit 1);
begin
  perform private.note_action(tenant, 'audit_log', null, 'exported',
    jsonb_strip_nulls(jsonb_build_object('from', since, 'to', until)));
  return range - 'inserted' || jsonb_build_object(
    'root', encode(private.merkle_hash(tenant, 0, size), 'hex'),
    'checkpoint', case when checkpoint.size > 0 then private.checkpoint_json(checkpoint) end,
    'consistency', private.consistency_proof(tenant, coalesce(checkpoint.size, 0), size));
end
$$;
comment on function public.begin_audit_export is
  'The header of an export: {log, first, until, size, root, dropped, sealed_until, checkpoint, consistency}. The '
  'leaves from first to until are proven against root. consistency leads from the checkpoint, if any, to root. '
  'Raises 400, 401, 403, 404, 422.';

-- Definer: see begin_audit_export.
create function public.export_audit_leaves(first bigint, until bigint, size bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('audit:read');
begin
  if until - first > 500 then
    perform private.invalid('until', 'too_big', 'must be at most 500 after first');
  end if;
  if size > (select t.size from private.audit_trees t where t.client_id = tenant) then
    perform private.invalid('size', 'too_big', 'must be at most the size of the tree');
  end if;
  return coalesce((
    select jsonb_agg(
      case when a.id is null then jsonb_build_object('kind', 'leaf', 'id', s.entry_id, 'leaf', encode(s.leaf, 'hex'))
        else jsonb_build_object('kind', 'entry', 'id', a.id, 'openings', private.openings(a, s.salt, s.salts),
          'text', private.leaf_text(a, s.number, s.salt, s.salts)) end
      || jsonb_build_object('number', s.number, 'inclusion',
        private.inclusion_proof(tenant, s.number, export_audit_leaves.size)) order by s.number)
    from private.audit_seals s
    left join public.audit_log a on a.client_id = tenant and a.id = s.entry_id
    where s.client_id = tenant and s.number >= first and s.number < export_audit_leaves.until
      and s.number < export_audit_leaves.size), '[]');
end
$$;
comment on function public.export_audit_leaves is
  'At most 500 leaves with their audit paths in the tree of this size: [{kind: entry, number, id, text, openings, '
  'inclusion}], and {kind: leaf, number, id, leaf, inclusion} for an entry that has gone. Raises 400, 401, 403, 404, '
  '422.';

-- Entries may end while the pages are read, or have ended by an entry that is not sealed yet. Definer: see
-- begin_audit_export.
create function public.end_audit_export(size bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('audit:read');
begin
  return jsonb_build_object(
    'dropped', coalesce((select t.dropped from private.audit_trees t where t.client_id = tenant), 0),
    'expired', (
      select jsonb_build_object('id', a.id, 'until', a.after -> 'until') from public.audit_log a
      left join private.audit_seals s on s.client_id = tenant and s.entry_id = a.id
      where a.client_id = tenant and a.action = 'expired' and a.resource = 'audit_log'
        and (s.number is null or s.number >= end_audit_export.size)
      order by (a.after ->> 'until')::bigint desc limit 1));
end
$$;
comment on function public.end_audit_export is
  'What ended until the last page was read: {dropped, expired}. expired is the entry {id, until} about it that the '
  'tree of this size does not hold, or null. Raises 400, 401, 403, 404.';

grant execute on function public.begin_audit_export, public.export_audit_leaves, public.end_audit_export
  to authenticated;
