-- What health adds to the registries of the kernel.

select private.schedule_task('sample_health', '* * * * *', 'select private.sample_health()'),
  private.schedule_task('follow_incidents', '* * * * *', 'select private.follow_incidents()');

select
  private.retain('private.health_samples', '91', 'r.minute'),
  private.retain('private.incidents', '730', 'r.resolved_at'),
  private.retain('private.maintenance_windows', '730', 'r.ends_at');

insert into private.event_types (type, description, scope) values
  ('incident.opened', 'A part of the service is failing', 'webhooks:read'),
  ('incident.resolved', 'A failing part of the service works again', 'webhooks:read');
