-- Guarantees: a scheduled job is claimed once it is due, and a job whose worker was lost runs again.

create function private.return_jobs(queue text) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = off set jit = off set enable_bitmapscan = off
set enable_sort = off as $$
declare
  lost uuid[];
begin
  update public.job_queue j set status = 'pending'
  where j.id = any (array(
    select s.id from public.job_queue s
    where s.phase = 'scheduled' and s.queue = return_jobs.queue and s.scheduled_for <= now()
    order by s.scheduled_for limit 1000
    for update skip locked));

  with ended as (
    delete from private.leases l
    where l.id = any (array(
      select e.id from private.leases e where e.queue = return_jobs.queue and e.ends_at < now()
      order by e.ends_at limit 10
      for update skip locked))
    returning l.job_ids
  )
  select array_agg(i.id) into lost from ended e cross join unnest(e.job_ids) i (id);
  if lost is not null then
    update public.job_queue j
    set status = case when j.attempts < j.max_attempts then 'pending' else 'dead' end,
      completed_at = case when j.attempts < j.max_attempts then null else now() end,
      lease_until = null, error_message = 'The worker was lost before it reported a result'
    where j.id = any (lost) and j.lease_until < now();
  end if;
end
$$;
comment on function private.return_jobs is 'Makes jobs pending whose time has come or whose worker was lost.';
