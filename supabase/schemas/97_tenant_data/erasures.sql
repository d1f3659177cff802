-- Guarantees: after an erasure the person's address is in no row of the tenant, and a pseudonym is in its place.

create table private.erasures (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  subject bytea not null check (length(subject) = 32),
  email text check (email = lower(email) and length(email) between 3 and 254),
  done jsonb not null default '{}' check (pg_column_size(done) <= 100000),
  requested_by uuid default private.caller_id(),
  created_at timestamptz not null default now(),
  completed_at timestamptz,
  primary key (client_id, id),
  check ((email is null) = (completed_at is not null))
);
create index erasures_waiting on private.erasures (created_at) where completed_at is null;
alter table private.erasures enable row level security;
comment on table private.erasures is
  'The ledger: after the end it holds only the hash of whom it erased, so that a restored backup can be erased again.';
comment on column private.erasures.subject is 'SHA-256 of the tenant''s id and the address in lower case.';
comment on column private.erasures.done is 'Changed rows by table, of the tables that are done.';

create function private.erasure_json(erasure private.erasures) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', erasure.id,
    'status', case when erasure.completed_at is null then 'running' else 'completed' end,
    'tables', (
      select coalesce(jsonb_agg(
        jsonb_build_object('table', split_part(d.key, '.', 2), 'rows', d.value::bigint) order by d.key), '[]')
      from jsonb_each_text(erasure.done) d where d.value::bigint > 0),
    'created_at', erasure.created_at, 'completed_at', erasure.completed_at)
$$;

-- Definer: callers may not write erasures. A member's address is not the tenant's: it goes with their account.
create function public.create_erasure(email text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('account:write');
  earlier constant jsonb := private.replay('create_erasure', private.fingerprint(to_jsonb(lower(email))));
  erasure private.erasures;
begin
  if earlier is not null then
    return earlier;
  end if;
  perform private.check_invited(tenant, create_erasure.email);
  insert into private.erasures (client_id, subject, email)
  values (tenant, private.erased_subject(tenant, create_erasure.email), lower(create_erasure.email))
  returning * into erasure;
  perform private.record_action(tenant, 'erasures', erasure.id, 'requested', '{}');
  return private.remember('create_erasure',
    jsonb_build_object('status', 202, 'body', private.erasure_json(erasure)));
end
$$;
comment on function public.create_erasure is
  'Begins to erase a person by their e-mail address: {status, body: {id, status, tables, created_at, completed_at}, '
  'replayed?}. Raises 401, 403, 409 CONFLICT for a member''s address (remove the member first), 409 '
  'LIMIT_REACHED, 422.';

-- Definer: see create_erasure.
create function public.get_erasure(erasure_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('account:write');
  erasure private.erasures;
begin
  select * into erasure from private.erasures e where e.client_id = tenant and e.id = erasure_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no erasure with this id');
  end if;
  return private.erasure_json(erasure);
end
$$;
comment on function public.get_erasure is
  'An erasure: {id, status: running or completed, tables: [{table, rows}], created_at, completed_at}. Raises 401, 403, '
  '404.';
grant execute on function public.create_erasure, public.get_erasure to authenticated;
