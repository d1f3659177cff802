-- Guarantees: a caller who is refused in each of limits.block_after minutes in a row is blocked for 15 minutes, in
-- every function and in the Data API.

create table private.refused_callers (
  subject uuid primary key,
  client_id uuid references public.clients on delete cascade,
  kind text not null check (kind in ('user', 'key')),
  minutes integer not null default 1,
  last_minute timestamptz not null,
  blocked_at timestamptz,
  blocked_until timestamptz
);
create index on private.refused_callers (client_id);
create index on private.refused_callers (blocked_at desc, subject desc) where blocked_until is not null;
alter table private.refused_callers enable row level security;
comment on column private.refused_callers.subject is 'The user or the API key.';
comment on column private.refused_callers.minutes is 'Minutes in a row, up to last_minute, in which it was refused.';

create function private.block_json(caller private.refused_callers) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('subject', caller.subject, 'kind', caller.kind, 'client_id', caller.client_id,
    'blocked_at', caller.blocked_at, 'blocked_until', caller.blocked_until)
$$;

create function private.block_caller(refused private.refused_callers, at timestamptz) returns timestamptz
language plpgsql volatile set search_path = '' as $$
declare
  blocked private.refused_callers;
begin
  update private.refused_callers r set minutes = 0, blocked_at = at, blocked_until = at + interval '15 minutes'
  where r.subject = refused.subject
  returning * into blocked;
  if blocked.client_id is not null then
    perform private.record_action(blocked.client_id, 'callers', blocked.subject, 'blocked',
      jsonb_build_object('kind', blocked.kind, 'blocked_until', blocked.blocked_until, 'minutes', refused.minutes));
    perform private.emit_event(blocked.client_id, 'caller.blocked', private.block_json(blocked));
  end if;
  return blocked.blocked_until;
end
$$;

-- A minute counts once, however many processes tell of it. A block does not begin again before it has ended.
create function private.note_refusal(caller uuid, tenant uuid, kind text, at timestamptz default clock_timestamp())
returns timestamptz
language plpgsql volatile set search_path = '' as $$
declare
  refused private.refused_callers;
begin
  insert into private.refused_callers as r (subject, client_id, kind, last_minute)
  values (caller, tenant, note_refusal.kind, date_trunc('minute', at))
  on conflict on constraint refused_callers_pkey do update
    set last_minute = excluded.last_minute, client_id = excluded.client_id,
      minutes = case r.last_minute when excluded.last_minute - interval '1 minute' then r.minutes + 1 else 1 end
    where r.last_minute < excluded.last_minute and coalesce(r.blocked_until <= at, true)
  returning * into refused;
  if refused.minutes >= private.setting(tenant, 'limits.block_after')::integer then
    return private.block_caller(refused, at);
  end if;
  return (select r.blocked_until from private.refused_callers r where r.subject = caller and r.blocked_until > at);
end
$$;
comment on function private.note_refusal is
  'Notes that the caller was refused in this minute, and blocks it if that was one too many. Returns until when it is '
  'blocked, or null.';

-- Definer: the service role has no rights in private.
create function public.record_refusal(caller uuid, kind text, tenant uuid default null) returns timestamptz
language sql volatile security definer set search_path = '' as $$
  select private.note_refusal(caller, tenant, kind)
$$;
comment on function public.record_refusal is
  'For functions: a user or key was refused for its rate. Returns until when it is blocked, or null.';
revoke execute on function public.record_refusal from public, anon, authenticated;
grant execute on function public.record_refusal to service_role;

-- Definer: callers may not read whom we have refused.
create function private.refuse_blocked() returns void
language plpgsql stable security definer set search_path = '' as $$
declare
  until constant timestamptz := (
    select r.blocked_until from private.refused_callers r
    where r.subject = private.caller_id() and r.blocked_until > clock_timestamp());
begin
  if until is not null then
    perform private.fail(429, 'BLOCKED', format('Blocked until %s, because too many requests were refused for minutes',
      to_char(until at time zone 'UTC', 'HH24:MI:SS "UTC"')),
      jsonb_build_object('retry_after', ceil(extract(epoch from until - clock_timestamp()))));
  end if;
end
$$;
comment on function private.refuse_blocked is 'Ends the request with 429 BLOCKED if the caller is blocked.';
grant execute on function private.refuse_blocked to authenticated;
