-- Guarantees: what a job changes in the database commits together with its end, once.

-- An effect that fails is its job's failure and nobody else's: each job alone then, so that the others end.
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
        || jsonb_build_object('outcome', 'failed', 'error',
          format('What the job changes in the database failed: %s', sqlerrm))));
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
  -- In one order, so that two workers do not wait in a circle.
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
  'Counts what so many results of a worker came to, for itself and, what was completed, by tenant; returns how many '
  'ended an attempt.';

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
  'For workers: ends attempts, each with what it changes in the database, and counts them; see private.end_jobs. A '
  'result whose token is old changes nothing. '
  'ended_leases: those of whose jobs each has had its result. {ended: how many did}.';
revoke execute on function public.complete_jobs from public, anon, authenticated;
grant execute on function public.complete_jobs to service_role;

-- Definer: see claim_jobs.
create function public.end_worker(worker_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  worked_on text;
begin
  update private.workers w set ended_at = clock_timestamp() where w.id = worker_id returning w.queue into worked_on;
  delete from private.leases l
  where l.worker_id = end_worker.worker_id
    and not exists (select from public.job_queue j where j.id = any (l.job_ids) and j.lease_until is not null);
  if private.next_due(worked_on) <= now() + interval '5 seconds' then
    perform private.ring(worked_on);
  end if;
end
$$;
comment on function public.end_worker is
  'For workers: says that this one ends, and wakes the next one when there is more to do.';
revoke execute on function public.end_worker from public, anon, authenticated;
grant execute on function public.end_worker to service_role;

create function private.delete_old_jobs() returns integer
language plpgsql volatile set search_path = '' as $$
declare
  deleted integer;
begin
  delete from public.job_queue j
  where j.completed_at < now() - case when j.status = 'dead' then interval '30 days' else interval '7 days' end;
  get diagnostics deleted = row_count;
  delete from private.workers w where w.seen_at < now() - interval '1 day';
  delete from private.job_throughput t where t.minute < now() - interval '1 day';
  delete from private.task_runs r where r.started_at < now() - interval '14 days'
    and r.id <> (select max(l.id) from private.task_runs l where l.name = r.name);
  return deleted;
end
$$;
comment on function private.delete_old_jobs is
  'Deletes jobs that ended a week ago, dead ones after 30 days, and what is known of old workers and runs; returns '
  'how many jobs.';
