-- Wakes workers through pg_net. A lost ring delays a job and loses nothing, because cron rings again.

create function private.set_doorbell(functions_url text, secret_key text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  entry record;
begin
  for entry in
    select v.name, v.secret, s.id from (values ('functions_url', set_doorbell.functions_url),
      ('secret_key', set_doorbell.secret_key)) v (name, secret)
    left join vault.secrets s on s.name = v.name
  loop
    if entry.id is null then
      perform vault.create_secret(entry.secret, entry.name, 'For the doorbell that wakes workers');
    else
      perform vault.update_secret(entry.id, entry.secret);
    end if;
  end loop;
  perform private.set_request_key(set_doorbell.secret_key);
  perform private.announce_schedules();
end
$$;
comment on function private.set_doorbell is
  'Stores the functions'' URL (…/functions/v1) and the project''s secret key in the Vault, makes the key that '
  'functions sign with, and makes pg_cron read its jobs. Without them no worker is woken.';

-- Rings once per transaction.
create function private.ring(queue text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if current_setting('frontline.rung_' || queue, true) = 'yes' or private.present_workers(queue) > 0 then
    return;
  end if;
  perform set_config('frontline.rung_' || queue, 'yes', true);
  perform net.http_post(
    url.decrypted_secret || q.worker_path,
    headers => jsonb_build_object('Content-Type', 'application/json', 'apikey', key.decrypted_secret))
  from private.queues q
  join vault.decrypted_secrets url on url.name = 'functions_url'
  join vault.decrypted_secrets key on key.name = 'secret_key'
  where q.queue = ring.queue;
end
$$;
comment on function private.ring is
  'Wakes the queue''s worker when the transaction commits, unless one is running. The call may be lost; the job''s '
  'row is not.';

-- Definer: callers who enqueue may not read the Vault or use pg_net.
create function private.ring_doorbell() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.ring(q.queue)
  from (select distinct n.queue from new_rows n where n.status = 'pending') q;
  return null;
end
$$;
create trigger doorbell after insert on public.job_queue referencing new table as new_rows
  for each statement execute function private.ring_doorbell();

create function private.next_due(queue text) returns timestamptz
language plpgsql stable set search_path = '' set enable_seqscan = off set jit = off set enable_bitmapscan = off
set enable_sort = off as $$
begin
  -- Not exists: that would drop the order, which has the planner take the index of lanes.
  if (select true from public.job_queue j
      where j.phase = 'active' and j.queue = next_due.queue and j.lease_until is null order by j.lane limit 1) then
    return now();
  end if;
  return least(
    (select j.scheduled_for from public.job_queue j
     where j.phase = 'scheduled' and j.queue = next_due.queue order by j.scheduled_for limit 1),
    (select l.ends_at from private.leases l where l.queue = next_due.queue order by l.ends_at limit 1));
end
$$;
comment on function private.next_due is
  'When the queue next has work: a job becomes due or a lease ends. Null if nothing is waiting.';

create function private.ring_queues() returns integer
language plpgsql volatile set search_path = '' as $$
declare
  rung integer;
begin
  perform private.ring(q.queue) from private.queues q where private.next_due(q.queue) <= now() + interval '1 minute';
  get diagnostics rung = row_count;
  return rung;
end
$$;
comment on function private.ring_queues is
  'Wakes the worker of each queue that has work within a minute. Returns how many queues have.';
