-- Functions whose callers wait for them are kept from going cold.

create function private.warm_up() returns bigint
language sql volatile set search_path = '' as $$
  select count(net.http_get(url.decrypted_secret || '/' || w.function || '/v1/openapi.json'))
  from unnest(array['routing', 'webhooks']) w (function)
  join vault.decrypted_secrets url on url.name = 'functions_url'
  where not exists (select from private.flags f where f.key = 'warm_up' and not f.enabled)
$$;
comment on function private.warm_up is
  'Calls routing and webhooks, so that each has a process when a caller comes. The flag warm_up turns it off. Returns '
  'how many were called.';
