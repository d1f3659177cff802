-- Guarantees: a job's database changes commit together with its end, once.

-- One failing effect must fail only its own job, so the jobs are ended one by one.
create function private.end_jobs_one_by_one(results jsonb) returns private.ended_count[]
language plpgsql volatile set search_path = '' as $$
declare
  counts private.ended_count[] := '{}';
  attempt jsonb;
begin
  for attempt in select r.value from jsonb_array_elements(results) r loop
    begin
      counts := counts || private.end_jobs(jsonb_build_array(attempt));
    exception when others then
      raise warning 'the effect of job % failed: %', attempt ->> 'id', sqlerrm;
      counts := counts || private.end_jobs(jsonb_build_array((attempt - 'result' - 'retry_after')
        || jsonb_build_object('outcome', 'failed', 'error', 'The job''s effect failed')));
    end;
  end loop;
  return counts;
end
$$;

create function private.count_ended(worker_id uuid, counts private.ended_count[], results integer) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  total private.ended_count;
begin
  -- In the order of the tenants, so that two workers do not deadlock.
  insert into private.job_throughput as t (queue, client_id, minute, completed)
  select w.queue, c.client_id, date_trunc('minute', now()), sum(c.completed)
  from unnest(counts) c cross join private.workers w
  where w.id = worker_id and c.completed > 0
  group by w.queue, c.client_id order by c.client_id
  on conflict (queue, client_id, minute) do update set completed = t.completed + excluded.completed;

  select null, coalesce(sum(c.ended), 0), coalesce(sum(c.completed), 0), coalesce(sum(c.failed), 0),
    coalesce(sum(c.dead), 0),
    coalesce(sum(c.postponed), 0)
  into total from unnest(counts) c;
  update private.workers w
  set seen_at = clock_timestamp(), completed = w.completed + total.completed, failed = w.failed + total.failed,
    dead = w.dead + total.dead, postponed = w.postponed + total.postponed, stale = w.stale + results - total.ended
  where w.id = worker_id;
  return total.ended;
end
$$;
comment on function private.count_ended is
  'Adds a worker''s results to its own counts and to the tenants'' throughput. Returns how many ended an attempt.';

-- Definer: see claim_jobs.
create function public.complete_jobs(worker_id uuid, results jsonb, ended_leases bigint[] default '{}') returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  counts private.ended_count[];
begin
  begin
    counts := private.end_jobs(results);
  exception when others then
    counts := private.end_jobs_one_by_one(results);
  end;
  delete from private.leases l where l.id = any (ended_leases) and l.worker_id = complete_jobs.worker_id;
  return jsonb_build_object('ended', private.count_ended(worker_id, counts, jsonb_array_length(results)));
end
$$;
comment on function public.complete_jobs is
  'For workers: ends attempts together with their effects; see private.end_jobs. A result with an old token changes '
  'nothing. ended_leases: leases whose jobs all have a result. Returns {ended: number of attempts ended}.';
revoke execute on function public.complete_jobs from public, anon, authenticated;
grant execute on function public.complete_jobs to service_role;
