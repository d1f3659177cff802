-- First step of an import: rows of JSON become rows of text.

create function private.read_opportunities(opportunities jsonb, first_row integer)
returns setof private.sent_opportunity
language sql stable set search_path = '' as $$
  select
    s.ordinality::integer + first_row - 1,
    nullif(btrim(s.external_id), ''), nullif(private.tidy(s.name), ''),
    nullif(btrim(s.organization_id), ''), nullif(private.tidy(s.organization), ''),
    nullif(btrim(s.principal_id), ''), nullif(private.tidy(s.principal), ''),
    nullif(btrim(s.product_id), ''), nullif(private.tidy(s.product), ''),
    nullif(s.stage, ''), nullif(s.probability_percent, ''), nullif(s.amount, ''), nullif(s.currency, ''),
    nullif(s.expected_close_date, ''), nullif(btrim(s.deal_owner), ''), nullif(s.notes, ''),
    s.context, s.custom_context
  from rows from (jsonb_to_recordset(opportunities) as (
    external_id text, name text, organization_id text, organization text, principal_id text, principal text,
    product_id text, product text, stage text, probability_percent text, amount text, currency text,
    expected_close_date text, deal_owner text, notes text, context jsonb, custom_context jsonb
  )) with ordinality as s
$$;
