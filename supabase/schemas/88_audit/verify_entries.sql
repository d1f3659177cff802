-- Compares entries with their leaves, leaves with the tree, and says what is wrong first.

create type private.audit_fault as (number bigint, id bigint, kind text, reason text);

-- The first numbers whose entry does not have its leaf, at most 1,000.
create function private.mismatches(tenant uuid, first bigint, until bigint)
returns table (number bigint, seal private.audit_seals, entry public.audit_log)
language sql stable set search_path = '' as $$
  select n.number, s, a
  from generate_series(first, until - 1) n (number)
  left join private.audit_seals s on s.client_id = tenant and s.number = n.number
  left join public.audit_log a on a.client_id = tenant and a.id = s.entry_id
  where s.number is null
    or a.id is null and n.number >= (select t.dropped from private.audit_trees t where t.client_id = tenant)
    or a.id is not null and s.leaf <> private.leaf_hash(a, n.number, s.salt, s.salts)
  order by n.number limit 1000
$$;

create function private.with_id(entry public.audit_log, id bigint) returns public.audit_log
language plpgsql immutable set search_path = '' as $$
begin
  entry.id := with_id.id;
  return entry;
end
$$;

-- Entries were reordered if another entry fits this leaf, or this entry another number.
create function private.entry_fault(tenant uuid, first bigint, until bigint) returns private.audit_fault
language sql stable set search_path = '' as $$
  with wrong as materialized (select * from private.mismatches(tenant, first, until)),
  first_wrong as (select * from wrong w order by w.number limit 1)
  select f.number, (f.seal).entry_id, case
      when (f.seal).number is null or (f.entry).id is null then 'missing'
      when exists (
        select from wrong o where (o.entry).id <> (f.entry).id
          and private.leaf_hash(private.with_id(o.entry, (f.seal).entry_id), f.number, (f.seal).salt, (f.seal).salts)
            = (f.seal).leaf) then 'reordered'
      when exists (
        select from wrong o where o.number <> f.number
          and private.leaf_hash(f.entry, o.number, (f.seal).salt, (f.seal).salts) = (f.seal).leaf) then 'reordered'
      else 'changed' end,
    case when (f.seal).number is null then 'The leaf is gone' when (f.entry).id is null then 'The entry is gone'
      else 'The entry does not have the leaf that was sealed' end
  from first_wrong f
$$;

create function private.node_fault(tenant uuid, first bigint, until bigint) returns private.audit_fault
language sql stable set search_path = '' as $$
  select p.place << l.level::integer, s.entry_id, 'changed', 'A node of the tree does not follow from its leaves'
  from private.audit_trees t
  cross join generate_series(1, 62) l (level)
  cross join generate_series(first >> l.level, least((until - 1) >> l.level, (t.size >> l.level) - 1)) p (place)
  left join private.audit_nodes n on n.client_id = tenant and n.level = l.level and n.place = p.place
  left join private.merkle_nodes a on a.client_id = tenant and a.level = l.level - 1 and a.place = 2 * p.place
  left join private.merkle_nodes b on b.client_id = tenant and b.level = l.level - 1 and b.place = 2 * p.place + 1
  left join private.audit_seals s on s.client_id = tenant and s.number = p.place << l.level
  where t.client_id = tenant and n.hash is distinct from sha256('\x01'::bytea || a.hash || b.hash)
  order by l.level, p.place limit 1
$$;
comment on function private.node_fault is 'The first node above leaves of this range that is wrong.';

-- Entries that have no leaf although their time to be sealed is over, or that claim to be older than their transaction.
create function private.inserted_fault(tenant uuid, since timestamptz, until timestamptz) returns private.audit_fault
language sql stable set search_path = '' as $$
  select null::bigint, a.id, 'inserted', 'The entry was not there when its time was sealed'
  from public.audit_log a
  where a.client_id = tenant and (since is null or a.occurred_at >= since)
    and (inserted_fault.until is null or a.occurred_at < inserted_fault.until)
    and not exists (select from private.audit_seals s where s.client_id = tenant and s.entry_id = a.id)
    and (private.is_backdated(a.transaction_id, a.occurred_at) or a.transaction_id < (
      select private.unsealed_from(t, (private.latest_seal_run()).horizon)
      from (select tenant as client_id) k left join private.audit_trees t on t.client_id = k.client_id))
  order by a.id limit 1
$$;
