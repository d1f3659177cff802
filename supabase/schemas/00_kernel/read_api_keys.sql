-- Reading API keys.

create function public.get_api_key(key_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  key public.api_keys;
begin
  perform private.authorize('api_keys:manage');
  select * into key from public.api_keys k where k.id = key_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such API key');
  end if;
  return private.api_key_json(key);
end
$$;
comment on function public.get_api_key is 'Returns an API key, even a revoked one. Raises 401, 403, 404.';
grant execute on function public.get_api_key to authenticated;

-- Each call gets its own plan, because null filters must not keep the page from using its index.
create function public.list_api_keys(
  status text default null,
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
    with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  statuses constant text[] := case when status is null then '{active,expired}' else array[status] end;
  rows jsonb;
  total bigint;
begin
  perform private.authorize('api_keys:manage');
  perform private.require_short(jsonb_build_object('status', status));
  select coalesce(jsonb_agg(p.shown order by p.created_at desc, p.id desc), '[]') into rows
  from (
    select private.api_key_json(k) as shown, k.created_at, k.id from public.api_keys k
    where private.api_key_status(k) = any (statuses)
      and private.after_cursor(k.created_at, k.id, after_time, after_id)
    order by k.created_at desc, k.id desc
    limit private.page_limit(page_size)
  ) p;
  if with_total then
    select count(*) into total from public.api_keys k where private.api_key_status(k) = any (statuses);
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_api_keys is
  'API keys after the cursor (after_time, after_id), newest first: {rows, total}. status is active, expired or '
  'revoked; without it the list leaves out revoked keys. total is null unless with_total. Raises 401, 403, 422.';
grant execute on function public.list_api_keys to authenticated;
