-- What became of the mails of some days.

-- Definer: callers may not read all columns.
create function public.email_metrics(
  first_day date default null, last_day date default null, group_by text default 'day'
) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('email:read');
  zone constant text := (select c.time_zone from public.clients c where c.id = tenant);
  until constant date := coalesce(last_day, greatest((now() at time zone zone)::date, first_day));
  since constant date := coalesce(first_day, until - 29);
begin
  perform private.require_short(jsonb_build_object('group_by', group_by));
  if until < since or until - since > 366 then
    perform private.invalid('to', 'not_allowed', 'must be from 0 to 366 days after from');
  end if;
  return (
    select coalesce(jsonb_agg(private.email_metric_json(group_by, to_jsonb(g)) order by g.name), '[]')
    from (
      select case group_by when 'day' then (m.created_at at time zone zone)::date::text else m.template end as name,
        count(*) filter (where m.status in ('sent', 'delivered', 'bounced', 'complained')) as sent,
        count(*) filter (where m.status in ('delivered', 'complained')) as delivered,
        count(*) filter (where m.status = 'bounced') as bounced,
        count(*) filter (where m.status = 'complained') as complained,
        count(*) filter (where m.status = 'failed') as failed,
        count(*) filter (where m.status = 'suppressed') as suppressed,
        count(*) filter (where e.opened) as opened, count(*) filter (where e.clicked) as clicked,
        count(*) filter (where e.by_machine) as machine
      from public.email_messages m
      cross join lateral (
        select bool_or(e.type in ('opened', 'clicked') and e.machine is not true) as opened,
          bool_or(e.type = 'clicked' and e.machine is not true) as clicked, bool_or(e.machine) as by_machine
        from public.email_events e where e.message_id = m.id
      ) e
      where m.client_id = tenant and m.created_at >= since::timestamp at time zone zone
        and m.created_at < (until + 1)::timestamp at time zone zone
      group by 1
    ) g);
end
$$;
comment on function public.email_metrics is
  'Mails by day of the tenant or by template (group_by): sent, delivered, bounced, complained, failed, suppressed, '
  'opened and clicked by people, touched by machines, and rates. first_day and last_day are days, both included, '
  'by default the last 30. Raises 401, 403, 422.';

create function private.email_rate(part jsonb, whole jsonb) returns numeric
language sql immutable set search_path = '' as $$
  select round(part::numeric / nullif(whole::numeric, 0), 4)
$$;

create function private.email_metric_json(group_by text, counts jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select counts - 'name' || jsonb_build_object(group_by, counts -> 'name',
    'delivery_rate', private.email_rate(counts -> 'delivered', counts -> 'sent'),
    'bounce_rate', private.email_rate(counts -> 'bounced', counts -> 'sent'),
    'complaint_rate', private.email_rate(counts -> 'complained', counts -> 'sent'),
    'open_rate', private.email_rate(counts -> 'opened', counts -> 'delivered'),
    'click_rate', private.email_rate(counts -> 'clicked', counts -> 'delivered'))
$$;
grant execute on function public.email_metrics to authenticated;
