-- The rows that a batch wrote. Created opportunities carry batch_id and batch_row; for updated ones this table keeps
-- the row as it was and the version that the batch left.

create table private.batch_rows (
  client_id uuid not null,
  batch_id uuid not null,
  row integer not null,
  opportunity_id uuid not null,
  before jsonb not null,
  version integer not null,
  created_at timestamptz not null default now(),
  primary key (client_id, batch_id, row),
  foreign key (client_id, batch_id) references public.opportunity_batches
);
alter table private.batch_rows enable row level security;

-- Definer: earlier values are private, but which rows a visible batch wrote is not.
create function public.list_batch_rows(batch_id uuid, after_row integer default 0, page_size integer default 20)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:read');
  batch constant public.opportunity_batches := private.visible_batch(tenant, batch_id, lock => false);
  size constant integer := private.page_limit(page_size);
begin
  return (
    with created as (
      select o.batch_row as row, 'created' as action, o.id
      from public.opportunities o
      where o.client_id = tenant and o.batch_id = batch.id and o.batch_row > after_row
      order by o.batch_row limit size
    ),
    updated as (
      select u.row, 'updated' as action, u.opportunity_id as id
      from private.batch_rows u
      where u.client_id = tenant and u.batch_id = batch.id and u.row > after_row and batch.status = 'completed'
      order by u.row limit size
    ),
    page as (
      select w.row, w.action, to_jsonb(o) - 'client_id' as opportunity
      from (select * from created union all select * from updated) w
      join public.opportunities o on o.client_id = tenant and o.id = w.id
      order by w.row limit size
    )
    select coalesce(jsonb_agg(to_jsonb(p) order by p.row), '[]') from page p);
end
$$;
comment on function public.list_batch_rows is
  'The opportunities that a batch created or updated, as they are now, in the order of its rows: '
  '[{row, action: created|updated, opportunity}]. Raises 401, 403, 404.';
grant execute on function public.list_batch_rows to authenticated;
