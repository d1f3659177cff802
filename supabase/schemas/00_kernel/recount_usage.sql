-- Guarantees: what usage marks say is compared with the rows each night; the difference is published and corrected.

create table private.counted_tables (
  counted regclass primary key,
  budget text not null references private.budgets
);
alter table private.counted_tables enable row level security;
comment on table private.counted_tables is 'The tables whose rows count for a budget. Added by private.count_rows.';

-- One statement: in its snapshot each row has its mark, however many are added meanwhile. Stored rows are compressed,
-- so bytes are corrected silently; only rows tell of a fault.
create function private.recount_usage_of(tenants uuid[], argument jsonb) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  drifted bigint;
begin
  execute format(
    'with present as (
       select r.client_id, count(*) as rows, sum(pg_column_size(r.*)) as bytes from %s r
       where r.client_id = any ($1) group by 1
     ), marked as (
       select m.client_id, sum(m.rows) as rows, sum(m.bytes) as bytes from private.usage_marks m
       where m.client_id = any ($1) and m.budget = $2 group by 1
     ), corrected as (
       insert into private.usage_marks (client_id, budget, rows, bytes)
       select t.id, $2, coalesce(p.rows, 0) - coalesce(m.rows, 0), coalesce(p.bytes, 0) - coalesce(m.bytes, 0)
       from unnest($1) t (id) left join present p on p.client_id = t.id left join marked m on m.client_id = t.id
       where (coalesce(p.rows, 0), coalesce(p.bytes, 0)) <> (coalesce(m.rows, 0), coalesce(m.bytes, 0))
       returning rows
     )
     select count(*) from corrected where rows <> 0', argument ->> 'counted')
    into drifted using tenants, argument ->> 'budget';
  return drifted;
end
$$;
comment on function private.recount_usage_of is
  'Corrects the marks of these tenants and returns how many differed. For private.run_for_tenants.';

create function private.recount_usage() returns text
language sql volatile set search_path = '' as $$
  select string_agg(format('%s: %s tenants differed', c.budget, private.run_for_tenants('recount_usage',
    array(select t.id from public.clients t), 'private.recount_usage_of',
    jsonb_build_object('counted', c.counted::text, 'budget', c.budget))), ', ' order by c.budget)
  from private.counted_tables c
$$;
comment on function private.recount_usage is
  'Compares the marks with the rows of all tenants, corrects them, and returns the drift by budget.';
