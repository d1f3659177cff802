-- Definer: members may not write opportunities, batches or events by hand, only through this function, whole.
create function public.import_opportunities(
  opportunities jsonb, problems jsonb default '[]', options jsonb default '{}', filename text default null,
  source jsonb default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  settled jsonb;
  dry_run boolean;
  content_hash bytea;
  checked private.checked_row[];
  batch public.opportunity_batches;
  answer jsonb;
begin
  perform private.require_time(tenant), private.check_import_bytes(opportunities, problems, options, filename, source);
  settled := private.check_import_arguments(opportunities, problems, options);
  perform private.check_import_size(opportunities, private.setting(tenant, 'import.max_rows')::integer);
  dry_run := settled @> '{"dry_run": true}';
  content_hash := sha256(convert_to(opportunities::text, 'UTF8'));
  if not dry_run then
    answer := private.replay('import_opportunities',
      sha256(content_hash || convert_to(concat_ws(' ', problems, settled, filename, source), 'UTF8')));
    if answer is not null then
      return answer;
    end if;
    perform private.check_import_rate(tenant);
    perform private.check_duplicate_import(tenant, content_hash, settled @> '{"force": true}');
  end if;

  -- Another import may create or delete one of these rows between the check and the write. Then check again.
  for attempt in 1..3 loop
    begin
      checked := private.check_opportunities(tenant, opportunities, problems, settled);
      batch := private.summarize_import(tenant, checked, settled, filename, source, content_hash);
      perform private.count_time(tenant);
      if dry_run then
        return jsonb_build_object('status', 200, 'body', private.dry_run_json(checked, batch));
      end if;
      perform private.write_import(tenant, checked, batch, opportunities, source);
      return private.remember('import_opportunities', private.import_answer(batch));
    exception when unique_violation or serialization_failure then
      null; -- the next attempt sees what the other import did
    end;
  end loop;
  perform private.fail(503, 'SERVICE_UNAVAILABLE', 'Other imports keep changing the same opportunities, try again',
    '{"retry_after": 1}');
  return null;
end
$$;
comment on function public.import_opportunities is
  'Imports up to import.max_rows opportunities in one transaction. Returns {status, body, replayed?}: 201 with the '
  'batch, 422 with the errors of all rows and the id of the failed batch, 200 for a dry run. Raises 401, 403, '
  '409 DUPLICATE_BATCH or IDEMPOTENCY_KEY_REUSED, 413 BATCH_TOO_LARGE, 422, 429 BATCH_QUOTA_EXCEEDED or '
  'CPU_BUDGET_EXCEEDED, 503. opportunities: array of objects, element i is row i + 1. problems: what reading found, '
  '[{row, field, code, message}]. source: {warnings}, and for a CSV file as sent {columns, rows, lines, delimiter, '
  'unknown_columns, mapping, values, formats}.';
grant execute on function public.import_opportunities to authenticated;
