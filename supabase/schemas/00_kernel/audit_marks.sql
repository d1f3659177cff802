-- Guarantees: what changes no row, such as a refused request, leaves at most two audit entries per caller, action and
-- minute, however often it happens. Writers only append marks and wait for nobody.

create table private.audit_marks (
  client_id uuid not null references public.clients,
  minute timestamptz not null,
  subject text not null check (length(subject) <= 300),
  action text not null check (action ~ '^[a-z_]{1,50}$'),
  resource text not null check (length(resource) <= 100),
  record_id text check (length(record_id) <= 200),
  details jsonb not null check (pg_column_size(details) <= 8000),
  times integer not null check (times > 0),
  is_entered boolean not null,
  actor_id uuid,
  key_id uuid,
  request_id text check (length(request_id) <= 200),
  ip text check (length(ip) <= 200),
  user_agent text check (length(user_agent) <= 500),
  origin text not null check (origin in ('function', 'data_api', 'database'))
);
create index on private.audit_marks (client_id, minute);
create index audit_marks_entered on private.audit_marks (client_id, minute, subject) where is_entered;
alter table private.audit_marks enable row level security;
comment on table private.audit_marks is
  'What happened in the last minutes, until private.sum_audit_marks makes entries of it.';
comment on column private.audit_marks.subject is 'What shares an entry: action, resource, actor and key.';
comment on column private.audit_marks.is_entered is 'The mark has its own entry: it was the first of its minute.';

-- One row in details for each kind of event, with its count, at most ten.
create function private.enter_marks(marks private.audit_marks[]) returns bigint
language sql volatile set search_path = '' as $$
  with kinds as (
    select m.client_id, m.minute, m.subject, m.details || jsonb_build_object('count', sum(m.times)) as kind,
      row_number() over (partition by m.client_id, m.minute, m.subject order by sum(m.times) desc) as place
    from unnest(marks) m where m.details <> '{}' group by m.client_id, m.minute, m.subject, m.details
  ), listed as (
    select k.client_id, k.minute, k.subject, jsonb_build_object('details', jsonb_agg(k.kind order by k.place)) as kinds
    from kinds k where k.place <= 10 group by 1, 2, 3
  ), entered as (
    insert into public.audit_log
      (client_id, action, resource, actor_id, key_id, record_id, request_id, ip, user_agent, origin, after)
    select m.client_id, m.action, m.resource, m.actor_id, m.key_id,
      case when min(m.record_id) = max(m.record_id) then min(m.record_id) end,
      case when min(m.request_id) = max(m.request_id) then min(m.request_id) end,
      case when min(m.ip) = max(m.ip) then min(m.ip) end,
      case when min(m.user_agent) = max(m.user_agent) then min(m.user_agent) end, min(m.origin),
      jsonb_build_object('count', sum(m.times), 'minute', m.minute) || coalesce(l.kinds, '{}')
    from unnest(marks) m left join listed l using (client_id, minute, subject)
    group by m.client_id, m.minute, m.subject, m.action, m.resource, m.actor_id, m.key_id, l.kinds
    returning 1
  )
  select count(*) from entered
$$;
comment on function private.enter_marks is
  'Adds one entry for the marks of a minute that have the same subject; its after is {count, minute, details: [{…, '
  'count}]}. Of record, request, address and agent it names what all marks share.';

-- The first of a minute is entered at once. Who does not get the lock is not the first, and goes on.
create function private.note(mark private.audit_marks, at_once boolean default true) returns boolean
language plpgsql volatile set search_path = '' as $$
begin
  mark.minute := date_trunc('minute', clock_timestamp());
  mark.subject := concat_ws(' ', mark.action, mark.resource, mark.actor_id, mark.key_id);
  mark.is_entered := at_once and pg_try_advisory_xact_lock(hashtext('audit mark'),
      hashtext(mark.client_id || mark.subject)) and not exists (
    select from private.audit_marks m
    where m.client_id = mark.client_id and m.minute = mark.minute and m.subject = mark.subject and m.is_entered);
  insert into private.audit_marks select mark.*;
  if mark.is_entered then
    perform private.enter_marks(array[mark]);
  end if;
  return mark.is_entered;
end
$$;
comment on function private.note is
  'Adds what happened to the audit log: the first of a minute at once, the others a minute later as one entry. Not at '
  'once: all of them later. Returns whether the mark has its entry.';

create function private.note_action(
  tenant uuid, resource text, record_id uuid, action text, details jsonb default '{}', at_once boolean default true
) returns boolean
language sql volatile set search_path = '' as $$
  select private.note(jsonb_populate_record(null::private.audit_marks, jsonb_build_object('client_id', tenant,
    'resource', note_action.resource, 'record_id', note_action.record_id, 'action', note_action.action,
    'details', note_action.details, 'times', 1, 'actor_id', auth.uid(), 'key_id', auth.jwt() ->> 'key_id',
    'request_id', left(r.context ->> 'request_id', 200), 'ip', left(r.context ->> 'ip', 200),
    'user_agent', left(r.context ->> 'user_agent', 500), 'origin', r.context ->> 'origin')), at_once)
  from private.request_context() r (context)
$$;
comment on function private.note_action is
  'As private.record_action, for what a caller can do as often as it likes: see private.note.';

-- What functions report once a second. A tenant may be gone since the request.
-- Definer: the service role may not write the log.
create function public.record_audit_notes(notes jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.note(jsonb_populate_record(null::private.audit_marks, n.value || '{"origin": "function"}'))
  from jsonb_array_elements(notes) n join public.clients c on c.id = (n.value ->> 'client_id')::uuid
  where n.value ->> 'action' in ('denied', 'rate_limited', 'limit_reached', 'secret_read');
end
$$;
comment on function public.record_audit_notes is
  'For functions: what they refused, and which secrets they read, since their last report: [{client_id, action, '
  'resource, record_id, details, times, actor_id, key_id, request_id, ip, user_agent}].';
revoke execute on function public.record_audit_notes from public, anon, authenticated;
grant execute on function public.record_audit_notes to service_role;
