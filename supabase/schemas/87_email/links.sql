-- Guarantees: only the links of a mail open, click or unsubscribe for it, and only for its address and tenant.

-- 16 bytes of the mail's id and 16 of a MAC that only its own key makes.
create function private.email_of_token(kind text, token text, url text default '') returns public.email_messages
language plpgsql stable set search_path = '' as $$
declare
  bytes bytea;
  message public.email_messages;
begin
  if coalesce(token !~ '^[A-Za-z0-9_-]{43}$', true) then
    return null;
  end if;
  bytes := decode(translate(token, '-_', '+/') || '=', 'base64');
  select * into message from public.email_messages m where m.id = encode(substr(bytes, 1, 16), 'hex')::uuid;
  if substr(extensions.hmac(convert_to(kind || ':' || url, 'UTF8'), message.link_key, 'sha256'), 1, 16)
    is distinct from substr(bytes, 17) then
    return null;
  end if;
  return message;
end
$$;
comment on function private.email_of_token is 'The mail that a link belongs to. Null for a token that we did not make.';

-- Definer: people who follow links have no token of ours.
create function public.record_email_link(kind text, token text, url text, machine boolean, reason text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  message constant public.email_messages := private.email_of_token(kind, token, coalesce(url, ''));
  is_burst constant boolean := kind = 'click' and exists (
    select from public.email_events e
    where e.message_id = message.id and e.type = 'clicked' and e.url <> record_email_link.url
      and e.received_at > clock_timestamp() - interval '1 second');
begin
  if message.id is null then
    perform private.fail(404, 'NOT_FOUND', 'This link is not from one of our mails');
  end if;
  perform private.record_email_events(jsonb_build_array(jsonb_build_object(
    'message_id', message.id, 'type', case kind when 'open' then 'opened' when 'click' then 'clicked'
      else 'unsubscribed' end, 'source', 'link', 'occurred_at', now(),
    'event_id', concat_ws(':', kind, md5(url),
      case when kind <> 'unsubscribe' then to_char(now(), 'YYYYMMDDHH24MI') end),
    'machine', case when kind <> 'unsubscribe' then machine or is_burst end,
    'reason', case when is_burst and not machine then 'several links within a second' else reason end, 'url', url)));
  return jsonb_build_object('url', url);
end
$$;
comment on function public.record_email_link is
  'For the email function: records an open, a click or an unsubscribe by the token of its link. url is part of what a '
  'click''s token signs. Raises 404.';
revoke execute on function public.record_email_link from public, anon, authenticated;
grant execute on function public.record_email_link to service_role;
