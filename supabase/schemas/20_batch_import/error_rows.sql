-- The invalid rows of a batch as they were sent, so that a person can correct and import them again.

create table private.batch_error_rows (
  client_id uuid not null,
  batch_id uuid not null,
  row integer not null,
  record jsonb not null check (pg_column_size(record) <= 6000000),
  created_at timestamptz not null default now(),
  primary key (client_id, batch_id, row),
  foreign key (client_id, batch_id) references public.opportunity_batches
);
alter table private.batch_error_rows enable row level security;
comment on column private.batch_error_rows.record is 'An array of cells for a CSV file, otherwise a JSON object.';

create table private.batch_columns (
  client_id uuid not null,
  batch_id uuid not null,
  columns text[] not null check (pg_column_size(columns) <= 1000000),
  created_at timestamptz not null default now(),
  primary key (client_id, batch_id),
  foreign key (client_id, batch_id) references public.opportunity_batches
);
alter table private.batch_columns enable row level security;

create function private.keep_error_rows(
  tenant uuid, batch uuid, checked private.checked_row[], opportunities jsonb, source jsonb
) returns void
language sql volatile set search_path = '' as $$
  insert into private.batch_error_rows (client_id, batch_id, row, record)
  select tenant, batch, r.row, coalesce(source -> 'rows' -> (r.row - 1), opportunities -> (r.row - 1))
  from unnest(checked) r
  where r.action = 'reject';

  insert into private.batch_columns (client_id, batch_id, columns)
  select tenant, batch, array(select jsonb_array_elements_text(source -> 'columns'))
  where jsonb_typeof(source -> 'columns') = 'array';
$$;

-- Definer: the rows as sent are private to those who may see the batch.
create function public.batch_error_rows(batch_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:read');
  batch constant public.opportunity_batches := private.visible_batch(tenant, batch_id, lock => false);
  columns constant jsonb := (
    select to_jsonb(c.columns) from private.batch_columns c where c.client_id = tenant and c.batch_id = batch.id);
  rows jsonb;
begin
  select coalesce(
    jsonb_agg(jsonb_build_object('row', e.row, 'record', e.record, 'errors', p.errors) order by e.row), '[]')
  into rows
  from private.batch_error_rows e
  join (
    select (b ->> 'row')::integer as row, jsonb_agg(b - 'row' order by n) as errors
    from jsonb_array_elements(batch.errors) with ordinality as x (b, n)
    group by 1
  ) p on p.row = e.row
  where e.client_id = tenant and e.batch_id = batch.id;
  return jsonb_build_object('columns', columns, 'delimiter', batch.options -> 'delimiter', 'rows', rows);
end
$$;
comment on function public.batch_error_rows is
  'The invalid rows of a batch: {columns: [header] of a CSV file or null, delimiter, rows: [{row, record, '
  'errors: [{field, code, message}]}]}. record is an array of cells for a CSV file, the object for JSON. '
  'Raises 401, 403, 404.';
grant execute on function public.batch_error_rows to authenticated;
