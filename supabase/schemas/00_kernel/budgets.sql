-- Guarantees: a tenant stores no more than its budgets allow, and counting never makes writers wait for each other.

create table private.budgets (
  budget text primary key check (budget ~ '^[a-z_]+$'),
  unit text not null check (unit in ('rows', 'bytes')),
  key text not null unique references private.setting_definitions
);
alter table private.budgets enable row level security;
comment on column private.budgets.key is 'The setting limits.<budget> holds the tenant''s maximum.';

-- No foreign key to clients: a mark costs no more than an insert.
create table private.usage_marks (
  client_id uuid not null,
  budget text not null,
  rows bigint not null,
  bytes bigint not null default 0
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create index on private.usage_marks (client_id, budget);
alter table private.usage_marks enable row level security;
comment on table private.usage_marks is
  'What was added and taken away; the sum is a tenant''s usage. Writers only add marks, private.sum_usage joins them.';

create function private.add_budget(budget text, unit text, maximum bigint, description text) returns void
language sql volatile set search_path = '' as $$
  insert into private.setting_definitions
    (key, default_value, type, minimum, maximum, description, operator_only)
  values ('limits.' || budget, to_jsonb(maximum), 'integer', 0, 1000000000000, description, true);
  insert into private.budgets (budget, unit, key) values (budget, unit, 'limits.' || budget);
$$;
comment on function private.add_budget is
  'Adds a budget and the setting limits.<budget>, with which the operator changes it for a tenant. Called by '
  'register.sql files.';

create function private.budget_used(tenant uuid, budget text) returns bigint
language plpgsql stable set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
begin
  if (select b.unit from private.budgets b where b.budget = budget_used.budget) = 'bytes' then
    return (select coalesce(sum(m.bytes), 0) from private.usage_marks m where m.client_id = tenant);
  end if;
  return (select coalesce(sum(m.rows), 0) from private.usage_marks m
    where m.client_id = tenant and m.budget = budget_used.budget);
end
$$;
comment on function private.budget_used is
  'How much of a budget the tenant has used: its rows, or the bytes of all rows.';

create function private.fail_budget(budget text, used bigint, maximum bigint) returns void
language sql volatile set search_path = '' as $$
  select private.fail(429, 'STORAGE_BUDGET_EXCEEDED',
    format('The tenant''s budget limits.%s is %s and this would use %s; delete something or ask for more', budget,
      maximum, used),
    jsonb_build_object('retry_after', 3600, 'details', jsonb_build_array(
      private.problem('limits.' || budget, 'budget_exceeded', format('at most %s', maximum))
        || jsonb_build_object('limit', 'limits.' || budget, 'used', used, 'maximum', maximum))))
$$;

create function private.require_budget(tenant uuid, budget text, adding bigint default 0) returns void
language plpgsql volatile set search_path = '' as $$
declare
  used constant bigint := private.budget_used(tenant, budget) + adding;
  maximum constant bigint := private.setting(tenant, 'limits.' || budget);
begin
  if used > maximum then
    perform private.fail_budget(budget, used, maximum);
  end if;
end
$$;
comment on function private.require_budget is
  'Ends the request with 429 STORAGE_BUDGET_EXCEEDED if the tenant''s usage and adding together exceed the budget.';

create function private.count_usage(tenant uuid, budget text, rows bigint, bytes bigint default 0) returns void
language sql volatile set search_path = '' as $$
  insert into private.usage_marks (client_id, budget, rows, bytes) values (tenant, budget, rows, bytes)
$$;
comment on function private.count_usage is 'Adds to the tenant''s usage, or with negative numbers takes away from it.';

create function private.sum_usage() returns bigint
language sql volatile set search_path = '' as $$
  with many as (
    select m.client_id, m.budget from private.usage_marks m group by 1, 2 having count(*) > 10
  ), gone as (
    delete from private.usage_marks m using many where m.client_id = many.client_id and m.budget = many.budget
    returning m.client_id, m.budget, m.rows, m.bytes
  ), summed as (
    insert into private.usage_marks (client_id, budget, rows, bytes)
    select g.client_id, g.budget, sum(g.rows), sum(g.bytes) from gone g group by 1, 2
    returning 1
  )
  select count(*) from summed
$$;
comment on function private.sum_usage is
  'Replaces the marks of a tenant and budget by their sum, where there are many.';
