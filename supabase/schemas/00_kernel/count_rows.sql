-- Triggers that count the rows of tables for budgets.

-- Definer: writers may not write marks. Its argument is the budget.
create function private.count_inserted() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  mark record;
begin
  for mark in
    insert into private.usage_marks (client_id, budget, rows, bytes)
    select n.client_id, tg_argv[0], count(*), sum(pg_column_size(n.*)) from new_rows n group by n.client_id
    returning client_id
  loop
    perform private.require_budget(mark.client_id, tg_argv[0]), private.require_budget(mark.client_id, 'bytes');
  end loop;
  return null;
end
$$;

-- Definer: see private.count_inserted.
create function private.count_deleted() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.usage_marks (client_id, budget, rows, bytes)
  select o.client_id, tg_argv[0], -count(*), -sum(pg_column_size(o.*)) from old_rows o group by o.client_id;
  return null;
end
$$;

-- Definer: see private.count_inserted.
create function private.count_updated() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  mark record;
begin
  for mark in
    insert into private.usage_marks (client_id, budget, rows, bytes)
    select c.client_id, tg_argv[0], 0, sum(c.bytes)
    from (
      select n.client_id, pg_column_size(n.*)::bigint as bytes from new_rows n
      union all
      select o.client_id, -pg_column_size(o.*)::bigint from old_rows o
    ) c
    group by c.client_id having sum(c.bytes) <> 0
    returning client_id, bytes
  loop
    if mark.bytes > 0 then
      perform private.require_budget(mark.client_id, 'bytes');
    end if;
  end loop;
  return null;
end
$$;

create function private.count_rows(counted regclass, budget text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into private.counted_tables (counted, budget) values (count_rows.counted, count_rows.budget);
  execute format('create trigger count_inserted after insert on %s referencing new table as new_rows
    for each statement execute function private.count_inserted(%L)', counted, budget);
  execute format('create trigger count_deleted after delete on %s referencing old table as old_rows
    for each statement execute function private.count_deleted(%L)', counted, budget);
  execute format('create trigger count_updated after update on %s referencing old table as old_rows
    new table as new_rows for each statement execute function private.count_updated(%L)', counted, budget);
end
$$;
comment on function private.count_rows is
  'Counts the rows and bytes of a table with client_id for a budget, and refuses what goes over it. Called by '
  'register.sql files.';
