-- The scopes of webhooks.

select
  private.add_scopes('viewer', 'webhooks:read'),
  private.add_scopes('manager', 'webhooks:write');

select private.add_rate_tier('inbound', 6000, 'Inbound webhooks a minute, and at once, by one source');

insert into private.secret_kinds (kind) values ('webhook_endpoint'), ('webhook_source');
