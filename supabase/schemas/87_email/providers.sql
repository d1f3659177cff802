-- Guarantees: all workers together ask a provider as often as it allows, and leave one alone that does not answer.

create table private.email_providers (
  provider text primary key check (length(provider) <= 20),
  next_at timestamptz not null default '-infinity',
  rests_until timestamptz not null default '-infinity',
  failures integer not null default 0,
  taken_at timestamptz
) with (fillfactor = 50);
alter table private.email_providers enable row level security;
comment on table private.email_providers is
  'Pace and breaker of each provider. Workers write it once for each batch of mails, not once a mail.';
comment on column private.email_providers.next_at is 'When the next mail may go: each takes its turn from here.';
comment on column private.email_providers.failures is 'Attempts since the last mail was taken that failed on its side.';

create function private.breaker_failures() returns integer
language sql immutable set search_path = '' return 5;
comment on function private.breaker_failures is 'After this many failures in a row a provider rests.';

create function private.take_email_turns(provider text, mails integer, urgent integer, rate numeric)
returns table (first_at timestamptz, granted integer)
language plpgsql volatile set search_path = '' as $$
declare
  pace private.email_providers;
  now_at timestamptz;
begin
  insert into private.email_providers (provider) values (take_email_turns.provider) on conflict do nothing;
  select * into pace from private.email_providers p where p.provider = take_email_turns.provider for update;
  now_at := clock_timestamp();
  first_at := greatest(pace.next_at, now_at);
  -- A worker waits out turns of the next 20 s. Later ones would outlive its lease.
  granted := greatest(urgent,
    least(mails, floor(extract(epoch from now_at + interval '20 seconds' - first_at) * rate)));
  if pace.rests_until > now_at then
    granted := 0; -- since the caller looked, another worker took the one mail to try, or was told to wait
  elsif pace.failures >= private.breaker_failures() then
    granted := least(granted, 1);
  end if;
  granted := greatest(granted, 0);
  update private.email_providers p
  set next_at = take_email_turns.first_at + make_interval(secs => (take_email_turns.granted / rate)::float8),
    rests_until = case when p.failures >= private.breaker_failures() and granted > 0
      then now_at + interval '20 seconds' else p.rests_until end
  where p.provider = take_email_turns.provider;
  return next;
end
$$;
comment on function private.take_email_turns is
  'Reserves turns at a provider for up to so many mails, of which the urgent ones are first and wait for none; rate is '
  'mails a second. After its rest a provider that had '
  'failed gets one mail to try, and none while it rests.';

create function private.follow_email_providers(jobs private.ended_job[]) returns void
language sql volatile set search_path = '' as $$
  with ended as (
    select j.result ->> 'provider' as provider, bool_or(j.result ->> 'status' = 'taken') as taken,
      count(*) filter (where (j.result ->> 'blames_provider')::boolean) as failures,
      max((j.result ->> 'rest_seconds')::float8) as rest_seconds,
      max((j.result ->> 'pause_seconds')::float8) as pause_seconds
    from unnest(jobs) j where j.result ? 'provider' group by 1
  )
  update private.email_providers p
  set failures = case when e.taken then 0 else least(p.failures + e.failures, 100) end,
    taken_at = case when e.taken then clock_timestamp() else p.taken_at end,
    next_at = greatest(p.next_at, clock_timestamp() + make_interval(secs => least(coalesce(e.pause_seconds, 0), 60))),
    rests_until = case
      when e.rest_seconds is not null then clock_timestamp() + make_interval(secs => least(e.rest_seconds, 3600))
      when e.taken then '-infinity'
      when p.failures + e.failures >= private.breaker_failures() then clock_timestamp()
        + make_interval(secs => least(15 * 2 ^ ((p.failures + e.failures) / private.breaker_failures() - 1), 300))
      else p.rests_until end
  from ended e where e.provider = p.provider
$$;
comment on function private.follow_email_providers is
  'What attempts say about their provider: rest_seconds is its answer to too many requests, pause_seconds the time '
  'until its window has room again. Rests grow from 15 s to 5 minutes while attempts fail.';
