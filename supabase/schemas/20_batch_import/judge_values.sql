-- Third step of an import, second part: what is wrong with the other values of a row.

create function private.judge_values(resolved private.resolved_opportunity[])
returns table ("row" integer, errors jsonb[])
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  currencies constant jsonb := (select jsonb_object_agg(c.code, true) from private.currencies c);
  stages constant text[] := enum_range(null::public.opportunity_stage);
  date_pattern constant text := '^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';
begin
  return query
  select r.row, array[
    case
      when 'stage' = any (r.cleared) then private.clear_error('stage')
      when r.stage <> all (stages)
        then private.value_error('stage', 'unknown_value', r.stage, 'one of ' || array_to_string(stages, ', '))
    end,
    case
      when r.probability_percent is not null and r.probability is null
        then private.value_error('probability_percent', 'format', r.probability_percent, 'a number')
      when not r.probability between 0 and 100
        then private.number_error('probability_percent', 'range', r.probability_percent, 'be 0–100')
      when scale(trim_scale(r.probability)) > 2
        then private.number_error('probability_percent', 'format', r.probability_percent, 'have at most 2 decimals')
    end,
    case
      when r.amount is not null and r.money is null
        then private.value_error('amount', 'format', r.amount, 'a number like 1234.50')
      when not r.money between 0 and 999999999999.99
        then private.number_error('amount', 'range', r.amount, 'be 0–999999999999.99')
      when scale(trim_scale(r.money)) > 2
        then private.number_error('amount', 'format', r.amount, 'have at most 2 decimals')
    end,
    case
      when 'currency' = any (r.cleared) then private.clear_error('currency')
      when not currencies ? r.currency
        then private.value_error('currency', 'unknown_value', r.currency, 'an ISO 4217 code like EUR')
    end,
    case
      when case
        when r.expected_close_date !~ date_pattern then true
        when right(r.expected_close_date, 2) > '28' then not private.is_calendar_day(r.expected_close_date)
      end
        then private.value_error('expected_close_date', 'format', r.expected_close_date,
          'a calendar date, YYYY-MM-DD, 1900–2199')
    end,
    case when length(r.deal_owner) > 200 then private.length_error('deal_owner', r.deal_owner, 200) end,
    case when length(r.notes) > 10000 then private.length_error('notes', r.notes, 10000) end,
    case
      when jsonb_typeof(r.context) <> 'object'
        then private.row_error('context', 'type', 'context must be a JSON object')
      when pg_column_size(r.context) > 65536
        then private.row_error('context', 'length', 'context is larger than 65,536 bytes')
    end,
    case
      when jsonb_typeof(r.custom_context) <> 'object'
        then private.row_error('custom_context', 'type', 'custom_context must be a JSON object')
      when pg_column_size(r.custom_context) > 65536
        then private.row_error('custom_context', 'length', 'custom_context is larger than 65,536 bytes')
    end
  ]
  from unnest(resolved) r;
end
$$;
