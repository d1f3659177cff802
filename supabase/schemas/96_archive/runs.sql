-- Guarantees: each night old rows move and go in small transactions. A run that is killed goes on where it was, and a
-- tenant whose rows cannot be moved delays no other.

create table private.archive_runs (
  client_id uuid not null references public.clients,
  id uuid not null default private.uuidv7(),
  kind text not null references private.archive_kinds,
  status text not null default 'running' check (status in ('running', 'completed')),
  hot_days integer not null,
  archive_days integer not null,
  moved bigint not null,
  removed bigint not null,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  primary key (client_id, id),
  check ((status = 'completed') = (finished_at is not null))
);
create unique index archive_runs_running on private.archive_runs (client_id, kind) where status = 'running';
create index archive_runs_newest on private.archive_runs (client_id, started_at desc, id desc);
alter table private.archive_runs enable row level security;

create function private.archive_run_json(run private.archive_runs) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(run) - 'client_id'
$$;

create function private.count_run(tenant uuid, kind text, period private.archive_period, counts private.archive_counts)
returns void
language sql volatile set search_path = '' as $$
  insert into private.archive_runs as r (client_id, kind, hot_days, archive_days, moved, removed)
  values (tenant, count_run.kind, period.hot_days, period.archive_days, counts.moved, counts.removed)
  on conflict (client_id, kind) where status = 'running' do update set
    moved = r.moved + excluded.moved, removed = r.removed + excluded.removed,
    hot_days = excluded.hot_days, archive_days = excluded.archive_days
$$;

create function private.end_run(tenant uuid, kind text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  run private.archive_runs;
begin
  update private.archive_runs r set status = 'completed', finished_at = clock_timestamp()
  where r.client_id = tenant and r.kind = end_run.kind and r.status = 'running' returning * into run;
  if found then
    perform private.record_action(tenant, 'archive_runs', run.id, 'archived', private.archive_run_json(run));
    perform private.emit_event(tenant, 'archive.completed', private.archive_run_json(run));
  end if;
end
$$;

create function private.must_not_move(tenant uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return exists (select from private.erasures e where e.client_id = tenant and e.completed_at is null)
    or exists (select from private.exports e where e.client_id = tenant and e.began_at > now() - interval '2 hours');
end
$$;
comment on function private.must_not_move is
  'True while rows that move could be missed by an erasure, or be twice in an export.';

-- A tenant whose archive is busy, because a hold is being placed or a person erased, is left for a later round. It is
-- asked before the lock, which an erasure would wait for, and again under it.
create function private.archive_batch(tenant uuid, k private.archive_kinds) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  period constant private.archive_period := private.archive_policy(tenant, k);
  kept_from constant timestamptz := private.days_back(period.archive_days);
  counts private.archive_counts := (0, 0);
  picked private.picked_rows;
begin
  if private.must_not_move(tenant) or not pg_try_advisory_xact_lock(hashtext('archive'), hashtext(tenant::text)) then
    return 0;
  elsif private.must_not_move(tenant) then
    return 0;
  end if;
  perform private.open_audit_group('archive_runs', tenant);
  picked := private.pick_rows(tenant, k, private.days_back(period.hot_days));
  if picked.ids is not null then
    counts := private.move_rows(tenant, k, picked, kept_from);
  end if;
  counts.removed := counts.removed + private.remove_rows(tenant, k, kept_from);
  perform private.close_audit_group();
  if counts.moved + counts.removed = 0 then
    perform private.end_run(tenant, k.kind);
  else
    perform private.count_run(tenant, k.kind, period, counts);
  end if;
  return counts.moved + counts.removed;
end
$$;
comment on function private.archive_batch is
  'Moves and deletes one batch of rows and returns how many. With nothing left to do it ends the run.';

create function private.archive_batches(tenants uuid[], argument jsonb) returns bigint
language sql volatile set search_path = '' as $$
  select coalesce(sum(private.archive_batch(t.id, private.archive_kind(argument ->> 'kind'))), 0)::bigint
  from unnest(tenants) t (id)
$$;
comment on function private.archive_batches is 'For private.run_for_tenants. argument: {kind}.';

create type private.due_archive as (kind text, client_id uuid);

create function private.tenants_due(k private.archive_kinds) returns setof private.due_archive
language plpgsql stable set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
declare
  set_days constant text := 'private.setting(t.id, ' || quote_literal(k.hot_setting) || ')::integer';
begin
  return query execute format(
    'select ($1).kind, t.id from public.clients t
     left join private.archive_policies p on p.client_id = t.id and p.kind = ($1).kind
     cross join lateral (select private.days_back(coalesce(p.hot_days, %4$s)) as cutoff,
       private.days_back(coalesce(p.archive_days, %5$s)) as kept_from offset 0) c
     where t.status <> ''deleting'' and (
       exists (select from %1$s r where r.client_id = t.id and %2$s < c.cutoff and (%3$s))
       or exists (select from private.archive_runs a
         where a.client_id = t.id and a.kind = ($1).kind and a.status = ''running'')
       or exists (select from private.archive_chunks a
         where a.client_id = t.id and a.kind = ($1).kind and a.first_at < c.kept_from))',
    k.source, k.aged_by, k.only_if,
    coalesce(set_days, k.hot_days::text), coalesce(set_days, k.archive_days::text)) using k;
end
$$;
comment on function private.tenants_due is 'The tenants with rows of the kind to move or delete, or with a run to end.';

-- Short, because writers of the rows in hand wait for it. One batch of each tenant and kind in turn.
create function private.archive_rows(seconds integer default 5) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  until constant timestamptz := clock_timestamp() + make_interval(secs => seconds);
  due private.due_archive[] := array(
    select d from private.archive_kinds k cross join lateral private.tenants_due(k) d order by random());
  one private.due_archive;
  done bigint;
  total bigint := 0;
begin
  while due <> '{}' loop
    one := due[1];
    done := private.run_for_tenants('archive_rows', array[one.client_id], 'private.archive_batches',
      jsonb_build_object('kind', one.kind));
    total := total + done;
    due := due[2:] || case when done > 0 then array[one] end;
    exit when clock_timestamp() > until;
  end loop;
  return total;
end
$$;
comment on function private.archive_rows is
  'Moves and deletes what policies say, for some seconds, and returns the number of rows.';
