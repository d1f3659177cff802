-- Mails with what was tried and what became of them.

create table public.email_attempts (
  id bigint generated always as identity primary key,
  client_id uuid references public.clients,
  message_id uuid not null references public.email_messages on delete cascade,
  provider text not null check (length(provider) <= 20),
  status text not null check (status in ('taken', 'refused', 'unknown')),
  status_code integer,
  duration_ms integer not null,
  error text check (length(error) <= 500),
  attempted_at timestamptz not null
);
create index on public.email_attempts (message_id, id);
comment on column public.email_attempts.status is
  'taken: the provider has it. refused: it certainly has not, so the next provider may. unknown: it may have it.';
alter table public.email_attempts enable row level security;

create policy "email:read sees the attempts of the tenant's mails" on public.email_attempts
  for select to authenticated using (client_id = (select private.tenant_with('email:read')));
grant select on public.email_attempts to authenticated;

create table public.email_events (
  id bigint generated always as identity primary key,
  client_id uuid references public.clients,
  message_id uuid not null references public.email_messages on delete cascade,
  type text not null check (type in
    ('sent', 'delivered', 'delayed', 'bounced', 'complained', 'failed', 'opened', 'clicked', 'unsubscribed')),
  source text not null check (length(source) <= 20),
  event_id text not null check (length(event_id) <= 255),
  occurred_at timestamptz not null,
  received_at timestamptz not null default clock_timestamp(),
  machine boolean,
  reason text check (length(reason) <= 300),
  url text check (length(url) <= 2048),
  unique (message_id, source, event_id)
);
create index on public.email_events (client_id, received_at);
comment on column public.email_events.machine is
  'Of opens and clicks: true if a program did it, such as a scanner. reason says why we think so.';
alter table public.email_events enable row level security;

create policy "email:read sees the events of the tenant's mails" on public.email_events
  for select to authenticated using (client_id = (select private.tenant_with('email:read')));
grant select on public.email_events to authenticated;

-- Planned for each call: with a generic plan the optional filters would keep Postgres from using an index.
-- Definer: callers may not read all columns, and message_json takes the row.
create function public.list_emails(
  status text default null, template text default null, recipient text default null,
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
  with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.authorize('email:read');
begin
  perform private.require_short(jsonb_build_object('status', status, 'template', template, 'recipient', recipient));
  return jsonb_build_object(
    'total', case when with_total then (
      select count(*) from public.email_messages m
      where m.client_id = tenant and (list_emails.status is null or m.status = list_emails.status)
        and (list_emails.template is null or m.template = list_emails.template)
        and (list_emails.recipient is null or m.recipient = lower(list_emails.recipient))) end,
    'rows', (
      select coalesce(jsonb_agg(private.message_json(p) order by p.created_at desc, p.id desc), '[]')
      from (
        select * from public.email_messages m
        where m.client_id = tenant and (list_emails.status is null or m.status = list_emails.status)
          and (list_emails.template is null or m.template = list_emails.template)
          and (list_emails.recipient is null or m.recipient = lower(list_emails.recipient))
          and private.after_cursor(m.created_at, m.id, after_time, after_id)
        order by m.created_at desc, m.id desc limit private.page_limit(page_size)
      ) p));
end
$$;
comment on function public.list_emails is
  'The tenant''s mails, newest first: {rows: [message], total}. total is null unless with_total. Raises 401, 403, 422.';

-- Definer: see list_emails.
create function public.get_email(message_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('email:read');
  message public.email_messages;
begin
  select * into message from public.email_messages m where m.client_id = tenant and m.id = get_email.message_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no mail with this id');
  end if;
  return private.message_json(message) || jsonb_build_object(
    'attempts', (
      select coalesce(jsonb_agg(to_jsonb(a) - array['id', 'client_id', 'message_id'] order by a.id), '[]')
      from public.email_attempts a where a.message_id = message.id),
    'events', (
      select coalesce(jsonb_agg(to_jsonb(e) - array['id', 'client_id', 'message_id', 'event_id']
        order by e.occurred_at, e.id), '[]')
      from public.email_events e where e.message_id = message.id));
end
$$;
comment on function public.get_email is
  'A mail with its attempts and events. Raises 401, 403, 404.';
grant execute on function public.list_emails, public.get_email to authenticated;
