-- Records each change of an audited table. Tables are audited with private.enable_audit.

create function private.record_changes(resource text, action text, before jsonb[], after jsonb[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  request constant jsonb := private.request_context();
begin
  insert into public.audit_log
    (client_id, action, resource, record_id, before, after, actor_id, key_id, request_id, ip, user_agent, origin)
  select
    (coalesce(c.after, c.before) ->> case when record_changes.resource = 'clients' then 'id'
      else 'client_id' end)::uuid,
    record_changes.action, record_changes.resource,
    coalesce(coalesce(c.after, c.before) ->> 'id', coalesce(c.after, c.before) ->> 'key'),
    c.before, c.after,
    auth.uid(), (auth.jwt() ->> 'key_id')::uuid,
    left(request ->> 'request_id', 200), left(request ->> 'ip', 200), left(request ->> 'user_agent', 500),
    request ->> 'origin'
  from unnest(record_changes.before, record_changes.after) as c (before, after)
  where c.before is distinct from c.after;
end
$$;

create function private.record_action(tenant uuid, resource text, record_id uuid, action text, details jsonb)
returns void
language sql volatile set search_path = '' as $$
  select private.record_changes(resource, action, array[null::jsonb],
    array[jsonb_build_object('client_id', tenant, 'id', record_id) || details])
$$;
comment on function private.record_action is
  'Adds an entry for what changes no audited row, such as a replay. details are its after.';

-- Runs once per statement. Its transition tables hold the old and new rows in the same order. The trigger's arguments
-- are columns to leave out; a row in which only those changed gets no entry.
-- Definer: every writer leaves an entry, but nobody may write the log directly.
create function private.audit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  hidden constant text[] := coalesce(tg_argv[0:], '{}');
  before jsonb[];
  after jsonb[];
begin
  if private.in_audit_group() then
    return null;
  end if;
  if tg_op <> 'INSERT' then
    select array_agg(to_jsonb(o) - hidden) into before from old_rows o;
  end if;
  if tg_op <> 'DELETE' then
    select array_agg(to_jsonb(n) - hidden) into after from new_rows n;
  end if;
  perform private.record_changes(tg_table_name, lower(tg_op), before, after);
  if cardinality(coalesce(after, before)) > 1 and auth.jwt() -> 'app_metadata' ? 'client_id' then
    perform private.count_written_rows(cardinality(coalesce(after, before)));
  end if;
  return null;
end
$$;

create function private.enable_audit(audited regclass, variadic hidden text[] default '{}') returns void
language plpgsql set search_path = '' as $$
declare
  arguments constant text := (select coalesce(string_agg(quote_literal(h), ', '), '') from unnest(hidden) h);
begin
  execute format('create trigger audit_insert after insert on %s referencing new table as new_rows
    for each statement execute function private.audit(%s)', audited, arguments);
  execute format('create trigger audit_update after update on %s referencing old table as old_rows new table as new_rows
    for each statement execute function private.audit(%s)', audited, arguments);
  execute format('create trigger audit_delete after delete on %s referencing old table as old_rows
    for each statement execute function private.audit(%s)', audited, arguments);
end
$$;
comment on function private.enable_audit is
  'Audits every later change of a table. Hidden columns (secrets, digests, counters) are not copied.';

-- The new rows of one statement share one entry. Definer: see private.audit.
create function private.audit_inserted_rows() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if private.in_audit_group() then
    return null;
  end if;
  perform private.record_changes(tg_table_name, 'insert', array[null::jsonb], array[c.entry])
  from (
    select jsonb_build_object('client_id', n.client_id, tg_table_name, count(*), 'first_external_id',
      min(n.external_id), 'last_external_id', max(n.external_id)) as entry
    from new_rows n group by n.client_id
  ) c;
  return null;
end
$$;

create function private.enable_bulk_audit(audited regclass) returns void
language plpgsql set search_path = '' as $$
begin
  execute format('create trigger audit_insert after insert on %s referencing new table as new_rows
    for each statement execute function private.audit_inserted_rows()', audited);
  execute format('create trigger audit_update after update on %s referencing old table as old_rows new table as new_rows
    for each statement execute function private.audit()', audited);
  execute format('create trigger audit_delete after delete on %s referencing old table as old_rows
    for each statement execute function private.audit()', audited);
end
$$;
comment on function private.enable_bulk_audit is
  'As private.enable_audit, but the new rows of one statement share one entry. For tables with client_id and '
  'external_id that many rows come into at once.';
