-- What a set of attempts says about their endpoints. Locked in one order, so that workers wait and do not deadlock;
-- the health of an endpoint that does well is not written.
create function private.follow_attempts(jobs private.ended_job[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  ill record;
begin
  for ill in
    with attempts as (
      select j.client_id, (j.payload ->> 'endpoint_id')::uuid as endpoint_id, j.status = 'completed' as ok,
        j.started_at,
        j.result ->> 'status_code' = '410' as gone, coalesce((j.result ->> 'probe')::boolean, false) as probe,
        max(j.started_at) filter (where j.status = 'completed') over (
          partition by j.payload ->> 'endpoint_id') as last_ok
      from unnest(jobs) j where j.result ? 'duration_ms'
    )
    select a.client_id, a.endpoint_id, bool_or(a.ok) as succeeded, bool_or(a.gone) as gone,
      bool_or(a.probe and not a.ok) as probe_failed,
      count(*) filter (where not a.ok and (a.last_ok is null or a.started_at > a.last_ok)) as failures,
      min(a.started_at) filter (where not a.ok and (a.last_ok is null or a.started_at > a.last_ok)) as failing_since
    from attempts a
    group by a.client_id, a.endpoint_id
    order by a.client_id, a.endpoint_id
  loop
    update private.endpoint_health h
    set failures = case when ill.succeeded then 0 else h.failures end + ill.failures,
      failing_since = case when ill.succeeded then ill.failing_since
        else coalesce(h.failing_since, ill.failing_since) end,
      pause_seconds = case when ill.succeeded then 60 when ill.probe_failed then least(h.pause_seconds * 2, 3600)
        else h.pause_seconds end,
      open_until = case
        when ill.succeeded and ill.failures < 10 then null
        when ill.probe_failed then now() + make_interval(secs => least(h.pause_seconds * 2, 3600))
        when h.open_until is null and h.failures + ill.failures >= 10 then now(
          ) + make_interval(secs => h.pause_seconds)
        else h.open_until
      end
    where h.client_id = ill.client_id and h.endpoint_id = ill.endpoint_id
      and (ill.failures > 0 or h.failures > 0 or h.open_until is not null);
    if ill.failures > 0 then
      perform private.disable_endpoint(e, case when ill.gone then 'gone' else 'failing' end)
      from public.webhook_endpoints e join private.endpoint_health h on h.client_id = e.client_id
        and h.endpoint_id = e.id
      where e.client_id = ill.client_id and e.id = ill.endpoint_id
        and (ill.gone or h.failing_since < now() - interval '5 days');
    end if;
  end loop;
end
$$;
