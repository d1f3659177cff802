-- What a leaf is made from: the entry's text, in which a salted commitment stands for each value that may be personal.

-- Those without search_path can be inlined: within another function, a call would be planned anew for each entry. Their
-- bodies are parsed when they are created. Stable like convert_to: an immutable function of it is not inlined.
create function private.is_personal(value jsonb) returns boolean
language sql immutable parallel safe
return case jsonb_typeof(value)
  when 'string' then value #>> '{}' !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    and value #>> '{}' !~ '^\d{4}-\d\d-\d\dT[\d:.]{8,15}\+00:00$'
  when 'object' then value <> '{}'
  when 'array' then value <> '[]'
  else false end;
comment on function private.is_personal is 'Texts are, except ids and moments; so is what may contain texts.';

create function private.salt_of(path text, salt bytea, salts jsonb) returns bytea
language sql stable parallel safe
return coalesce(decode(salts ->> path, 'hex'), sha256(salt || convert_to(path, 'UTF8')));
comment on function private.salt_of is 'The salt of a value of an entry. Null if the value was erased.';

create function private.commitment(path text, value jsonb, salt bytea, salts jsonb) returns text
language sql stable parallel safe
return 'sha256:' || coalesce(
  encode(sha256(private.salt_of(path, salt, salts) || convert_to(value::text, 'UTF8')), 'hex'),
  substring(value #>> '{}' from '^erased:([0-9a-f]{64})'), '');
comment on function private.commitment is
  'Stands for a value in the text of a leaf. An erased value names its commitment: erased:<commitment>.';

create function private.committed(part text, fields jsonb, salt bytea, salts jsonb) returns jsonb
language sql immutable parallel safe set search_path = '' as $$
  select case when fields is null then 'null' else coalesce(jsonb_object_agg(f.key,
    case when private.is_personal(f.value)
      then to_jsonb(private.commitment(part || '.' || f.key, f.value, salt, salts)) else f.value end), '{}') end
  from jsonb_each(fields) f
$$;

create function private.free_fields(entry public.audit_log) returns jsonb
language sql stable parallel safe
return jsonb_build_object('record_id', entry.record_id, 'request_id', entry.request_id, 'ip', entry.ip,
  'user_agent', entry.user_agent);

create function private.leaf_text(entry public.audit_log, number bigint, salt bytea, salts jsonb) returns text
language sql stable parallel safe
return (jsonb_build_object('number', number, 'id', entry.id,
  'occurred_at', to_char(entry.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  'action', entry.action, 'resource', entry.resource, 'actor_id', entry.actor_id, 'key_id', entry.key_id,
  'origin', entry.origin, 'client_id', entry.client_id,
  'before', private.committed('before', entry.before, salt, salts),
  'after', private.committed('after', entry.after, salt, salts))
  || private.committed('entry', private.free_fields(entry), salt, salts))::text;
comment on function private.leaf_text is 'The text that the leaf is the hash of. It is sealed as it is stored.';

create function private.leaf_hash(entry public.audit_log, number bigint, salt bytea, salts jsonb) returns bytea
language sql stable parallel safe
return sha256('\x00'::bytea || convert_to(private.leaf_text(entry, number, salt, salts), 'UTF8'));
comment on function private.leaf_hash is 'RFC 6962: SHA-256 of a zero byte and the text.';

create function private.openings(entry public.audit_log, salt bytea, salts jsonb) returns jsonb
language sql immutable parallel safe set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('path', p.part || '.' || v.key,
    'salt', encode(private.salt_of(p.part || '.' || v.key, salt, salts), 'hex'), 'value', v.value::text)), '[]')
  from (values ('before', entry.before), ('after', entry.after), ('entry', private.free_fields(entry))) p (part, fields)
  cross join lateral jsonb_each(p.fields) v
  where private.is_personal(v.value) and private.salt_of(p.part || '.' || v.key, salt, salts) is not null
$$;
comment on function private.openings is
  'What opens the commitments in the text: [{path, salt (hex), value (JSON text)}], erased values left out.';
