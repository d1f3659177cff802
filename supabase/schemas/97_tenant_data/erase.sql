-- Replaces a person's address in every text of a tenant, table by table.

-- What else of a row is personal when it has the address in one column.
create table private.person_columns (
  relation regclass not null,
  email text not null,
  personal text not null,
  primary key (relation, personal)
);
alter table private.person_columns enable row level security;

-- The address as a word: not within a longer one. In JSON an escape such as \n may stand before it.
create function private.address_pattern(email text) returns text
language sql immutable set search_path = '' as $$
  select '(?:(?<![A-Za-z0-9._%+-])|(?<=\\[bfnrt]))' || regexp_replace(email, '([^A-Za-z0-9@])', '\\\1', 'g')
    || '(?![A-Za-z0-9-]|\.[A-Za-z0-9])'
$$;

-- The columns that can hold a text. audit_log is sealed and has its own way, private.erase_from_audit.
create function private.erasable_columns(relation regclass) returns table (name text, type text, personal text)
language sql stable set search_path = '' as $$
  select a.attname::text, format_type(a.atttypid, null), p.email
  from pg_catalog.pg_attribute a
  left join private.person_columns p on p.relation = erasable_columns.relation and p.personal = a.attname
  where a.attrelid = erasable_columns.relation and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    and a.atttypid = any ('{text,varchar,json,jsonb,"text[]"}'::regtype[])
    and a.attrelid <> all ('{public.audit_log,private.erasures}'::regclass[])
$$;

create function private.pseudonym(erasure_id uuid) returns text
language sql immutable set search_path = '' return 'erased-' || left(erasure_id::text, 13);

-- target is the table itself, or a copy of it that may lack columns.
create function private.erase_statement(relation regclass, target regclass) returns text
language sql stable set search_path = '' as $$
  select format('update %s r set %s where r.client_id = $1 and (%s)', target,
    string_agg(format('%I = %s', c.name, case
      when c.personal is not null
        then format('case when r.%I ~* $2 then $4 else regexp_replace(r.%I, $2, $3, ''gi'') end', c.personal, c.name)
      when c.type = 'text[]'
        then format('case when r.%1$I is not null then array(select regexp_replace(t, $2, $3, ''gi'')
          from unnest(r.%1$I) with ordinality u (t, n) order by n) end', c.name)
      else format('regexp_replace(r.%I::text, $2, $3, ''gi'')::%s', c.name, c.type) end), ', '),
    string_agg(format('r.%I::text ~* $2', c.name), ' or '))
  from private.erasable_columns(relation) c
  where exists (select from pg_catalog.pg_attribute a where a.attrelid = target and a.attname = c.name)
  having count(*) > 0
$$;

-- What a row is recalled by may hold the address too, so its key is made again.
create function private.erase_from_chunks(relation regclass, erasure private.erasures) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  pattern constant text := private.address_pattern(erasure.email);
  chunk private.archive_chunks;
  key private.chunk_key[];
  changed bigint := 0;
begin
  for chunk in execute format('select * from %s c where c.client_id = $1 and c.content::text ~* $2', relation)
    using erasure.client_id, pattern
  loop
    key := array[(chunk.last_at, chunk.id)::private.chunk_key];
    perform private.count_chunks(chunk.client_id, chunk.kind, key, -1);
    perform private.replace_content(private.archive_kind(chunk.kind), chunk, regexp_replace(chunk.content::text,
      pattern, private.pseudonym(erasure.id) || '@erased.invalid', 'gi')::jsonb);
    perform private.count_chunks(chunk.client_id, chunk.kind, key, 1);
    changed := changed + 1;
  end loop;
  return changed;
end
$$;
comment on function private.erase_from_chunks is
  'Erases the person from a partition of the archive and returns how many chunks named them.';

create function private.erase_from(relation regclass, erasure private.erasures) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  statement constant text := private.erase_statement(relation, relation);
  pseudonym constant text := private.pseudonym(erasure.id);
  changed bigint := 0;
begin
  if relation = 'public.audit_log'::regclass then
    return private.erase_from_audit(erasure.client_id, erasure.email);
  elsif relation in (select i.inhrelid from pg_catalog.pg_inherits i
    where i.inhparent = 'private.archive_chunks'::regclass) then
    return private.erase_from_chunks(relation, erasure);
  elsif statement is not null then
    perform private.open_audit_group('erasures', erasure.id);
    execute statement using erasure.client_id, private.address_pattern(erasure.email),
      pseudonym || '@erased.invalid', pseudonym;
    get diagnostics changed = row_count;
    perform private.close_audit_group();
  end if;
  return changed;
end
$$;

-- The log comes last: changes of other tables may still have been entering it. The archive comes first: rows come back
-- from it, but no run moves rows into it before the erasure has ended.
create function private.run_erasure(erasure private.erasures) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  began constant timestamptz := clock_timestamp();
  table_at regclass;
  total bigint := 0;
  changed bigint;
begin
  perform private.lock_archive(erasure.client_id);
  for table_at in
    select t.relation from private.tenant_tables() t where not erasure.done ? t.relation::text
    order by t.relation = 'public.audit_log'::regclass, t.relation::text not like 'private.archive%', t.relation::text
  loop
    changed := private.erase_from(table_at, erasure);
    erasure.done := erasure.done || jsonb_build_object(table_at::text, changed);
    total := total + changed;
    if clock_timestamp() > began + interval '20 seconds' then
      update private.erasures e set done = erasure.done where e.client_id = erasure.client_id and e.id = erasure.id;
      return total;
    end if;
  end loop;
  update private.erasures e set done = erasure.done, email = null, completed_at = now()
  where e.client_id = erasure.client_id and e.id = erasure.id;
  perform private.record_action(erasure.client_id, 'erasures', erasure.id, 'erased', jsonb_build_object('rows', total));
  return total;
end
$$;
comment on function private.run_erasure is
  'Erases the person from one table after the other, for about 20 seconds. Returns the rows that it changed.';

create function private.run_erasures_of(tenants uuid[], argument jsonb) returns bigint
language sql volatile set search_path = '' as $$
  select coalesce(sum(private.run_erasure(e)), 0)::bigint
  from (
    select distinct on (w.client_id) w.* from private.erasures w
    where w.client_id = any (tenants) and w.completed_at is null order by w.client_id, w.created_at
  ) e
$$;

create function private.run_erasures() returns text
language plpgsql volatile set search_path = '' as $$
declare
  waiting constant uuid[] := array(
    select e.client_id from private.erasures e where e.completed_at is null
    group by e.client_id order by min(e.created_at) limit 5);
begin
  return format('%s rows changed', private.run_for_tenants('run_erasures', waiting, 'private.run_erasures_of'));
end
$$;
comment on function private.run_erasures is 'Goes on with the oldest erasure of each of five tenants.';
