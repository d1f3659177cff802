-- What tells a cached answer from a newer one. Guarantees: a change and its mark commit together, so the version of a
-- topic is never one that an older state had. Marks are only added and joined, so writers never wait for each other.

create table private.cache_marks (
  client_id uuid not null references public.clients on delete cascade,
  topic text not null check (topic ~ '^[a-z_]{1,40}$'),
  token bigint not null default (random() * 4611686018427387904)::bigint,
  is_sum boolean not null default false
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create index on private.cache_marks (client_id, topic) include (token);
create index on private.cache_marks (client_id) where not is_sum;
alter table private.cache_marks enable row level security;

-- Definer: callers cannot write marks.
create function private.mark_cache() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_level = 'ROW' then
    insert into private.cache_marks (client_id, topic) values (new.client_id, tg_argv[0]);
  elsif tg_op <> 'DELETE' then
    insert into private.cache_marks (client_id, topic) select distinct n.client_id, tg_argv[0] from new_rows n;
  else
    insert into private.cache_marks (client_id, topic)
    select distinct o.client_id, tg_argv[0] from old_rows o join public.clients c on c.id = o.client_id;
  end if;
  return null;
end
$$;

create function private.mark_changes(marked regclass, topic text) returns void
language plpgsql set search_path = '' as $$
begin
  execute format('create trigger mark_cache_insert after insert on %s referencing new table as new_rows
    for each statement execute function private.mark_cache(%L)', marked, topic);
  execute format('create trigger mark_cache_update after update on %s referencing new table as new_rows
    for each statement execute function private.mark_cache(%L)', marked, topic);
  execute format('create trigger mark_cache_delete after delete on %s referencing old table as old_rows
    for each statement execute function private.mark_cache(%L)', marked, topic);
end
$$;
comment on function private.mark_changes is
  'From now on each change of the table, which has client_id, changes the version of the topic.';

create function private.cache_version(tenant uuid, topics text[]) returns text
language sql stable set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
  select mod(coalesce(sum(m.token), 0), 4611686018427387904)::text from private.cache_marks m
  where m.client_id = tenant and m.topic = any (topics)
$$;
comment on function private.cache_version is
  'A number that differs for any two states of the topics. It is the sum of the marks, whatever order they commit in.';

create function private.sum_cache_marks(tenants uuid[], argument jsonb default null) returns bigint
language sql volatile set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
  with part as (
    select distinct m.client_id, m.topic from private.cache_marks m where m.client_id = any (tenants) and not m.is_sum
  ), taken as (
    delete from private.cache_marks m using part p where m.client_id = p.client_id and m.topic = p.topic
    returning m.client_id, m.topic, m.token
  ), summed as (
    insert into private.cache_marks (client_id, topic, token, is_sum)
    select t.client_id, t.topic, mod(sum(t.token), 4611686018427387904)::bigint, true from taken t group by 1, 2
    returning 1
  )
  select count(*) from summed
$$;
comment on function private.sum_cache_marks is
  'Joins the marks of each topic into one; its version stays. For private.run_for_tenants.';

create function private.mark_topic(tenants uuid[], topic text) returns void
language sql volatile set search_path = '' as $$
  insert into private.cache_marks (client_id, topic) select distinct t.id, mark_topic.topic from unnest(tenants) t (id)
$$;
comment on function private.mark_topic is 'Changes the version of the topic, in the transaction of what changed.';

create function private.cache_state(tenant uuid, topics text[]) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('tenant', tenant, 'version', private.cache_version(tenant, topics),
    'currency', c.currency, 'time_zone', c.time_zone, 'today', (now() at time zone c.time_zone)::date)
  from public.clients c where c.id = tenant
$$;

-- Definer: callers cannot read marks.
create function public.cache_state(scope text, topics text[]) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize(scope);
begin
  if topics is null or cardinality(topics) > 10 then
    perform private.invalid('topics', 'range', 'must be an array of at most 10 topics');
  end if;
  return private.cache_state(tenant, topics);
end
$$;
comment on function public.cache_state is
  'Asked before a cached answer is given: whether the caller has the scope at this moment, and what the answer depends '
  'on: {tenant, version of the topics, currency, time_zone, today}. Raises 401, 403, 422.';
grant execute on function public.cache_state to authenticated;
