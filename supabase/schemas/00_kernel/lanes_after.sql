-- A loose index scan: one probe per lane, no matter how many jobs it has. Running jobs are skipped.
create function private.lanes_after(queue text, lane uuid, at_most integer) returns uuid[]
language plpgsql stable set search_path = '' set enable_seqscan = off set jit = off set enable_bitmapscan = off
set enable_sort = off as $$
begin
  return (
    with recursive ahead (lane) as (
      (select j.lane from public.job_queue j
       where j.phase = 'active' and j.queue = lanes_after.queue and j.lane > lanes_after.lane and j.lease_until is null
       order by j.lane limit 1)
      union all
      select n.lane from ahead a cross join lateral (
        select j.lane from public.job_queue j
        where j.phase = 'active' and j.queue = lanes_after.queue and j.lane > a.lane and j.lease_until is null
        order by j.lane limit 1) n
    ), from_the_first (lane) as (
      (select j.lane from public.job_queue j
       where j.phase = 'active' and j.queue = lanes_after.queue and j.lane <= lanes_after.lane and j.lease_until is null
       order by j.lane limit 1)
      union all
      select n.lane from from_the_first f cross join lateral (
        select j.lane from public.job_queue j
        where j.phase = 'active' and j.queue = lanes_after.queue and j.lane > f.lane and j.lane <= lanes_after.lane
          and j.lease_until is null
        order by j.lane limit 1) n
    )
    select array(select l.lane from (table ahead union all table from_the_first) l limit at_most));
end
$$;
comment on function private.lanes_after is
  'The next lanes with pending jobs: those after this lane, then from the first one.';
