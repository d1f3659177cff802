-- Every secret of a tenant in one list: what it is, how old, and when it ends or should be replaced.

create function private.max_secret_age(tenant uuid) returns interval
language sql stable set search_path = '' as $$
  select make_interval(days => nullif(private.setting(tenant, 'secrets.max_age_days')::integer, 0))
$$;
comment on function private.max_secret_age is 'How old a secret of the tenant may become. Null: as old as it likes.';

-- A key that is rotated has a new secret, but its row keeps the time when the key was made.
create view private.tenant_secrets with (security_invoker = true) as
select k.client_id, 'api_key' as kind, k.id, k.name, coalesce(k.rotated_at, k.created_at) as created_at,
  k.expires_at as ends_at, k.last_used_at, null::text as key_id
from public.api_keys k
where k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
union all
select s.client_id, s.kind, s.owner_id, c.name, s.created_at, s.expires_at, null, s.key_id
from private.secrets s
join public.channels c on c.client_id = s.client_id and c.id = s.owner_id
where s.kind = 'channel' and (s.expires_at is null or s.expires_at > now())
union all
select s.client_id, s.kind, s.owner_id, e.url, s.created_at, s.expires_at, null, s.key_id
from private.secrets s
join public.webhook_endpoints e on e.client_id = s.client_id and e.id = s.owner_id
where s.kind = 'webhook_endpoint' and (s.expires_at is null or s.expires_at > now())
union all
select s.client_id, s.kind, s.owner_id, w.name, s.created_at, s.expires_at, null, s.key_id
from private.secrets s
join public.webhook_sources w on w.client_id = s.client_id and w.id = s.owner_id
where s.kind = 'webhook_source' and (s.expires_at is null or s.expires_at > now());

create function private.tenant_secret_json(secret private.tenant_secrets, max_age interval) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('kind', secret.kind, 'id', secret.id, 'name', secret.name,
    'created_at', secret.created_at, 'age_days', floor(extract(epoch from now() - secret.created_at) / 86400),
    'expires_at', least(secret.ends_at, secret.created_at + max_age),
    'ends', secret.ends_at is not null and secret.ends_at <= coalesce(secret.created_at + max_age, 'infinity'),
    'last_used_at', secret.last_used_at, 'key_id', secret.key_id)
$$;
comment on function private.tenant_secret_json is
  'A secret as the API shows it. ends: whether it stops working at expires_at, or should be replaced by then.';

-- Definer: callers may not read private.secrets. Nothing of a secret itself is read.
create function public.list_secrets(
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
  with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('settings:write');
  max_age constant interval := private.max_secret_age(tenant);
  rows jsonb;
begin
  select coalesce(jsonb_agg(private.tenant_secret_json(p.secret, max_age)), '[]') into rows
  from (
    select s as secret from private.tenant_secrets s
    where s.client_id = tenant and private.after_cursor(s.created_at, s.id, after_time, after_id)
    order by s.created_at desc, s.id desc
    limit private.page_limit(page_size)
  ) p;
  return jsonb_build_object('rows', rows, 'total', case when with_total then (
    select count(*) from private.tenant_secrets s where s.client_id = tenant) end);
end
$$;
comment on function public.list_secrets is
  'The tenant''s secrets that work, newest first, after the cursor (after_time, after_id): {rows: [{kind, id, name, '
  'created_at, age_days, expires_at, ends, last_used_at, key_id}], total}. Raises 401, 403.';

grant execute on function public.list_secrets to authenticated;
