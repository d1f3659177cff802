-- What the capability batch_import adds to the registries of the kernel.

select
  private.add_scopes('viewer', 'opportunities:read'),
  private.add_scopes('member', 'opportunities:import');

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description) values
  ('import.max_rows', '500', 'integer', 1, 1000, 'Maximum rows in one import'),
  ('import.batches_per_hour', '5', 'integer', 1, 10000, 'Imports that one user may start in an hour');

select private.add_rate_tier('import', 120, 'Imports a minute, and at once, by one user or key');

insert into private.event_types (type, description, scope) values
  ('batch.completed', 'An import was written; data is the batch', 'opportunities:read'),
  ('batch.failed', 'An import was refused; data is the batch with its first errors', 'opportunities:read');

select
  private.add_budget('rows_opportunities', 'rows', 2000000, 'Opportunities'),
  private.add_budget('rows_organizations', 'rows', 500000, 'Organizations'),
  private.add_budget('rows_products', 'rows', 100000, 'Products');
select
  private.count_rows('public.opportunities', 'rows_opportunities'),
  private.count_rows('public.organizations', 'rows_organizations'),
  private.count_rows('public.products', 'rows_products');
