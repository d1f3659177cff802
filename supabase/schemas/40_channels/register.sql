-- The scopes of channels.

select
  private.add_scopes('viewer', 'channels:read'),
  private.add_scopes('admin', 'channels:write');

insert into private.secret_kinds (kind, max_bytes, mover) values ('channel', 65536, 'move_channel_credentials');

select private.limit_rows('public.channels', 'limits.channels', 1000, 'channels');
