-- Problems that a function found while it read the request, such as a cell that is not a date. They come before what
-- SQL finds, and a field has one error.

create type private.row_problems as ("row" integer, errors jsonb[], fields text[], unreadable boolean);
comment on type private.row_problems is
  'The problems of one row. unreadable: one of them concerns the whole row, so nothing else is reported for it.';

create function private.problems_by_row(problems jsonb) returns setof private.row_problems
language sql stable set search_path = '' as $$
  select (p.problem ->> 'row')::integer, array_agg(p.problem - 'row' order by p.ordinality),
    array_agg(p.problem ->> 'field'), bool_or(p.problem ->> 'field' is null)
  from jsonb_array_elements(problems) with ordinality as p (problem, ordinality)
  group by 1
$$;

create function private.merge_errors(reported private.row_problems, found jsonb[]) returns jsonb[]
language sql immutable set search_path = '' as $$
  select case
    when reported.unreadable then reported.errors
    else reported.errors || array(select f from unnest(found) f where f ->> 'field' <> all (reported.fields))
  end
$$;
comment on function private.merge_errors is
  'All errors of a row: those reported first, then those found for other fields.';
