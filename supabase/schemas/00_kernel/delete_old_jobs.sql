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
  'Deletes jobs that ended a week ago, dead jobs after 30 days, and old workers, counts and task runs. Returns how '
  'many jobs it deleted.';
