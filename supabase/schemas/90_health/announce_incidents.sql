-- Tells every active tenant of an incident by an event.

create function private.announce_incidents(tenants uuid[], argument jsonb) returns bigint
language sql volatile set search_path = '' as $$
  select private.emit_events(argument ->> 'type', array_agg(t.id), array_agg(i.incident))
  from unnest(tenants) t (id) cross join jsonb_array_elements(argument -> 'incidents') i (incident)
  having count(*) > 0;
  select cardinality(tenants)::bigint;
$$;

create function private.emit_incidents(type text, incidents private.incidents[]) returns void
language sql volatile set search_path = '' as $$
  select private.run_for_tenants('sample_health', array(select c.id from public.clients c where c.status = 'active'),
    'private.announce_incidents', jsonb_build_object('type', emit_incidents.type, 'incidents',
      (select jsonb_agg(private.incident_json(i)) from unnest(incidents) i)))
  where cardinality(incidents) > 0
$$;
comment on function private.emit_incidents is
  'Announces incidents to every active tenant. A tenant whose event cannot be written gets it later.';
