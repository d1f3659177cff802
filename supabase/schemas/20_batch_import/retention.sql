-- How long imports are kept. A batch goes after the rows that refer to it.

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description) values
  ('import.rollback_days', '90', 'integer', 1, 3650, 'Days that an import can be rolled back'),
  ('import.error_days', '90', 'integer', 1, 3650, 'Days that the invalid rows of an import are kept'),
  ('import.batch_days', '730', 'integer', 1, 3650, 'Days that the history of an import is kept');
select
  private.retain('private.batch_rows', 'import.rollback_days', 'r.created_at'),
  private.retain('private.batch_error_rows', 'import.error_days', 'r.created_at'),
  private.retain('private.batch_columns', 'import.error_days', 'r.created_at'),
  private.retain('public.opportunity_batches', 'import.batch_days', 'r.created_at', $$r.status <> 'processing'
    and not exists (select from private.batch_rows b where b.client_id = r.client_id and b.batch_id = r.id)
    and not exists (select from private.batch_error_rows b where b.client_id = r.client_id and b.batch_id = r.id)
    and not exists (select from private.uploads u where u.client_id = r.client_id and u.batch_id = r.id)
    and not exists (select from private.batch_columns b where b.client_id = r.client_id and b.batch_id = r.id)$$);
