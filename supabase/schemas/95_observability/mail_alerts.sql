-- Alerts as mail.

create function private.mail_alert(alert private.alerts, type text) returns void
language sql volatile set search_path = '' as $$
  select count(private.queue_email(alert.client_id, 'usage_alert', u.email, jsonb_build_object(
    'tenant', private.email_line(c.name),
    'title', private.email_line(case type when 'alert.firing' then 'Alert: ' else 'Over: ' end || alert.name),
    'message', format('%s is %s; the alert is for values %s %s.', alert.metric, coalesce(alert.value::text, 'unknown'),
      alert.comparison, alert.threshold), 'url', '/alerts/' || alert.id)))
  from public.clients c
  join public.client_members m on m.client_id = c.id
  join private.role_scopes s on s.role = m.role and s.scope = 'alerts:write'
  join auth.users u on u.id = m.user_id and private.is_email_address(u.email)
  where c.id = alert.client_id
$$;
comment on function private.mail_alert is 'Tells the members who may change alerts that one fires or is over.';
insert into private.alert_channels (channel, notify) values ('email', 'private.mail_alert');
