-- Reading sources.

create function private.source_json(source public.webhook_sources) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(source) - 'client_id'
$$;
grant execute on function private.source_json to authenticated;

create function public.list_webhook_sources(
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
    with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  rows jsonb;
  total bigint;
begin
  perform private.authorize('webhooks:read');
  select coalesce(jsonb_agg(private.source_json(p.source)), '[]') into rows
  from (
    select s as source from public.webhook_sources s
    where private.after_cursor(s.created_at, s.id, after_time, after_id)
    order by s.created_at desc, s.id desc
    limit private.page_limit(page_size)
  ) p;
  if with_total then
    select count(*) into total from public.webhook_sources;
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_webhook_sources is
  'Sources after the cursor (after_time, after_id), newest first: {rows, total}. total is null unless with_total. '
  'Raises 401, 403.';
grant execute on function public.list_webhook_sources to authenticated;

create function public.get_webhook_source(source_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  source public.webhook_sources;
begin
  perform private.authorize('webhooks:read');
  select * into source from public.webhook_sources s where s.id = source_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such source');
  end if;
  return private.source_json(source);
end
$$;
comment on function public.get_webhook_source is 'A source. Raises 401, 403, 404.';
grant execute on function public.get_webhook_source to authenticated;
