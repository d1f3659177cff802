-- Definer: callers see how many jobs they have, and how many workers are on each queue.
create function public.job_stats() returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.jobs_tenant('jobs:read');
  queues jsonb;
begin
  with unfinished as (
    select j.queue, count(*) filter (where j.status = 'pending') as pending,
      count(*) filter (where j.status = 'scheduled') as scheduled,
      count(*) filter (where j.status = 'running') as running, count(*) filter (where j.status = 'parked') as parked,
      count(*) filter (where j.status = 'dead') as dead,
      min(j.scheduled_for) filter (where j.status in ('pending', 'scheduled')
        and j.scheduled_for <= now()) as oldest_due
    from public.job_queue j
    where j.phase <> 'finished'
      and (j.client_id = tenant or tenant is null and private.is_operator())
    group by j.queue
  ), finished as (
    select t.queue, sum(t.completed) as completed from private.job_throughput t
    where t.minute > now() - interval '1 hour' and (t.client_id = tenant or tenant is null and private.is_operator())
    group by t.queue
  )
  select coalesce(jsonb_agg(jsonb_build_object('queue', q.queue,
    'pending', coalesce(u.pending, 0), 'scheduled', coalesce(u.scheduled, 0), 'running', coalesce(u.running, 0),
    'parked', coalesce(u.parked, 0), 'dead', coalesce(u.dead, 0),
    'oldest_due_seconds', round(extract(epoch from now() - u.oldest_due), 3),
    'completed_last_hour', coalesce(f.completed, 0), 'workers', private.present_workers(q.queue)) order by q.queue),
      '[]') into queues
  from private.queues q left join unfinished u using (queue) left join finished f using (queue);
  return jsonb_build_object('queues', queues, 'workers', case when private.is_operator() then (
    select coalesce(jsonb_agg(to_jsonb(w) order by w.started_at desc), '[]')
    from (select * from private.workers w order by w.started_at desc limit 50) w) end);
end
$$;
comment on function public.job_stats is
  'Counts by queue: {queues: [{queue, pending, scheduled, running, parked, dead, oldest_due_seconds, '
  'completed_last_hour, workers}], workers}. The secret key gets the counts of all tenants and the system, or of '
  'the tenant in x-client-id, and each worker''s row; for others workers is null. Raises 401, 403.';
grant execute on function public.job_stats to authenticated;
