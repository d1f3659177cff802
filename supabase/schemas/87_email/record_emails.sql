-- What attempts and events say about a mail, in whatever order they come.

create function private.later_email_status(present text, reported text) returns text
language sql immutable set search_path = '' as $$
  select case when array_position(o.states, reported) > array_position(o.states, present) then reported else present end
  from (select array['queued', 'suppressed', 'failed', 'sent', 'delivered', 'bounced', 'complained'] as states) o
$$;
comment on function private.later_email_status is
  'The later of two states. Events come late and twice, so a status never goes back.';

create function private.announce_emails(before public.email_messages[], after public.email_messages[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  change record;
begin
  for change in
    select 'email.' || a.status as type, array_agg(a.client_id) as client_ids,
      array_agg(private.message_json(a)) as data
    from unnest(before) b join unnest(after) a on a.id = b.id
    where a.status <> b.status and a.client_id is not null
      and a.status in ('delivered', 'bounced', 'complained', 'failed')
    group by 1
  loop
    perform private.emit_events(change.type, change.client_ids, change.data);
  end loop;
end
$$;
comment on function private.announce_emails is 'Emits an event for each mail whose status changed.';

create function private.email_after(message public.email_messages, job private.ended_job) returns public.email_messages
language plpgsql stable set search_path = '' as $$
declare
  status constant text := job.result ->> 'status';
  is_unclear constant boolean := coalesce((job.result ->> 'unclear')::boolean, false);
begin
  message.status := private.later_email_status(message.status, case
    when status = 'taken' then 'sent'
    when status = 'suppressed' then 'suppressed'
    when job.status = 'dead' then 'failed' else 'queued' end);
  -- A provider that may have it from before stays: its refusal is only about this attempt.
  if status in ('refused', 'limited') and not is_unclear then
    message.provider := null;
  end if;
  -- With an error all providers have refused it, and the next attempt asks them all again.
  message.refused_by := case when status = 'refused' and job.error is null
    then message.refused_by || (job.result ->> 'provider') when status is not null and status <> 'limited' then '{}'
    else message.refused_by end;
  message.provider_id := coalesce(left(job.result ->> 'provider_id', 200), message.provider_id);
  message.error := case when message.status in ('queued', 'failed')
    then left(coalesce(job.error, job.result ->> 'error', message.error), 500) end;
  if status = 'taken' then
    message.provider := job.result ->> 'provider';
    message.sent_at := coalesce(message.sent_at, clock_timestamp());
  end if;
  if message.status not in ('queued', 'failed') then
    message.sealed := null;
  end if;
  return message;
end
$$;
comment on function private.email_after is 'The mail after an attempt.';

create function private.record_email_attempts(jobs private.ended_job[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  before public.email_messages[];
  after public.email_messages[];
begin
  insert into public.email_attempts
    (client_id, message_id, provider, status, status_code, duration_ms, error, attempted_at)
  select m.client_id, m.id, j.result ->> 'provider', j.result ->> 'status', (j.result ->> 'status_code')::integer,
    (j.result ->> 'duration_ms')::integer, left(j.result ->> 'error', 500), j.started_at
  from unnest(jobs) j join public.email_messages m on m.id = (j.payload ->> 'message_id')::uuid
  where j.result ->> 'status' in ('taken', 'refused', 'unknown');

  select array_agg(l.m), array_agg(private.email_after(l.m, l.j)) into before, after
  from (
    select m, j from unnest(jobs) j join public.email_messages m on m.id = (j.payload ->> 'message_id')::uuid
    order by m.id for update of m
  ) l;
  update public.email_messages m
  set status = a.status, provider = a.provider, refused_by = a.refused_by, provider_id = a.provider_id,
    error = a.error, sent_at = a.sent_at, sealed = a.sealed
  from unnest(after) a where m.id = a.id;
  perform private.announce_emails(before, after), private.follow_email_providers(jobs);
end
$$;
comment on function private.record_email_attempts is
  'The effect of both types of mail jobs: the log of attempts, the mail''s status, what they say of the provider.';
