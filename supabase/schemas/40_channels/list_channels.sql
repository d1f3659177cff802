-- Replanned for each call, so that a filter that is null does not cost the others their index.
create function public.list_channels(
  type text default null, enabled boolean default null,
  after_time timestamptz default null, after_id uuid default null,
  page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  rows jsonb;
  total bigint;
begin
  perform private.authorize('channels:read');
  perform private.require_short(jsonb_build_object('type', type));
  select coalesce(jsonb_agg(private.channel_json(page.channel)), '[]') into rows
  from (
    select c as channel from public.channels c
    where (list_channels.type is null or c.type = list_channels.type)
      and (list_channels.enabled is null or c.enabled = list_channels.enabled)
      and private.after_cursor(c.created_at, c.id, after_time, after_id)
    order by c.created_at desc, c.id desc
    limit private.page_limit(page_size)
  ) page;
  if with_total then
    select count(*) into total from public.channels c
    where (list_channels.type is null or c.type = list_channels.type)
      and (list_channels.enabled is null or c.enabled = list_channels.enabled);
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_channels is
  'Channels, newest first, after the cursor (after_time, after_id): {rows, total}. total is null unless with_total. '
  'Raises 401, 403, 422.';
grant execute on function public.list_channels to authenticated;
