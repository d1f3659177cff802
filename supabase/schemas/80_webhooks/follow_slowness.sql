-- Guarantees: an endpoint that answers slowly holds few of the places that all endpoints share.

create function private.follow_slowness(jobs private.ended_job[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  with attempts as (
    select j.client_id, (j.payload ->> 'endpoint_id')::uuid as endpoint_id,
      count(*) filter (where (j.result ->> 'duration_ms')::integer >= 5000) as slow,
      bool_or((j.result ->> 'duration_ms')::integer < 5000) as was_quick,
      max((j.result ->> 'duration_ms')::integer) as longest_ms
    from unnest(jobs) j where j.result ? 'duration_ms'
    group by 1, 2
  ), changed as (
    update private.endpoint_health h
    set slow_attempts = case when a.was_quick then 0 else h.slow_attempts + a.slow end
    from attempts a
    where h.client_id = a.client_id and h.endpoint_id = a.endpoint_id and (h.slow_attempts > 0 or a.slow > 0)
    returning h.endpoint_id, h.slow_attempts, a.longest_ms
  ), quick as (
    delete from private.slow_lanes s using changed c where s.lane = c.endpoint_id and c.slow_attempts = 0
  )
  insert into private.slow_lanes as s (lane, rests_until)
  select c.endpoint_id, clock_timestamp() + 4 * make_interval(secs => c.longest_ms / 1000.0)
  from changed c where c.slow_attempts >= 10
  on conflict on constraint slow_lanes_pkey do update set rests_until = greatest(s.rests_until, excluded.rests_until);
end
$$;
comment on function private.follow_slowness is
  'Ten attempts of 5 s or more in a row make an endpoint slow. Then a worker makes one attempt at a time, and the '
  'endpoint rests four times as long as each took, so that it fills a fifth of one place. A quicker one ends that.';
