-- Guarantees: the events of a mail give one state, in whatever order and however often they come.

create function private.email_reported(message public.email_messages, types text[]) returns public.email_messages
language plpgsql immutable set search_path = '' as $$
declare
  type text;
begin
  foreach type in array types loop
    message.status := private.later_email_status(message.status, type);
  end loop;
  if message.status <> 'queued' then
    message.sealed := case when message.status = 'failed' then message.sealed end;
  end if;
  return message;
end
$$;
comment on function private.email_reported is 'The mail after events of these types.';

-- A mail keeps so many events: programs may open it as often as they like.
create function private.keep_email_events(events jsonb) returns setof public.email_events
language sql volatile set search_path = '' as $$
  insert into public.email_events (client_id, message_id, type, source, event_id, occurred_at, machine, reason, url)
  select m.client_id, m.id, e.type, e.source, left(e.event_id, 255), least(e.occurred_at, now()), e.machine,
    left(e.reason, 300), left(e.url, 2048)
  from jsonb_to_recordset(events) as e (message_id uuid, type text, source text, event_id text,
    occurred_at timestamptz, machine boolean, reason text, url text)
  join public.email_messages m on m.id = e.message_id
  where e.type not in ('opened', 'clicked')
    or (select count(*) from public.email_events k where k.message_id = m.id) < 200
  on conflict do nothing
  returning *
$$;

create function private.record_email_events(events jsonb) returns void
language plpgsql volatile set search_path = '' as $$
declare
  kept public.email_events[] := array(select k from private.keep_email_events(events) k);
  before public.email_messages[];
  after public.email_messages[];
begin
  select array_agg(l.m), array_agg(private.email_reported(l.m, l.types)) into before, after
  from (
    select m, k.types
    from (select e.message_id, array_agg(e.type) as types from unnest(kept) e group by 1) k
    join public.email_messages m on m.id = k.message_id
    order by m.id for update of m
  ) l;
  update public.email_messages m
  set status = a.status, sealed = a.sealed, sent_at = case when a.status in ('queued', 'failed') then m.sent_at
    else coalesce(m.sent_at, now()) end
  from unnest(after) a where m.id = a.id and m.status <> a.status;
  perform private.announce_emails(before, after);
  perform private.suppress_email(m.client_id, m.recipient, case e.type when 'bounced' then 'bounce'
    when 'complained' then 'complaint' else 'unsubscribe' end, m.id)
  from unnest(kept) e join public.email_messages m on m.id = e.message_id
  where m.client_id is not null and (e.type in ('complained', 'unsubscribed')
    or e.type = 'bounced' and coalesce(e.reason, '') not like 'soft:%')
  order by m.client_id, m.recipient, e.type;
end
$$;
comment on function private.record_email_events is
  'Events [{message_id, type, source, event_id, occurred_at, machine?, reason?, url?}], each once. A bounce with a '
  'reason that begins with "soft:" does not suppress the address.';

create function private.email_event(message_id text, type text, source text, event_id text, occurred_at timestamptz,
  reason text, url text) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('message_id', message_id, 'type', type, 'source', source, 'event_id', event_id,
    'occurred_at', occurred_at, 'reason', reason, 'url', url)
  where type is not null and message_id ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
$$;
comment on function private.email_event is 'Null for what is about no mail of ours.';

-- https://resend.com/docs/dashboard/webhooks/event-types. Tags come as an object or as a list.
create function private.resend_event(event_id text, payload jsonb, received_at timestamptz) returns jsonb
language sql stable set search_path = '' as $$
  select private.email_event(
    coalesce(payload #>> '{data,tags,message_id}', (
      select t ->> 'value'
      from jsonb_array_elements(case when jsonb_typeof(payload #> '{data,tags}') = 'array'
        then payload #> '{data,tags}' else '[]' end) t where t ->> 'name' = 'message_id' limit 1)),
    case payload ->> 'type'
      when 'email.sent' then 'sent' when 'email.delivered' then 'delivered' when 'email.delivery_delayed' then 'delayed'
      when 'email.bounced' then 'bounced' when 'email.complained' then 'complained' when 'email.failed' then 'failed'
      when 'email.opened' then 'opened' when 'email.clicked' then 'clicked' end,
    'resend', event_id,
    case when payload ->> 'created_at' ~ '^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}'
      then (payload ->> 'created_at')::timestamptz else received_at end,
    concat(case when payload ->> 'type' = 'email.bounced'
      and coalesce(payload #>> '{data,bounce,type}', 'Permanent') <> 'Permanent' then 'soft: ' end,
      payload #>> '{data,bounce,message}'),
    payload #>> '{data,click,link}')
$$;

-- https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event. Custom arguments stand at the top.
create function private.sendgrid_event(event_id text, payload jsonb, received_at timestamptz) returns jsonb
language sql stable set search_path = '' as $$
  select private.email_event(
    payload ->> 'message_id',
    case payload ->> 'event'
      when 'processed' then 'sent' when 'delivered' then 'delivered' when 'deferred' then 'delayed'
      when 'bounce' then 'bounced' when 'dropped' then 'failed' when 'spamreport' then 'complained'
      when 'open' then 'opened' when 'click' then 'clicked'
      when 'unsubscribe' then 'unsubscribed' when 'group_unsubscribe' then 'unsubscribed' end,
    'sendgrid', event_id,
    case when payload ->> 'timestamp' ~ '^\d{9,11}$' then to_timestamp((payload ->> 'timestamp')::bigint)
      else received_at end,
    concat(case when payload ->> 'event' = 'bounce' and payload ->> 'type' = 'blocked' then 'soft: ' end,
      payload ->> 'reason'),
    payload ->> 'url')
$$;

-- Definer: whoever applies inbound events may not write mails.
create function private.apply_email_reports() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  events jsonb;
begin
  select jsonb_agg(r.report order by r.report ->> 'message_id') into events
  from new_rows n join old_rows o on o.id = n.id
  cross join lateral (select case n.source
    when 'resend' then private.resend_event(n.event_id, n.payload, n.received_at)
    else private.sendgrid_event(n.event_id, n.payload, n.received_at) end as report) r
  where n.source in ('resend', 'sendgrid') and o.applied_at is null and n.applied_at is not null
    and r.report is not null;
  if events is not null then
    perform private.record_email_events(events);
  end if;
  return null;
end
$$;
create trigger apply_email_reports after update on public.inbound_events
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.apply_email_reports();
