-- Guarantees: a tenant, or a parent such as an agent, has at most as many children as its limit, however many writers.

create table private.counted_limits (
  key text primary key references private.setting_definitions,
  counted regclass not null,
  parent text[] not null check (parent[1] = 'client_id'),
  noun text not null
);
alter table private.counted_limits enable row level security;
comment on column private.counted_limits.parent is 'The columns that name the parent, such as {client_id, agent_id}.';

create function private.most_counted(counted private.counted_limits, tenant uuid) returns bigint
language plpgsql stable set search_path = '' as $$
declare
  most bigint;
begin
  execute format(
    'select coalesce(max(c.rows), 0)
     from (select count(*) as rows from %s where client_id = $1 group by %s) c',
    counted.counted, array_to_string(counted.parent, ', ')) into most using tenant;
  return most;
end
$$;
comment on function private.most_counted is 'The children of the tenant''s parent that has most of them.';

create function private.fail_limit(counted private.counted_limits, used bigint, maximum bigint) returns void
language sql volatile set search_path = '' as $$
  select private.fail(409, 'LIMIT_REACHED', format('At most %s %s are allowed', maximum, counted.noun),
    jsonb_build_object('details', jsonb_build_array(
      private.problem(counted.key, 'limit_reached', format('at most %s', maximum))
        || jsonb_build_object('limit', counted.key, 'used', used, 'maximum', maximum))))
$$;

-- The lock makes writers of one tenant count one after the other, so that they cannot pass the limit together.
-- Definer: callers may not read limits, and may not see all rows that count. Its argument is the limit's key.
create function private.check_counted_limit() returns trigger
language plpgsql security definer set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
declare
  counted constant private.counted_limits := (select l from private.counted_limits l where l.key = tg_argv[0]);
  columns constant text := array_to_string(counted.parent, ', ');
  tenant uuid;
  maximum bigint;
  present bigint;
begin
  for tenant in select distinct n.client_id from new_rows n order by 1 loop
    perform pg_advisory_xact_lock(hashtext(counted.key), hashtext(tenant::text));
    maximum := private.setting(tenant, counted.key);
    execute format(
      'select max(k.rows) from (select distinct %1$s from new_rows where client_id = $1) p,
       lateral (select count(*) as rows from %2$s c where (%3$s) = (%4$s)) k', columns, counted.counted,
      'c.' || array_to_string(counted.parent, ', c.'), 'p.' || array_to_string(counted.parent, ', p.'))
    into present using tenant;
    if present > maximum then
      perform private.fail_limit(counted, present - 1, maximum);
    end if;
  end loop;
  return null;
end
$$;

create function private.limit_rows(counted regclass, key text, maximum integer, noun text,
  parent text[] default '{client_id}') returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into private.setting_definitions (key, default_value, type, minimum, maximum, description, operator_only)
  values (limit_rows.key, to_jsonb(limit_rows.maximum), 'integer', 0, 1000000, 'At most so many ' || noun, true);
  insert into private.counted_limits (key, counted, parent, noun)
  values (limit_rows.key, limit_rows.counted, limit_rows.parent, limit_rows.noun);
  execute format('create trigger %I after insert on %s referencing new table as new_rows
    for each statement execute function private.check_counted_limit(%L)',
    'check_' || split_part(key, '.', 2), counted, key);
end
$$;
comment on function private.limit_rows is
  'Limits the rows that a tenant, or a parent named by more columns, may have in a table: 409 LIMIT_REACHED. Adds the '
  'setting, with which the operator changes it. Called by register.sql files.';
