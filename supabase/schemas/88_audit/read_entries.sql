-- What auditors read.

-- Words are in no index, so a search reads at most 10,000 entries at a time and says how far it came.
create function private.page_of_entries(
  tenant uuid, f private.audit_filter, after_time timestamptz, after_id bigint, page_size integer
) returns jsonb
language sql stable set search_path = '' as $$
  with candidates as materialized (
    select a as entry, a.occurred_at, a.id
    from private.matching_entries(tenant, f, after_time, after_id,
      case when f.words = '{}' then page_size else 10000 end) a
  ),
  found as (
    select c.* from candidates c where private.audit_entry_has(c.entry, f.words)
    order by c.occurred_at desc, c.id desc limit page_size
  ),
  last_read as (
    select c.occurred_at, c.id from candidates c order by c.occurred_at, c.id limit 1
  )
  select jsonb_build_object(
    'rows', coalesce((
      select jsonb_agg(private.audit_entry_json(p.entry) order by p.occurred_at desc, p.id desc) from found p), '[]'),
    'read_until', (
      select jsonb_build_array(l.occurred_at, l.id) from last_read l
      where f.words <> '{}' and (select count(*) from candidates) = 10000
        and (select count(*) from found) < page_size))
$$;

-- Bounded, because texts of callers are in it. Words are left out: who searches for a name would write it down.
create function private.filter_json(f private.audit_filter) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_object_agg(w.key, left(w.value, 100)), '{}')
  from jsonb_each_text(to_jsonb(f) - 'words' || jsonb_build_object('words', nullif(cardinality(f.words), 0))) w
  where w.value is not null
$$;

-- A search is an entry itself, a minute later, so that it does not stand between its own pages.
-- Definer: the operator has no policy.
create function public.list_audit_entries(
  actor_id uuid default null, key_id uuid default null, action text default null, resource text default null,
  record_id text default null, request_id text default null, ip text default null, since timestamptz default null,
  until timestamptz default null, q text default null, after_time timestamptz default null,
  after_id bigint default null, page_size integer default 21, with_total boolean default false
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('audit:read');
  f constant private.audit_filter := row(actor_id, key_id, action, resource, record_id, request_id, ip, since, until,
    private.search_patterns(coalesce(q, '')));
begin
  perform private.require_short(jsonb_build_object(
    'action', action, 'resource', resource, 'record_id', record_id, 'request_id', request_id, 'ip', ip));
  if since > until then
    perform private.invalid('from', 'range', 'must not be after to');
  end if;
  if after_time is null then
    perform private.note_action(tenant, 'audit_log', null, 'searched', private.filter_json(f), at_once => false);
  end if;
  return private.page_of_entries(tenant, f, after_time, after_id, private.page_limit(page_size))
    || jsonb_build_object('total', case when with_total then (
      select count(*) from private.matching_entries(tenant, f, null, null, 100000) a
      where private.audit_entry_has(a, f.words)) end);
end
$$;
comment on function public.list_audit_entries is
  'Entries of the audit log after the cursor (after_time, after_id), newest first: {rows: [{id, occurred_at, action, '
  'resource, record_id, before, after, changed, actor_id, key_id, request_id, ip, user_agent, origin}], read_until, '
  'total}. q finds words in them. read_until is the cursor to go on from when a search stopped before it filled the '
  'page. total counts up to 100,000. Raises 400, 401, 403, 404, 422.';

-- Definer: see list_audit_entries.
create function public.get_audit_entry(id bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('audit:read');
  entry public.audit_log;
begin
  select * into entry from public.audit_log a where a.client_id = tenant and a.id = get_audit_entry.id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such entry');
  end if;
  return private.audit_entry_json(entry) || jsonb_build_object('proof', private.entry_proof(entry));
end
$$;
comment on function public.get_audit_entry is
  'An entry of the audit log, as list_audit_entries shows it, with proof: null until it is sealed, then {number, text, '
  'openings, leaf, size, root, inclusion, checkpoint, consistency}. Raises 400, 401, 403, 404.';

grant execute on function public.list_audit_entries, public.get_audit_entry to authenticated;
