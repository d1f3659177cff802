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
  'For workers: records that this worker ends and wakes the next one if there is more to do.';
revoke execute on function public.end_worker from public, anon, authenticated;
grant execute on function public.end_worker to service_role;
