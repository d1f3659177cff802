-- Guarantees: a mail exists exactly when what caused it committed, and its status only moves forward.

create table public.email_messages (
  id uuid primary key default private.uuidv7(),
  client_id uuid references public.clients,
  template text not null references private.email_kinds,
  recipient text not null check (private.is_email_address(recipient) and length(recipient) <= 254),
  locale text not null default 'en' check (locale ~ '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$' and length(locale) <= 30),
  status text not null default 'queued'
    check (status in ('queued', 'sent', 'delivered', 'bounced', 'complained', 'suppressed', 'failed')),
  sealed bytea check (length(sealed) <= 40000),
  link_key bytea not null default extensions.gen_random_bytes(32) check (length(link_key) = 32),
  provider text check (length(provider) <= 20),
  chosen_at timestamptz,
  refused_by text[] not null default '{}' check (cardinality(refused_by) <= 10),
  provider_id text check (length(provider_id) <= 200),
  error text check (length(error) <= 500),
  request_id text default left(private.request_header('x-request-id'), 200) check (length(request_id) <= 200),
  created_by uuid default private.caller_id(),
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
comment on table public.email_messages is 'Mails. Those of sign-in belong to no tenant.';
comment on column public.email_messages.sealed is
  'The variables, which may hold a token. Encrypted, and gone as soon as a provider has taken the mail.';
comment on column public.email_messages.link_key is 'Signs the links of the mail: opens, clicks, unsubscribing.';
comment on column public.email_messages.provider is
  'Which provider was chosen, before it is asked. Another is chosen only after this one certainly refused.';
create index email_messages_newest on public.email_messages (client_id, created_at desc, id desc);
create index email_messages_recipient on public.email_messages (client_id, recipient, created_at desc);
-- Of no tenant alone: otherwise the planner reads all tenants' mails for one tenant's list.
create index email_messages_age on public.email_messages (created_at) where client_id is null;
alter table public.email_messages enable row level security;
alter table public.email_messages set (fillfactor = 80);

create policy "email:read sees the tenant's mails" on public.email_messages
  for select to authenticated using (client_id = (select private.tenant_with('email:read')));
grant select (
  id, client_id, template, recipient, locale, status, provider, error, request_id, created_by, created_at, sent_at
) on public.email_messages to authenticated;

-- Lazily, because the Vault is not there yet when the schemas are applied to an empty database.
create function private.email_key() returns text
language plpgsql volatile set search_path = '' as $$
declare
  key text := (select s.decrypted_secret from vault.decrypted_secrets s where s.name = 'email_key');
begin
  if key is null then
    perform pg_advisory_xact_lock(hashtext('email_key'));
    key := (select s.decrypted_secret from vault.decrypted_secrets s where s.name = 'email_key');
  end if;
  if key is null then
    key := encode(extensions.gen_random_bytes(32), 'hex');
    perform vault.create_secret(key, 'email_key', 'Encrypts the variables of mails that wait');
  end if;
  return key;
end
$$;

-- The key is random, so it needs no slow derivation.
create function private.seal_email(variables jsonb) returns bytea
language sql volatile set search_path = '' as $$
  select extensions.pgp_sym_encrypt(variables::text, private.email_key(), 's2k-mode=1, cipher-algo=aes256')
$$;

create function private.open_email(sealed bytea) returns jsonb
language sql volatile set search_path = '' as $$
  select extensions.pgp_sym_decrypt(sealed, private.email_key())::jsonb
$$;

create function private.enqueue_email(message public.email_messages, kind private.email_kinds) returns uuid
language sql volatile set search_path = '' as $$
  select private.enqueue_job(case when kind.always then 'email_urgent' else 'email' end,
    case when kind.always then 'email.send_urgent' else 'email.send' end,
    jsonb_build_object('message_id', message.id), message.client_id, kind.priority, 16,
    lane => case when kind.optional then md5('optional mail ' || coalesce(message.client_id::text, ''))::uuid end)
$$;
comment on function private.enqueue_email is
  'Adds the job that sends a mail. Sign-in mail has workers of its own, and optional mail a lane of its own.';

create function private.queue_email(
  tenant uuid, template text, recipient text, variables jsonb, locale text default 'en', message_id uuid default null
) returns public.email_messages
language plpgsql volatile set search_path = '' as $$
declare
  kind constant private.email_kinds := private.email_kind(template);
  address constant text := private.require_email_address(recipient, 'to');
  is_suppressed constant boolean := not kind.always and private.is_suppressed(tenant, address);
  message public.email_messages;
begin
  perform private.check_email_variables(kind, variables);
  insert into public.email_messages (id, client_id, template, recipient, locale, status, sealed)
  values (coalesce(message_id, private.uuidv7()), tenant, queue_email.template, address, queue_email.locale,
    case when is_suppressed then 'suppressed' else 'queued' end,
    case when not is_suppressed then private.seal_email(variables) end)
  returning * into message;
  if not is_suppressed then
    perform private.enqueue_email(message, kind);
  end if;
  return message;
end
$$;
comment on function private.queue_email is
  'Sends a mail once the transaction commits, or records that its address is suppressed. Raises 404 for an unknown '
  'template, 422.';
