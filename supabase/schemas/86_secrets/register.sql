-- What the list of secrets adds to the registries of the kernel.

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description) values
  ('secrets.max_age_days', '0', 'integer', 0, 3650,
    'Days after which a secret should be replaced; events say so 14 and 3 days before. 0: never');

insert into private.event_types (type, description, scope) values
  ('secret.expiring', 'A secret ends, or should be replaced, within 14 or 3 days; data is the secret as listed',
    'settings:write');

select private.schedule_task('tell_expiring_secrets', '7 * * * *', 'select private.tell_expiring_secrets()');

select private.retain('private.secret_notices', '60', 'r.told_at');
