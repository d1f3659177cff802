-- Guarantees: from the answer to its request on, rows in the range of a hold are not deleted by a policy.

create table private.archive_holds (
  client_id uuid not null references public.clients,
  id uuid not null default private.uuidv7(),
  kind text not null references private.archive_kinds,
  from_time timestamptz not null,
  to_time timestamptz not null,
  reason text not null check (reason = private.tidy(reason) and length(reason) between 1 and 500),
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  primary key (client_id, id),
  constraint archive_holds_range check (to_time > from_time)
);
create index archive_holds_newest on private.archive_holds (client_id, created_at desc, id desc);
alter table private.archive_holds enable row level security;
select private.enable_audit('private.archive_holds');
select private.limit_rows('private.archive_holds', 'limits.archive_holds', 1000, 'holds');

create function private.hold_json(hold private.archive_holds) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('id', hold.id, 'kind', hold.kind, 'from', hold.from_time, 'to', hold.to_time,
    'reason', hold.reason, 'created_by', hold.created_by, 'created_at', hold.created_at)
$$;

create function private.is_held(tenant uuid, kind text, at timestamptz) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return exists (select from private.archive_holds h
    where h.client_id = tenant and h.kind = is_held.kind and h.from_time <= at and h.to_time > at);
end
$$;

-- Runs, recalls and new holds of a tenant take turns, so that a run that begins after the answer to a hold sees it.
create function private.lock_archive(tenant uuid) returns void
language sql volatile set search_path = '' as $$
  select pg_advisory_xact_lock(hashtext('archive'), hashtext(tenant::text))
$$;

-- Definer: callers may not write holds.
create function public.create_archive_hold(kind text, from_time timestamptz, to_time timestamptz, reason text)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('archive:write');
  answer jsonb := private.replay('create_archive_hold',
    private.fingerprint(jsonb_build_array(kind, from_time, to_time, reason)));
  hold private.archive_holds;
begin
  if answer is not null then
    return answer;
  end if;
  if not exists (select from private.archive_kinds k where k.kind = create_archive_hold.kind) then
    perform private.invalid('kind', 'unknown_value', format('must be one of %s', (
      select string_agg(k.kind, ', ' order by k.kind) from private.archive_kinds k)));
  elsif to_time <= from_time then
    perform private.invalid('to', 'range', 'must be after from');
  end if;
  perform private.lock_archive(tenant);
  insert into private.archive_holds (client_id, kind, from_time, to_time, reason)
  values (tenant, create_archive_hold.kind, create_archive_hold.from_time, create_archive_hold.to_time,
    private.tidy(create_archive_hold.reason))
  returning * into hold;
  perform private.emit_event(tenant, 'archive_hold.created', private.hold_json(hold));
  return private.remember('create_archive_hold',
    jsonb_build_object('status', 201, 'body', private.hold_json(hold)));
exception when check_violation or not_null_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.create_archive_hold is
  'Keeps rows of a kind with times from from_time to before to_time from being deleted: {status, body, replayed?}. '
  'Raises 401, 403, 409, 422.';

-- Definer: see public.create_archive_hold.
create function public.delete_archive_hold(hold_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('archive:write');
  hold private.archive_holds;
begin
  delete from private.archive_holds h where h.client_id = tenant and h.id = hold_id returning * into hold;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such hold');
  end if;
  perform private.emit_event(tenant, 'archive_hold.deleted', private.hold_json(hold));
end
$$;
comment on function public.delete_archive_hold is 'Releases a hold. Raises 401, 403, 404.';

-- Definer: see public.create_archive_hold.
create function public.list_archive_holds(after_time timestamptz default null, after_id uuid default null,
  page_size integer default 20, with_total boolean default false) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('archive:read');
begin
  return jsonb_build_object('rows', (
    select coalesce(jsonb_agg(private.hold_json(p.hold)), '[]')
    from (
      select h as hold from private.archive_holds h
      where h.client_id = tenant and private.after_cursor(h.created_at, h.id, after_time, after_id)
      order by h.created_at desc, h.id desc limit private.page_limit(page_size)
    ) p
  ), 'total', case when with_total then (
    select count(*) from private.archive_holds h where h.client_id = tenant) end);
end
$$;
comment on function public.list_archive_holds is
  'Holds, newest first, after the cursor (after_time, after_id): {rows, total}. Raises 401, 403.';
grant execute on function public.create_archive_hold, public.delete_archive_hold, public.list_archive_holds
  to authenticated;
