-- Guarantees: a sign-in or sign-out is in the audit log of each of the user's tenants, a minute or two later.

create table private.seen_sessions (
  id uuid primary key,
  user_id uuid not null references auth.users on delete cascade
);
create index on private.seen_sessions (user_id);
alter table private.seen_sessions enable row level security;
comment on table private.seen_sessions is 'The sessions of auth.sessions whose begin is in the audit log.';

-- Who is signed in when this is installed did not sign in now.
insert into private.seen_sessions (id, user_id) select s.id, s.user_id from auth.sessions s;

create function private.note_session(user_id uuid, action text, record_id uuid, session jsonb) returns bigint
language sql volatile set search_path = '' as $$
  select count(private.note(jsonb_populate_record(null::private.audit_marks, jsonb_build_object(
    'client_id', m.client_id, 'action', note_session.action, 'resource', 'sign_ins',
    'record_id', note_session.record_id, 'actor_id', m.user_id, 'times', 1, 'details', '{}'::jsonb,
    'origin', 'database') || session)))
  from public.client_members m where m.user_id = note_session.user_id
$$;
comment on function private.note_session is
  'Adds an entry to the log of each tenant of a user. session: what is known, such as ip. Returns how many tenants.';

create function private.note_sessions() returns bigint
language sql volatile set search_path = '' as $$
  with began as (
    insert into private.seen_sessions (id, user_id)
    select s.id, s.user_id from auth.sessions s
    where coalesce(s.not_after > now(), true) and not exists (select from private.seen_sessions k where k.id = s.id)
    on conflict do nothing
    returning id, user_id
  ), ended as (
    delete from private.seen_sessions k where not exists (
      select from auth.sessions s where s.id = k.id and coalesce(s.not_after > now(), true))
    returning k.id, k.user_id
  )
  select count(private.note_session(b.user_id, 'signed_in', b.id, jsonb_build_object('ip', host(s.ip),
      'user_agent', left(s.user_agent, 500), 'details', jsonb_build_object('at', s.created_at))))
    + (select count(private.note_session(e.user_id, 'signed_out', e.id, '{}')) from ended e)
  from began b join auth.sessions s on s.id = b.id
$$;
comment on function private.note_sessions is
  'Compares the auth service''s sessions with those seen before: new ones are sign-ins, missing ones sign-outs. '
  'Returns how many.';
