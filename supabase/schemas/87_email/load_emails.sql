-- Tells the worker what to do with the mails it has claimed, and remembers which provider it will ask.

create type private.loaded_email as (
  job_id uuid, message_id uuid, client_id uuid, template text, action text, provider text, unclear boolean,
  urgent boolean, retry_after float8
);

create function private.email_action(message public.email_messages, kind private.email_kinds) returns text
language plpgsql stable set search_path = '' as $$
begin
  return case
    when message.id is null then 'gone'
    when message.status <> 'queued' or message.sealed is null then 'settled'
    when message.client_id is not null
      and not exists (select from public.clients c where c.id = message.client_id and c.status = 'active') then 'closed'
    when not kind.always and private.is_suppressed(message.client_id, message.recipient) then 'suppress'
    else 'send' end;
end
$$;

-- The chosen provider stays, also while it rests: it may have the mail. Otherwise the first that works and has not
-- refused it.
create function private.email_provider_for(message public.email_messages, providers jsonb) returns text
language sql stable set search_path = '' as $$
  select coalesce(
    (select p ->> 'name' from jsonb_array_elements(providers) p where p ->> 'name' = message.provider),
    (
      select p.value ->> 'name'
      from jsonb_array_elements(providers) with ordinality p (value, place)
      left join private.email_providers e on e.provider = p.value ->> 'name'
      where p.value ->> 'name' <> all (message.refused_by) and coalesce(e.rests_until <= clock_timestamp(), true)
      order by p.place limit 1
    ))
$$;

create function private.email_rest(provider text, refused_by text[], providers jsonb) returns float8
language sql stable set search_path = '' as $$
  select greatest(least(extract(epoch from min(e.rests_until) - clock_timestamp()), 300), 1)
  from jsonb_array_elements(providers) p join private.email_providers e on e.provider = p ->> 'name'
  where case when email_rest.provider is not null then e.provider = email_rest.provider
    else e.provider <> all (refused_by) end
$$;
comment on function private.email_rest is
  'Seconds until the provider, or the first that may have the mail, works again.';

-- A provider that does not know idempotency keys is asked again only when its events have had time to come.
create function private.judge_email(job_id uuid, message public.email_messages, providers jsonb)
returns private.loaded_email
language plpgsql stable set search_path = '' as $$
declare
  kind constant private.email_kinds := (select k from private.email_kinds k where k.template = message.template);
  judged private.loaded_email := (job_id, message.id, message.client_id, message.template,
    private.email_action(message, kind), private.email_provider_for(message, providers), false, kind.always,
    null)::private.loaded_email;
  wait float8;
begin
  if judged.action <> 'send' then
    return judged;
  end if;
  judged.unclear := coalesce(judged.provider = message.provider, false);
  if judged.provider is null or exists (select from private.email_providers e
    where e.provider = judged.provider and e.rests_until > clock_timestamp()) then
    wait := private.email_rest(judged.provider, message.refused_by, providers);
  elsif judged.unclear and exists (select from jsonb_array_elements(providers) p
    where p ->> 'name' = judged.provider and not (p ->> 'knows_keys')::boolean) then
    wait := extract(epoch from message.chosen_at + interval '5 minutes' - clock_timestamp());
  end if;
  if wait > 0 then
    judged.action := 'postpone';
    judged.retry_after := wait + random();
  end if;
  return judged;
end
$$;

-- In the order of providers and with urgent mails first: those take a turn and do not wait for it.
create function private.take_turns(judged private.loaded_email[], rate numeric) returns private.loaded_email[]
language sql volatile set search_path = '' as $$
  with placed as (
    select j, row_number() over (partition by j.provider, j.action order by j.urgent desc, j.message_id) - 1 as place
    from unnest(judged) j
  ), turns as materialized (
    select w.provider, t.first_at, t.granted
    from (
      select (p.j).provider, count(*)::integer as mails, count(*) filter (where (p.j).urgent)::integer as urgent
      from placed p where (p.j).action = 'send' group by 1 order by 1
    ) w cross join lateral private.take_email_turns(w.provider, w.mails, w.urgent, rate) t
  )
  select array_agg(((p.j).job_id, (p.j).message_id, (p.j).client_id, (p.j).template,
    case when (p.j).action = 'send' and p.place >= t.granted then 'postpone' else (p.j).action end,
    (p.j).provider, (p.j).unclear, (p.j).urgent,
    case when (p.j).action <> 'send' then (p.j).retry_after when (p.j).urgent and p.place < t.granted then 0
      else greatest(extract(epoch from t.first_at - clock_timestamp()), 0) + p.place / rate end
  )::private.loaded_email)
  from placed p left join turns t on t.provider = (p.j).provider
$$;

-- Definer: the service role has no rights in private, and only workers read variables.
create function public.load_emails(jobs jsonb, providers jsonb, rate numeric) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  loaded private.loaded_email[];
begin
  perform m.id from public.email_messages m
  where m.id in (select (j ->> 'message_id')::uuid from jsonb_array_elements(jobs) j) order by m.id for update;
  loaded := private.take_turns(array(
    select private.judge_email((j ->> 'id')::uuid, m, providers)
    from jsonb_array_elements(jobs) j
    left join public.email_messages m on m.id = (j ->> 'message_id')::uuid), rate);
  update public.email_messages m set provider = l.provider, chosen_at = clock_timestamp()
  from unnest(loaded) l where m.id = l.message_id and l.action = 'send';
  return jsonb_build_object(
    'emails', (
      select jsonb_agg(jsonb_build_object('job_id', l.job_id, 'action', l.action, 'retry_after', l.retry_after)
        || case when l.action = 'send' then private.sendable_email(l, providers) else '{}' end)
      from unnest(loaded) l),
    'templates', (
      select coalesce(jsonb_object_agg(t.client_id || ':' || t.template, jsonb_build_object('subject', t.subject,
        'html', t.html, 'text', t.text)), '{}')
      from public.email_templates t
      where (t.client_id, t.template) in (select l.client_id, l.template from unnest(loaded) l)));
end
$$;
comment on function public.load_emails is
  'For workers. jobs: [{id, message_id}]; providers in their order: [{name, knows_keys}]; rate: mails a second. '
  'Returns {emails: [{job_id, action, retry_after, …}], templates: {"client_id:template": {subject, html, text}}}. '
  'Actions: send after retry_after seconds; postpone; suppress; settled, gone and closed need nothing more.';

create function private.sendable_email(loaded private.loaded_email, providers jsonb) returns jsonb
language sql volatile set search_path = '' as $$
  select jsonb_build_object('message_id', m.id, 'client_id', m.client_id, 'template', m.template, 'to', m.recipient,
    'locale', m.locale, 'variables', private.open_email(m.sealed), 'link_key', encode(m.link_key, 'hex'),
    'provider', loaded.provider, 'unclear', loaded.unclear, 'optional', k.optional,
    'tracking', m.client_id is not null and (private.setting(m.client_id, 'email.tracking'))::boolean,
    'is_last', not exists (
      select from jsonb_array_elements(providers) p
      where p ->> 'name' <> loaded.provider and p ->> 'name' <> all (m.refused_by)))
  from public.email_messages m join private.email_kinds k on k.template = m.template
  where m.id = loaded.message_id
$$;
revoke execute on function public.load_emails from public, anon, authenticated;
grant execute on function public.load_emails to service_role;
