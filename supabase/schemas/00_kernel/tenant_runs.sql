-- Guarantees: in a run over tenants, one that fails costs the others nothing. It is kept and tried again by itself.

create table private.tenant_failures (
  id bigint generated always as identity primary key,
  task text not null check (length(task) between 1 and 100),
  client_id uuid not null references public.clients on delete cascade,
  work text not null,
  argument jsonb,
  attempts integer not null default 1,
  error text not null,
  since timestamptz not null default clock_timestamp(),
  next_try timestamptz not null default clock_timestamp(),
  unique nulls not distinct (task, client_id, argument)
);
create index on private.tenant_failures (next_try);
alter table private.tenant_failures enable row level security;
comment on table private.tenant_failures is
  'The tenants whose part of a run failed. Only the operator sees them. Runs leave them out until a retry succeeds.';

create function private.keep_tenant_failure(task text, tenant uuid, work text, argument jsonb, error text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into private.tenant_failures (task, client_id, work, argument, error)
  values (keep_tenant_failure.task, tenant, keep_tenant_failure.work, keep_tenant_failure.argument, left(error, 1000))
  on conflict do nothing;
  raise warning '% failed for tenant %: %', task, tenant, error;
end
$$;

-- Halves the tenants until those that fail are alone, so that a few failures cost few repetitions.
-- A tenant that holds its own locks may delay the others by a second.
create function private.try_tenants(task text, tenants uuid[], work text, argument jsonb) returns bigint
language plpgsql volatile set search_path = '' set lock_timeout = '1s' as $$
declare
  half constant integer := cardinality(tenants) / 2;
  done bigint;
begin
  begin
    execute format('select %s($1, $2)', work) into done using tenants, argument;
    return done;
  exception when others then
    if half = 0 then
      perform private.keep_tenant_failure(task, tenants[1], work, argument, sqlerrm);
      return 0;
    end if;
  end;
  return private.try_tenants(task, tenants[:half], work, argument)
    + private.try_tenants(task, tenants[half + 1:], work, argument);
end
$$;

create function private.run_for_tenants(task text, tenants uuid[], work text, argument jsonb default null)
returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  healthy constant uuid[] := array(
    select t.id from unnest(tenants) with ordinality t (id, place)
    where not exists (
      select from private.tenant_failures f
      where f.client_id = t.id and f.task = run_for_tenants.task
        and f.argument is not distinct from run_for_tenants.argument)
    order by t.place);
begin
  return case when healthy = '{}' then 0 else private.try_tenants(task, healthy, work, argument) end;
end
$$;
comment on function private.run_for_tenants is
  'Calls work(tenants uuid[], argument jsonb), which returns a count, and returns the total. If a tenant makes it '
  'fail, the others are done without it and private.retry_tenants tries it again. work must call nothing outside.';

create function private.retry_tenant(failure private.tenant_failures) returns boolean
language plpgsql volatile set search_path = '' set lock_timeout = '1s' as $$
begin
  execute format('select %s($1, $2)', failure.work) using array[failure.client_id], failure.argument;
  delete from private.tenant_failures f where f.id = failure.id;
  return true;
exception when others then
  update private.tenant_failures f
  set attempts = f.attempts + 1, error = left(sqlerrm, 1000),
    next_try = clock_timestamp() + make_interval(mins => least(2 ^ (f.attempts - 1), 60)::integer)
  where f.id = failure.id;
  raise warning '% failed again for tenant %: %', failure.task, failure.client_id, sqlerrm;
  return false;
end
$$;
comment on function private.retry_tenant is
  'Tries the tenant''s part of a run again. After a failure it waits a minute, then twice as long each time, at most '
  'an hour.';

create function private.retry_tenants() returns text
language plpgsql volatile set search_path = '' as $$
declare
  outcome record;
begin
  select count(*) as tried, count(*) filter (where r.succeeded) as succeeded into outcome
  from (
    select private.retry_tenant(f) as succeeded
    from (
      select * from private.tenant_failures d where d.next_try <= clock_timestamp()
      order by d.next_try limit 100 for update skip locked
    ) f
  ) r;
  return format('%s of %s succeeded', outcome.succeeded, outcome.tried);
end
$$;
comment on function private.retry_tenants is
  'Tries again the tenants whose part of a run failed and whose pause is over.';

create function private.failing_tenants(task text) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('client_id', f.client_id, 'error', f.error, 'attempts', f.attempts,
    'since', f.since, 'next_try', f.next_try) order by f.since), '[]')
  from (
    select * from private.tenant_failures f
    where f.task = failing_tenants.task or failing_tenants.task = 'retry_tenants' and not exists (
      select from private.scheduled_tasks t where t.name = f.task)
    order by f.since limit 100) f
$$;
comment on function private.failing_tenants is
  'The tenants that runs of the task leave out, at most 100. A task that is no schedule is shown with the retries.';
