-- Proofs of RFC 6962 over a tenant's tree.

create function private.merkle_hash(tenant uuid, first bigint, leaves bigint) returns bytea
language plpgsql stable set search_path = '' as $$
declare
  hash bytea;
  node bytea;
begin
  for height in 0..62 loop
    exit when leaves >> height = 0;
    if (leaves >> height) & 1 = 1 then
      select n.hash into node from private.merkle_nodes n
      where n.client_id = tenant and n.level = height
        and n.place = (first >> height) + ((leaves >> (height + 1)) << 1);
      -- A node that somebody removed must make a wrong hash and no error.
      node := coalesce(node, '');
      hash := case when hash is null then node else sha256('\x01'::bytea || node || hash) end;
    end if;
  end loop;
  return coalesce(hash, sha256(''));
end
$$;
comment on function private.merkle_hash is
  'The hash of so many leaves from the first on. first is a multiple of the next power of two.';

create function private.largest_half(leaves bigint) returns bigint
language sql immutable parallel safe set search_path = '' as $$
  select max(1::bigint << n) from generate_series(0, 61) n where 1::bigint << n < leaves
$$;
comment on function private.largest_half is 'The largest power of two below the number of leaves.';

create function private.inclusion_proof(tenant uuid, number bigint, size bigint) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  first bigint := 0;
  leaves bigint := size;
  half bigint;
  path text[] := '{}';
begin
  while leaves > 1 loop
    half := private.largest_half(leaves);
    if number - first < half then
      path := encode(private.merkle_hash(tenant, first + half, leaves - half), 'hex') || path;
      leaves := half;
    else
      path := encode(private.merkle_hash(tenant, first, half), 'hex') || path;
      first := first + half;
      leaves := leaves - half;
    end if;
  end loop;
  return path;
end
$$;
comment on function private.inclusion_proof is 'The audit path of a leaf in the tree of this size, in hex.';

create function private.consistency_proof(tenant uuid, former bigint, size bigint) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  first bigint := 0;
  leaves bigint := size;
  half bigint;
  path text[] := '{}';
begin
  while former > 0 and former - first < leaves loop
    half := private.largest_half(leaves);
    if former - first <= half then
      path := encode(private.merkle_hash(tenant, first + half, leaves - half), 'hex') || path;
      leaves := half;
    else
      path := encode(private.merkle_hash(tenant, first, half), 'hex') || path;
      first := first + half;
      leaves := leaves - half;
    end if;
  end loop;
  return case when first > 0 then encode(private.merkle_hash(tenant, first, leaves), 'hex') || path else path end;
end
$$;
comment on function private.consistency_proof is 'Proves that the tree of the former size begins the one of this size.';
