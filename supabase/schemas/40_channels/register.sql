-- The scopes of channels.

select
  private.add_scopes('viewer', 'channels:read'),
  private.add_scopes('admin', 'channels:write');

insert into private.secret_kinds (kind, max_bytes) values ('channel', 65536);
