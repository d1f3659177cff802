-- What health adds to the registries of the kernel.

select private.schedule_task('sample_health', '* * * * *', 'select private.sample_health()');

insert into private.event_types (type, description, scope) values
  ('incident.opened', 'A part of the service is failing', 'webhooks:read'),
  ('incident.resolved', 'A failing part of the service works again', 'webhooks:read');
