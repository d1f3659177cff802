-- Guarantees: a worker that may not claim what is due learns at once of a job that it may claim.

create function private.can_claim(queue text, lane_limit integer, busy jsonb, tenant_limit integer, held jsonb)
returns boolean
language plpgsql stable set search_path = ''
set enable_seqscan = off set jit = off set enable_bitmapscan = off set enable_mergejoin = off
set enable_hashjoin = off set enable_sort = off as $$
begin
  return exists (
    select
    from unnest(private.lanes_after(queue, 'ffffffff-ffff-ffff-ffff-ffffffffffff', 1000)) l (lane)
    cross join lateral (
      select j.client_id from public.job_queue j
      where j.phase = 'active' and j.queue = can_claim.queue and j.lane = l.lane and j.lease_until is null
      order by j.priority desc limit 1 -- by the lane's index, see private.lock_waiting
    ) j
    where coalesce(
        coalesce((busy ->> l.lane::text)::integer, 0) < least(can_claim.lane_limit, private.lane_limit(l.lane)), true)
      and coalesce(coalesce((held ->> j.client_id::text)::integer, 0) < tenant_limit, true)); -- null is no limit
end
$$;
comment on function private.can_claim is
  'Whether there is a job that a worker with these limits may claim; see public.claim_jobs for them.';

-- Between two looks it sleeps nine times as long as one takes, so that a tenant with many lanes costs a tenth of a
-- core; but not longer than a job may wait, because on a busy machine a look takes long that costs little.
-- Definer: only the service role may call this, and it has no rights in private.
create function public.await_claimable_jobs(
  queue text, lane_limit integer default null, busy jsonb default '{}', tenant_limit integer default null,
  held jsonb default '{}', wait_ms integer default 0
) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  ends_at constant timestamptz := clock_timestamp() + make_interval(secs => least(wait_ms, 1000) / 1000.0);
  began timestamptz;
begin
  loop
    began := clock_timestamp();
    if private.can_claim(queue, lane_limit, busy, tenant_limit, held) then
      return true;
    elsif clock_timestamp() >= ends_at then
      return false;
    end if;
    perform pg_sleep(least(greatest(9 * extract(epoch from clock_timestamp() - began), 0.005), 0.04));
  end loop;
end
$$;
comment on function public.await_claimable_jobs is
  'For workers: waits up to wait_ms, at most a second, for a job that may be claimed while all that are due may not. '
  'Returns whether there is one. lane_limit, busy, tenant_limit and held are those of claim_jobs.';
revoke execute on function public.await_claimable_jobs from public, anon, authenticated;
grant execute on function public.await_claimable_jobs to service_role;
