-- The operator's view of incidents, and notes, which the status page shows.

-- Definer: the service role has no rights in private.
create function public.list_incidents(
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
  with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return jsonb_build_object('rows', (
    select coalesce(jsonb_agg(private.incident_json(p.incident, true)), '[]')
    from (
      select i as incident from private.incidents i
      where private.after_cursor(i.opened_at, i.id, after_time, after_id)
      order by i.opened_at desc, i.id desc limit private.page_limit(page_size)
    ) p
  ), 'total', case when with_total then (select count(*) from private.incidents) end);
end
$$;
comment on function public.list_incidents is
  'Incidents, newest first, after the cursor (after_time, after_id): {rows, total}. For the operator.';

-- Definer: see list_incidents. The lock makes notes of one incident wait for each other.
create function public.add_incident_note(incident_id uuid, note text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  sent constant text := private.request_header('idempotency-key');
  incident private.incidents;
  earlier private.incident_entries;
begin
  select * into incident from private.incidents i where i.id = add_incident_note.incident_id for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Incident not found');
  end if;
  select * into earlier from private.incident_entries e
  where e.incident_id = incident.id and e.sent_key = sent;
  if not found then
    if (select count(*) from private.incident_entries e
        where e.incident_id = incident.id and e.kind = 'note') >= 200 then
      perform private.fail(409, 'LIMIT_REACHED', 'An incident has at most 200 notes');
    end if;
    insert into private.incident_entries (incident_id, kind, text, sent_key) values (incident.id, 'note', note, sent);
  elsif earlier.text <> note then
    perform private.fail(409, 'IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used for another note');
  end if;
  return jsonb_build_object('incident', private.incident_json(incident, true), 'replayed', earlier.id is not null);
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.add_incident_note is
  'Adds a note to an incident''s timeline: {incident, replayed}. For the operator. Raises 404, 409, 422.';

revoke execute on function public.list_incidents, public.add_incident_note from public, anon, authenticated;
grant execute on function public.list_incidents, public.add_incident_note to service_role;
