-- Gives entries their place in the tenant's tree, a minute behind at most.

create function private.latest_seal_run() returns private.audit_seal_runs
language sql stable set search_path = '' as $$
  select r from private.audit_seal_runs r order by r.at desc limit 1
$$;

-- A tenant whose sealing failed goes on where the run that failed began.
create function private.unsealed_from(tree private.audit_trees, otherwise xid8) returns xid8
language sql stable set search_path = '' as $$
  select coalesce(
    (select coalesce((
      select r.since from private.audit_seal_runs r where r.at <= f.since order by r.at desc limit 1), '0')
    from private.tenant_failures f where f.client_id = tree.client_id and f.task = 'seal_audit'),
    tree.waiting_from, otherwise)
$$;
comment on function private.unsealed_from is 'Entries of earlier transactions are sealed, or were not there in time.';

-- A transaction that got its id after a run writes entries after it, so an older one was put there by hand. Five
-- seconds of tolerance for clocks that are set.
create function private.is_backdated(transaction_id xid8, occurred_at timestamptz) returns boolean
language sql stable set search_path = '' as $$
  select coalesce((
    select is_backdated.occurred_at < r.at - interval '5 seconds' from private.audit_seal_runs r
    where r.next_id <= is_backdated.transaction_id order by r.next_id desc limit 1), false)
$$;

-- One look in the index a node. Joined, the planner may read all of a tree: it cannot know how little of it is new.
create function private.grow_trees(tenants uuid[], sizes bigint[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  for height in 1..62 loop
    insert into private.audit_nodes (client_id, level, place, hash)
    select t.client_id, height, p.place, sha256('\x01'::bytea || l.hash || r.hash)
    from unnest(tenants, sizes) g (client_id, size)
    join private.audit_trees t on t.client_id = g.client_id
    cross join generate_series(g.size >> height, (t.size >> height) - 1) p (place)
    cross join lateral (select n.hash from private.merkle_nodes n
      where n.client_id = t.client_id and n.level = height - 1 and n.place = 2 * p.place limit 1) l
    cross join lateral (select n.hash from private.merkle_nodes n
      where n.client_id = t.client_id and n.level = height - 1 and n.place = 2 * p.place + 1 limit 1) r;
    exit when not found;
  end loop;
end
$$;
comment on function private.grow_trees is 'Adds the nodes that became complete since the trees had these sizes.';

create function private.add_leaves(tenants uuid[], run private.audit_seal_runs) returns bigint
language sql volatile set search_path = '' as $$
  with starts as materialized (
    select t.client_id, t.size, private.unsealed_from(t, run.since) as start
    from private.audit_trees t where t.client_id = any (tenants)
  ),
  fresh as materialized (
    select a as entry, a.client_id, a.transaction_id, a.occurred_at, s.size - 1
        + row_number() over (partition by a.client_id order by a.transaction_id, a.id) as number,
      uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
    from public.audit_log a join starts s on s.client_id = a.client_id and a.transaction_id >= s.start
    where a.transaction_id >= (select m.start from starts m order by m.start limit 1) and a.transaction_id < run.horizon
      and not exists (select from private.audit_seals d where d.client_id = a.client_id and d.entry_id = a.id)
      and not private.is_backdated(a.transaction_id, a.occurred_at)
  ),
  taken as materialized (
    select f.* from fresh f join starts s on s.client_id = f.client_id where f.number < s.size + 20000
  ),
  sealed as (
    insert into private.audit_seals (client_id, number, entry_id, occurred_at, salt, leaf)
    select t.client_id, t.number, (t.entry).id, t.occurred_at, t.salt,
      private.leaf_hash(t.entry, t.number, t.salt, null)
    from taken t
  ),
  counted as (
    select t.client_id, count(*) as added, max(t.occurred_at) as newest,
      (array_agg(t.transaction_id order by t.number desc))[1] as last_transaction
    from taken t group by t.client_id
  ),
  grown as (
    update private.audit_trees t
    set size = t.size + coalesce(c.added, 0), sealed_until = greatest(t.sealed_until, c.newest),
      waiting_from = case when c.added = 20000 then c.last_transaction end
    from starts s left join counted c on c.client_id = s.client_id
    where t.client_id = s.client_id
  )
  select count(*) from taken
$$;
comment on function private.add_leaves is
  'Seals the entries of the run''s transactions, at most 20,000 of each tenant, and returns how many.';

-- The trees are locked, so two sealers cannot give one number twice.
create function private.seal_tenants(tenants uuid[], argument jsonb) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  run constant private.audit_seal_runs := private.latest_seal_run();
  sizes bigint[];
  sealed bigint;
begin
  insert into private.audit_trees (client_id) select t.id from unnest(tenants) t (id) on conflict do nothing;
  perform from private.audit_trees t where t.client_id = any (tenants) order by t.client_id for update;
  sizes := array(select (select t.size from private.audit_trees t where t.client_id = n.id)
    from unnest(tenants) with ordinality n (id, place) order by n.place);
  sealed := private.add_leaves(tenants, run);
  perform private.grow_trees(tenants, sizes);
  return sealed;
end
$$;

create function private.seal_audit() returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  run private.audit_seal_runs;
begin
  insert into private.audit_seal_runs (since, horizon, next_id)
  select coalesce((private.latest_seal_run()).horizon, '0'), pg_snapshot_xmin(s.now), pg_snapshot_xmax(s.now)
  from pg_current_snapshot() s (now)
  returning * into run;
  return private.run_for_tenants('seal_audit', array(
    select distinct a.client_id from public.audit_log a
    where a.transaction_id >= run.since and a.transaction_id < run.horizon
    union
    select t.client_id from private.audit_trees t where t.waiting_from is not null
  ), 'private.seal_tenants');
end
$$;
comment on function private.seal_audit is
  'Seals what was committed before the oldest transaction that is still running, and returns how many entries.';
