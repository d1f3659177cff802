-- A row of an import at each step: read, resolved, checked.

create type private.row_action as enum ('create', 'update', 'unchanged', 'skip', 'reject');

create type private.sent_opportunity as (
  row integer,
  external_id text,
  name text,
  organization_id text,
  organization text,
  principal_id text,
  principal text,
  product_id text,
  product text,
  stage text,
  probability_percent text,
  amount text,
  currency text,
  expected_close_date text,
  deal_owner text,
  notes text,
  context jsonb,
  custom_context jsonb
);
comment on type private.sent_opportunity is 'A row as text, trimmed, null where empty.';

create type private.resolved_opportunity as (
  row integer,
  external_id text,
  name text,
  organization_id text,
  organization text,
  principal_id text,
  principal text,
  product_id text,
  product text,
  stage text,
  probability_percent text,
  amount text,
  currency text,
  expected_close_date text,
  deal_owner text,
  notes text,
  context jsonb,
  custom_context jsonb,
  found_organization uuid,
  found_principal uuid,
  found_product uuid,
  probability numeric,
  money numeric,
  known public.opportunities,
  first_row integer,
  named integer,
  cleared text[]
);
comment on type private.resolved_opportunity is
  'A sent row with the ids of what it names, its numbers, the known opportunity that it matches, the first row that '
  'matches the same, the number of opportunities that have its name (with match=name only), and the columns of the '
  'known opportunity that it clears. Flat, because reading fields of a nested row is slow.';

create type private.checked_row as (
  row integer,
  action private.row_action,
  opportunity_id uuid,
  external_id text,
  name text,
  organization_id uuid,
  organization text,
  principal_id uuid,
  product_id uuid,
  product text,
  stage public.opportunity_stage,
  probability_percent numeric,
  amount numeric,
  currency text,
  expected_close_date date,
  deal_owner text,
  notes text,
  context jsonb,
  custom_context jsonb,
  errors jsonb,
  cleared text[]
);
comment on type private.checked_row is 'A row, ready to be written, and what will be done with it.';
