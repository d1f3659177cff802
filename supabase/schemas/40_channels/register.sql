-- The scopes of channels.

select
  private.add_scopes('viewer', 'channels:read'),
  private.add_scopes('admin', 'channels:write');

insert into private.secret_kinds (kind, max_bytes) values ('channel', 65536);

select private.limit_rows('public.channels', 'limits.channels', 1000, 'channels');
