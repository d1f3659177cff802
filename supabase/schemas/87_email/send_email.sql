-- What callers send, and sending again what failed.

create function private.message_json(message public.email_messages) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', message.id, 'template', message.template, 'to', message.recipient,
    'locale', message.locale, 'status', message.status, 'provider', message.provider, 'error', message.error,
    'request_id', message.request_id, 'created_by', message.created_by, 'created_at', message.created_at,
    'sent_at', message.sent_at)
$$;

-- Requests that run at the same moment do not see each other, so the bound may be passed by a few.
create function private.require_email_quota(tenant uuid) returns void
language plpgsql stable set search_path = '' as $$
declare
  quota constant integer := private.setting(tenant, 'limits.emails_per_day');
begin
  if (select count(*) from public.email_messages m
    where m.client_id = tenant and m.created_at > now() - interval '1 day') >= quota
  then
    perform private.fail(429, 'RATE_LIMITED', format('The tenant sent %s mails in the last day', quota),
      '{"retry_after": 3600}');
  end if;
end
$$;

-- Definer: callers may not write messages or jobs.
create function public.send_email(template text, recipient text, variables jsonb, locale text default 'en')
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('email:send');
  answer jsonb := private.replay('send_email', private.fingerprint(
    jsonb_build_array(template, recipient, variables, locale)));
  message public.email_messages;
begin
  if answer is not null then
    return answer;
  end if;
  if coalesce(length(locale) > 30 or locale !~ '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$', true) then
    perform private.invalid('locale', 'not_allowed', 'must be a language tag, such as en or de-AT');
  end if;
  perform private.require_email_quota(tenant);
  message := private.queue_email(tenant, template, recipient, variables, locale);
  answer := jsonb_build_object('status', 202, 'body', private.message_json(message));
  return private.remember('send_email', answer);
end
$$;
comment on function public.send_email is
  'Queues a mail to one address: {status: 202, body: message, replayed?}. Its status is suppressed if the address is. '
  'Raises 401, 403, 404 for an unknown template, 409, 422, 429 over the tenant''s mails a day.';

-- Definer: see send_email.
create function public.retry_email(message_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('email:send');
  message public.email_messages;
begin
  select * into message from public.email_messages m where m.client_id = tenant and m.id = message_id for update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no mail with this id');
  end if;
  if message.status <> 'failed' or message.sealed is null then
    perform private.fail(409, 'CONFLICT', format('The mail is %s; only a failed one is sent again', message.status));
  end if;
  update public.email_messages m set status = 'queued', error = null, refused_by = '{}'
  where m.id = message.id returning * into message;
  perform private.enqueue_email(message, private.email_kind(message.template));
  return private.message_json(message);
end
$$;
comment on function public.retry_email is
  'Sends a failed mail again, under the same idempotency key at the provider. Raises 401, 403, 404, 409.';
grant execute on function public.send_email, public.retry_email to authenticated;
