-- What can be sent. The words of each template are in functions/email/templates; its rules are here.

create table private.email_kinds (
  template text primary key check (template ~ '^[a-z_]+$'),
  variables text[] not null,
  priority smallint not null default 5 check (priority between 0 and 10),
  always boolean not null default false,
  optional boolean not null default false,
  check (not (always and optional))
);
alter table private.email_kinds enable row level security;
comment on column private.email_kinds.variables is 'Each needs a value. A variable named url is a link.';
comment on column private.email_kinds.always is 'Sent to suppressed addresses too: people asked for it this moment.';
comment on column private.email_kinds.optional is 'Carries List-Unsubscribe, and waits in a lane behind other mail.';

insert into private.email_kinds (template, variables, priority, always, optional) values
  ('email_verification', '{url,code}', 10, true, false),
  ('password_reset', '{url,code}', 10, true, false),
  ('team_invitation', '{tenant,inviter,role,url}', 8, false, false),
  ('welcome', '{tenant,url}', 6, false, false),
  ('payment_receipt', '{tenant,number,date,description,amount,url}', 6, false, false),
  ('usage_alert', '{tenant,title,message,url}', 5, false, true),
  ('weekly_digest', '{tenant,week,calls,resolved,revenue,opportunities,url}', 1, false, true);

create function private.email_kind(template text) returns private.email_kinds
language plpgsql stable set search_path = '' as $$
declare
  kind private.email_kinds;
begin
  select * into kind from private.email_kinds k where k.template = email_kind.template;
  if not found then
    perform private.fail(404, 'NOT_FOUND', format('There is no template %s; templates are %s',
      left(template, 100), (select string_agg(k.template, ', ' order by k.template) from private.email_kinds k)));
  end if;
  return kind;
end
$$;
comment on function private.email_kind is 'The rules of a template. Raises 404.';

-- An address that cannot end a header, name a second recipient or be quoted.
create function private.is_email_address(address text) returns boolean
language sql immutable set search_path = '' as $$
  select coalesce(length(address) <= 254
    and address ~ '^[^[:space:][:cntrl:]<>,;:"()@\\\[\]]{1,64}@[^[:space:][:cntrl:]<>,;:"()@\\\[\]]+$', false)
$$;

create function private.require_email_address(address text, field text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  if not private.is_email_address(address) then
    perform private.invalid(field, 'not_allowed', 'must be one plain e-mail address, without name, quotes or brackets');
  end if;
  return lower(address);
end
$$;
comment on function private.require_email_address is 'The address in lower case. Raises 422.';

create function private.check_email_value(name text, value jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  path constant text := 'variables.' || left(name, 50);
  content constant text := value #>> '{}';
begin
  if jsonb_typeof(value) not in ('string', 'number') or length(content) > 2000 then
    perform private.invalid(path, 'not_allowed', 'must be a text of at most 2,000 characters or a number');
  end if;
  if content ~ '[[:cntrl:]]' then
    perform private.invalid(path, 'not_allowed', 'must be one line without control characters');
  end if;
  if content ~* '^\s*[a-z][a-z0-9+.-]*\s*:' and content !~* '^\s*(https?|mailto):' and name = 'url'
    or content ~* '^\s*(javascript|vbscript|data)\s*:' then
    perform private.invalid(path, 'not_allowed', 'must be a link that begins with https://, http:// or /');
  end if;
end
$$;

create function private.check_email_variables(kind private.email_kinds, variables jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  name text;
begin
  if coalesce(jsonb_typeof(variables) <> 'object', true) then
    perform private.invalid('variables', 'invalid_type', 'must be an object');
  end if;
  for name in select k.key from jsonb_object_keys(variables) k (key) loop
    if name <> all (kind.variables) then
      perform private.invalid('variables.' || left(name, 50), 'unknown', format('is not a variable of %s; it has %s',
        kind.template, array_to_string(kind.variables, ', ')));
    end if;
    perform private.check_email_value(name, variables -> name);
  end loop;
  foreach name in array kind.variables loop
    if not variables ? name then
      perform private.invalid('variables.' || name, 'required', 'is missing');
    end if;
  end loop;
end
$$;
comment on function private.check_email_variables is
  'Raises 422 for a variable that is missing, unknown, or would be unsafe in a header or link.';
