-- Reading endpoints.

create function private.endpoint_json(endpoint public.webhook_endpoints) returns jsonb
language sql stable set search_path = '' as $$
  select to_jsonb(endpoint) - 'client_id' || jsonb_build_object('scopes', private.endpoint_scopes(endpoint))
    || private.parked_summary(endpoint)
$$;
comment on function private.endpoint_json is 'An endpoint as the API returns it. scopes: those that count now.';
grant execute on function private.endpoint_json to authenticated;

create function public.list_webhook_endpoints(
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
    with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  rows jsonb;
  total bigint;
begin
  perform private.authorize('webhooks:read');
  select coalesce(jsonb_agg(private.endpoint_json(p.endpoint)), '[]') into rows
  from (
    select e as endpoint from public.webhook_endpoints e
    where private.after_cursor(e.created_at, e.id, after_time, after_id)
    order by e.created_at desc, e.id desc
    limit private.page_limit(page_size)
  ) p;
  if with_total then
    select count(*) into total from public.webhook_endpoints;
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_webhook_endpoints is
  'Endpoints after the cursor (after_time, after_id), newest first: {rows, total}. total is null unless with_total. '
  'Raises 401, 403.';
grant execute on function public.list_webhook_endpoints to authenticated;

create function public.get_webhook_endpoint(endpoint_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  endpoint public.webhook_endpoints;
begin
  perform private.authorize('webhooks:read');
  select * into endpoint from public.webhook_endpoints e where e.id = endpoint_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such endpoint');
  end if;
  return private.endpoint_json(endpoint);
end
$$;
comment on function public.get_webhook_endpoint is 'An endpoint. Raises 401, 403, 404.';
grant execute on function public.get_webhook_endpoint to authenticated;
