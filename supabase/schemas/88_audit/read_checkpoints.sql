-- What auditors get to check with.

create function private.former_checkpoint(checkpoint private.audit_checkpoints) returns bigint
language sql stable set search_path = '' as $$
  select coalesce((select max(c.size) from private.audit_checkpoints c
    where c.client_id = checkpoint.client_id and c.size < checkpoint.size), 0)
$$;

create function private.checkpoint_with_proof(checkpoint private.audit_checkpoints) returns jsonb
language sql stable set search_path = '' as $$
  select private.checkpoint_json(checkpoint) || jsonb_build_object('former_size', f.size, 'consistency',
    private.consistency_proof(checkpoint.client_id, f.size, checkpoint.size))
  from private.former_checkpoint(checkpoint) f (size)
$$;

-- Definer: checkpoints are private.
create function public.list_audit_checkpoints(
  after_size bigint default null, page_size integer default 21, with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('audit:read');
begin
  return jsonb_build_object(
    'rows', coalesce((
      select jsonb_agg(private.checkpoint_with_proof(p.checkpoint) order by p.size desc)
      from (
        select c as checkpoint, c.size from private.audit_checkpoints c
        where c.client_id = tenant and (after_size is null or c.size < after_size)
        order by c.size desc limit private.page_limit(page_size)
      ) p), '[]'),
    'total', case when with_total then (
      select count(*) from private.audit_checkpoints c where c.client_id = tenant) end);
end
$$;
comment on function public.list_audit_checkpoints is
  'Signed roots of the tenant''s audit tree, newest first, after the cursor after_size: {rows: [{log, size, root, '
  'last_entry_id, sealed_until, signed_at, key_id, signature, former_size, consistency}], total}. consistency proves '
  'that the tree of the checkpoint before begins this one. Raises 400, 401, 403, 404.';

create function private.entry_proof(entry public.audit_log) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  seal constant private.audit_seals := (
    select s from private.audit_seals s where s.client_id = entry.client_id and s.entry_id = entry.id);
  tree constant private.audit_trees := (select t from private.audit_trees t where t.client_id = entry.client_id);
  checkpoint constant private.audit_checkpoints := (
    select c from private.audit_checkpoints c where c.client_id = entry.client_id and c.size > seal.number
    order by c.size limit 1);
  size constant bigint := coalesce(checkpoint.size, tree.size);
begin
  return case when seal.number is not null then jsonb_build_object('number', seal.number,
    'text', private.leaf_text(entry, seal.number, seal.salt, seal.salts),
    'openings', private.openings(entry, seal.salt, seal.salts), 'leaf', encode(seal.leaf, 'hex'), 'size', size,
    'root', encode(private.merkle_hash(entry.client_id, 0, size), 'hex'),
    'inclusion', private.inclusion_proof(entry.client_id, seal.number, size),
    'checkpoint', case when checkpoint.size is not null then private.checkpoint_json(checkpoint) end,
    'consistency', jsonb_build_object('size', tree.size,
      'root', encode(private.merkle_hash(entry.client_id, 0, tree.size), 'hex'),
      'path', private.consistency_proof(entry.client_id, size, tree.size))) end;
end
$$;
comment on function private.entry_proof is
  'Shows that the entry is in the tree that the first checkpoint after it signs (without one, the present tree), and '
  'that this tree begins the present one. Null for an entry that is not sealed yet.';

grant execute on function public.list_audit_checkpoints to authenticated;
