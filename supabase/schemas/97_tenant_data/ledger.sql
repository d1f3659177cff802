-- Guarantees: a restored backup revives nobody: who was erased or deleted since then is erased or deleted again.

-- Every word with an @ in any text, without what may stand around an address. In JSON an escape may stand before it.
create function private.words_with_at(content text) returns setof text
language sql immutable set search_path = '' as $$
  select distinct lower(regexp_replace(w.match[1], '^[''.*_`-]+|[''.*_`!?-]+$', '', 'g'))
  from regexp_matches(regexp_replace(content, '\\[bfnrt]', ' ', 'g'),
    '([^[:space:][:cntrl:]"\\<>()\[\]{},:;=|/]+@[^[:space:][:cntrl:]"\\<>()\[\]{},:;=|/@]+)', 'g') w (match)
$$;

create function private.erased_subject(tenant uuid, email text) returns bytea
language sql immutable set search_path = '' as $$
  select sha256(convert_to(tenant::text || lower(email), 'UTF8'))
$$;

-- Those of the ledger's entries whose address a table holds.
create function private.find_erased(relation regclass, entries private.erasures[])
returns table (entry private.erasures, email text)
language plpgsql stable set search_path = '' as $$
begin
  return query execute format('select e, w.email from (
      select distinct r.client_id, w.email
      from %s r cross join lateral private.words_with_at(to_jsonb(r)::text) w (email)
      where r.client_id = any (array(select e.client_id from unnest($1) e)) and position(''@'' in to_jsonb(r)::text) > 0
    ) w join unnest($1) e on e.client_id = w.client_id and e.subject = private.erased_subject(w.client_id, w.email)',
    relation) using entries;
end
$$;
comment on function private.find_erased is
  'Addresses in a table, or a copy of one, that these entries of the ledger erased. The ledger has only their hashes.';

create function private.erase_copy(copy regclass, relation regclass, tenant uuid, since timestamptz) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  statement constant text := private.erase_statement(relation, copy);
  entries constant private.erasures[] := array(
    select e from private.erasures e where e.client_id = tenant and coalesce(e.completed_at > since, true));
  found_in record;
  changed bigint;
  total bigint := 0;
begin
  if statement is null or entries = '{}' then
    return 0;
  end if;
  for found_in in select f.email, (f.entry).id from private.find_erased(copy, entries) f loop
    execute statement using tenant, private.address_pattern(found_in.email),
      private.pseudonym(found_in.id) || '@erased.invalid', private.pseudonym(found_in.id);
    get diagnostics changed = row_count;
    total := total + changed;
  end loop;
  return total;
end
$$;
comment on function private.erase_copy is
  'Puts the pseudonyms of today into a copy of a tenant''s rows from before erasures that ended after since.';

create function private.read_ledger() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'tenants', (select coalesce(jsonb_agg(to_jsonb(d) - 'swept_at'), '[]') from private.deleted_tenants d),
    'erasures', (
      select coalesce(jsonb_agg(jsonb_build_object('client_id', e.client_id, 'id', e.id, 'subject', e.subject,
        'created_at', e.created_at)), '[]')
      from private.erasures e))
$$;
comment on function private.read_ledger is
  'Who was deleted and erased: {tenants: [{tenant_id, deleted_at}], erasures: [{client_id, id, subject, created_at}]}. '
  'subject is a hash. Keep it next to the backups.';

-- An erasure that is in the backup may have ended since, so all of them are looked for again.
create function private.replay_erasures(entries private.erasures[]) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  relation regclass;
  waiting bigint;
begin
  for relation in
    select t.relation from private.tenant_tables() t
    where t.relation <> 'private.erasures'::regclass
  loop
    insert into private.erasures as k (client_id, id, subject, email, requested_by, created_at)
    select distinct on ((f.entry).id) (f.entry).client_id, (f.entry).id, (f.entry).subject, f.email, null,
      (f.entry).created_at
    from private.find_erased(relation, entries) f
    on conflict on constraint erasures_pkey do update
      set email = excluded.email, done = '{}', completed_at = null where k.completed_at is not null;
  end loop;
  insert into private.erasures (client_id, id, subject, requested_by, created_at, completed_at)
  select e.client_id, e.id, e.subject, null, e.created_at, now() from unnest(entries) e
  on conflict do nothing;
  select count(*) into waiting
  from private.erasures k join unnest(entries) e on e.client_id = k.client_id and e.id = k.id
  where k.completed_at is null;
  return waiting;
end
$$;

create function private.replay_ledger(ledger jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  closed bigint;
begin
  update public.clients c set status = 'deleting', delete_after = now()
  where c.id in (select t.tenant_id from jsonb_to_recordset(ledger -> 'tenants') as t (tenant_id uuid));
  get diagnostics closed = row_count;
  return jsonb_build_object('tenants', closed, 'erasures', private.replay_erasures(array(
    select e from jsonb_populate_recordset(null::private.erasures, ledger -> 'erasures') e
    where exists (select from public.clients c where c.id = e.client_id))));
end
$$;
comment on function private.replay_ledger is
  'For a database that was restored from a backup: closes the tenants that were deleted since and begins the erasures '
  'whose persons are back; the tasks delete_tenants and run_erasures end them. Returns how many of both. ledger: see '
  'private.read_ledger.';
