-- Guarantees: an auditor finds an entry by who, what, where and when without reading the whole log.

create index on public.audit_log (client_id, occurred_at desc, id desc);
create index on public.audit_log (client_id, record_id, id desc);
create index on public.audit_log (client_id, action, occurred_at desc);
create index on public.audit_log (client_id, actor_id, occurred_at desc) where actor_id is not null;
create index on public.audit_log (client_id, key_id, occurred_at desc) where key_id is not null;
create index on public.audit_log (client_id, ip, occurred_at desc) where ip is not null;

create type private.audit_filter as (
  actor_id uuid, key_id uuid, action text, resource text, record_id text, request_id text, ip text,
  since timestamptz, until timestamptz, words text[]
);
comment on type private.audit_filter is
  'A null field lets every entry through. words are patterns for LIKE, in lower case.';

create function private.changed_fields(before jsonb, after jsonb) returns text[]
language sql immutable parallel safe set search_path = '' as $$
  select coalesce(array_agg(k.name order by k.name), '{}')
  from (
    select jsonb_object_keys(coalesce(before, '{}')) union select jsonb_object_keys(coalesce(after, '{}'))
  ) k (name)
  where before -> k.name is distinct from after -> k.name
$$;
comment on function private.changed_fields is 'The names of the fields that differ, in order.';

create function private.audit_entry_json(entry public.audit_log) returns jsonb
language sql stable set search_path = '' as $$
  select to_jsonb(entry) - '{client_id,transaction_id}'::text[] || jsonb_build_object('changed',
    private.changed_fields(entry.before, entry.after))
$$;

create function private.audit_entry_has(entry public.audit_log, words text[]) returns boolean
language sql stable set search_path = '' as $$
  select lower(concat_ws(' ', entry.action, entry.resource, entry.record_id, entry.request_id, entry.ip,
    entry.user_agent, entry.before::text, entry.after::text)) like all (words)
$$;

create function private.search_patterns(q text) returns text[]
language plpgsql immutable set search_path = '' as $$
begin
  if length(q) > 200 then
    perform private.invalid('q', 'too_big', 'must have at most 200 characters');
  end if;
  return array(
    select '%' || regexp_replace(lower(w.word), '([\\%_])', '\\\1', 'g') || '%'
    from regexp_split_to_table(q, '\s+') w (word) where w.word <> '');
end
$$;
comment on function private.search_patterns is
  'For each word of q a LIKE pattern that finds it literally, in lower case. Raises 422.';

-- Each call gets its own plan, because a null filter must not keep the others from using their index.
create function private.matching_entries(
  tenant uuid, f private.audit_filter, after_time timestamptz, after_id bigint, up_to integer
) returns setof public.audit_log
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return query
  select a.* from public.audit_log a
  where a.client_id = tenant
    and (f.actor_id is null or a.actor_id = f.actor_id)
    and (f.key_id is null or a.key_id = f.key_id)
    and (f.action is null or a.action = f.action)
    and (f.resource is null or a.resource = f.resource)
    and (f.record_id is null or a.record_id = f.record_id)
    and (f.request_id is null or a.request_id = f.request_id)
    and (f.ip is null or a.ip = f.ip)
    and (f.since is null or a.occurred_at >= f.since)
    and (f.until is null or a.occurred_at < f.until)
    and (after_time is null or (a.occurred_at, a.id) < (after_time, after_id))
  order by a.occurred_at desc, a.id desc
  limit up_to;
end
$$;
comment on function private.matching_entries is
  'The newest entries after the cursor that pass the filter, its words left aside.';
