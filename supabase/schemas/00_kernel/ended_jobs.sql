-- What becomes of a job when an attempt ends.

create type private.ended_job as (
  id uuid, client_id uuid, type text, payload jsonb, attempt integer, status text, result jsonb, error text,
  started_at timestamptz, scheduled_for timestamptz, request_id text, traceparent text
);
comment on type private.ended_job is
  'An attempt that ended. status is the new status of its job: completed, scheduled (to be tried again), dead, '
  'parked or pending (given back).';

create function private.backoff(attempt integer) returns interval
language sql volatile set search_path = '' as $$
  select make_interval(secs => least(5 * 2 ^ (attempt - 1), 3600) * (0.75 + random() / 2))
$$;
comment on function private.backoff is
  'The pause after an attempt: 5 s, doubling up to an hour, ± 25 % so that jobs that failed together do not retry '
  'together.';

-- How many attempts of a tenant ended, by outcome.
create type private.ended_count as (
  client_id uuid, ended bigint, completed bigint, failed bigint, dead bigint, postponed bigint
);

create function private.apply_effects(ended private.ended_job[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  effect record;
begin
  for effect in
    select f.type, f.effect from private.job_types f where f.type in (select e.type from unnest(ended) e)
  loop
    execute format('select %s($1)', effect.effect)
      using array(select e from unnest(ended) e where e.type = effect.type);
  end loop;
end
$$;
comment on function private.apply_effects is 'Calls the effect of each job type with the attempts of that type.';
