-- Guarantees: rows that a rule ends are deleted in batches, and a tenant whose rows cannot be deleted delays no other.

create table private.retention_rules (
  retained regclass primary key,
  ends_after text not null,
  aged_by text not null,
  only_if text not null default 'true',
  by_tenant boolean not null
);
alter table private.retention_rules enable row level security;
comment on column private.retention_rules.ends_after is 'Days, or the key of the setting that holds them.';
comment on column private.retention_rules.aged_by is 'The time, in terms of the row r, that the days are counted from.';

create function private.retain(retained regclass, ends_after text, aged_by text, only_if text default 'true')
returns void
language sql volatile set search_path = '' as $$
  insert into private.retention_rules (retained, ends_after, aged_by, only_if, by_tenant)
  values (retained, ends_after, aged_by, only_if, exists (
    select from pg_catalog.pg_attribute a where a.attrelid = retain.retained and a.attname = 'client_id'))
$$;
comment on function private.retain is
  'Adds the rule that ends the rows of a table. private.delete_expired applies it. Called by register.sql files.';

-- What the rows of tenants are compared with. An empty array of tenants is the rows that belong to none.
create function private.expired_rows(rule private.retention_rules) returns text
language sql stable set search_path = '' as $$
  select case when not rule.by_tenant
    then format('from %s r where %s < now() - make_interval(days => %s) and (%s)', rule.retained, rule.aged_by,
      rule.ends_after, rule.only_if)
    else format('from %s r left join (select c.id, now() - make_interval(days => %s) as oldest from public.clients c
      offset 0) t on t.id = r.client_id
      where %s < coalesce(t.oldest, now() - make_interval(days => %s)) and (%s)', rule.retained,
      case when rule.ends_after ~ '^\d+$' then rule.ends_after
        else format('private.setting(c.id, %L)::integer', rule.ends_after) end, rule.aged_by,
      case when rule.ends_after ~ '^\d+$' then rule.ends_after else '3650' end, rule.only_if)
  end
$$;

create function private.delete_expired_of(tenants uuid[], argument jsonb) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  rule constant private.retention_rules := (
    select r from private.retention_rules r where r.retained = (argument ->> 'retained')::regclass);
  whose constant text := case when not rule.by_tenant then 'true' when tenants = '{}' then 'r.client_id is null'
    else 'r.client_id = any ($1)' end;
  total bigint := 0;
  deleted bigint;
begin
  for batch in 1..10 loop
    execute format('delete from %s where ctid = any (array(select r.ctid %s and %s limit 10000))', rule.retained,
      private.expired_rows(rule), whose) using tenants;
    get diagnostics deleted = row_count;
    total := total + deleted;
    exit when deleted < 10000;
  end loop;
  return total;
end
$$;
comment on function private.delete_expired_of is
  'Deletes up to 100,000 expired rows of the tenants. For private.run_for_tenants.';

create function private.delete_expired(retained regclass) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  rule constant private.retention_rules := (
    select r from private.retention_rules r where r.retained = delete_expired.retained);
  argument constant jsonb := jsonb_build_object('retained', retained::text);
  tenants uuid[];
  total bigint := private.delete_expired_of('{}', argument);
begin
  if rule.by_tenant then
    execute format('select array(select distinct r.client_id %s and r.client_id is not null)',
      private.expired_rows(rule)) into tenants;
    total := total + private.run_for_tenants('delete_expired', tenants, 'private.delete_expired_of', argument);
  end if;
  return total;
end
$$;
comment on function private.delete_expired is 'Applies the rule of a table and returns how many rows it deleted.';

-- A rule that fails stops no other.
create function private.delete_all_expired() returns text
language plpgsql volatile set search_path = '' as $$
declare
  rule private.retention_rules;
  failed text[] := '{}';
  total bigint := 0;
begin
  for rule in select * from private.retention_rules r order by r.retained::text loop
    begin
      total := total + private.delete_expired(rule.retained);
    exception when others then
      failed := failed || format('%s: %s', rule.retained, sqlerrm);
    end;
  end loop;
  if failed <> '{}' then
    raise warning 'rows that should have ended are still there: %', array_to_string(failed, '; ');
  end if;
  return concat_ws('; ', format('%s rows deleted', total), nullif(array_to_string(failed, '; '), ''));
end
$$;
comment on function private.delete_all_expired is 'Applies the rules of all tables.';
