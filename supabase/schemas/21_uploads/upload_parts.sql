-- The parts of a file as they were sent, until a day after the upload has ended.

create table private.upload_parts (
  client_id uuid not null,
  upload_id uuid not null,
  part integer not null check (part between 1 and 1000),
  bytes bytea not null,
  size integer not null generated always as (octet_length(bytes)) stored check (size <= 4194304),
  facts jsonb not null,
  sent_at timestamptz not null default now(),
  primary key (client_id, upload_id, part),
  foreign key (client_id, upload_id) references private.uploads
);
comment on column private.upload_parts.facts is
  'What the function saw in the bytes: it decides the encoding of the file by the facts of all parts.';
alter table private.upload_parts alter column bytes set storage external;
alter table private.upload_parts enable row level security;

create function private.received_bytes(tenant uuid, upload_id uuid) returns bigint
language sql stable set search_path = '' as $$
  select coalesce(sum(p.size), 0) from private.upload_parts p
  where p.client_id = tenant and p.upload_id = received_bytes.upload_id
$$;

create function private.check_upload_bytes(tenant uuid, bytes bigint) returns void
language plpgsql stable set search_path = '' as $$
declare
  most constant bigint := private.setting(tenant, 'import.max_upload_bytes')::bigint;
begin
  if bytes > most then
    perform private.fail(413, 'PAYLOAD_TOO_LARGE', format(
      'The file has %s bytes, at most %s are allowed: split it, or raise the setting import.max_upload_bytes',
      to_char(bytes, 'FM999,999,999,999'), to_char(most, 'FM999,999,999,999')));
  end if;
end
$$;

create type private.part_head as (upload_id uuid, part integer, facts jsonb);

create function private.read_part_head(message bytea) returns private.part_head
language plpgsql immutable set search_path = '' as $$
declare
  length constant integer := position('\x0a'::bytea in substr(message, 1, 1000));
  head private.part_head;
begin
  head := jsonb_populate_record(head, convert_from(substr(message, 1, length), 'UTF8')::jsonb);
  if head.upload_id is null or not coalesce(head.part between 1 and 1000, false) then
    raise data_exception;
  end if;
  return (head.upload_id, head.part, coalesce(head.facts, '{}'));
exception when data_exception then
  perform private.invalid('head', 'invalid_format',
    'must be a line of JSON of at most 1,000 bytes: {upload_id, part: 1–1000, facts}');
end
$$;

-- PostgREST hands the body to an argument without a name as it is. Base64 in JSON took Postgres three times as long.
-- Definer: members may not write parts by hand.
create function public.put_upload_part(bytea) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  head constant private.part_head := private.read_part_head($1);
  sent constant bytea := substr($1, position('\x0a'::bytea in $1) + 1);
  upload private.uploads := private.visible_upload(tenant, head.upload_id);
begin
  if octet_length(sent) > 4194304 then
    perform private.fail(413, 'PAYLOAD_TOO_LARGE', 'The part is too long, at most 4,194,304 bytes');
  end if;
  -- Parts may arrive side by side, and none after the upload was completed or cancelled.
  select * into upload from private.uploads u where u.client_id = tenant and u.id = upload.id for share;
  if upload.status <> 'uploading' then
    perform private.fail(409, 'UPLOAD_NOT_OPEN', format('The upload is %s and takes no more parts', upload.status));
  end if;
  insert into private.upload_parts as p (client_id, upload_id, part, bytes, facts)
  values (tenant, upload.id, head.part, sent, head.facts)
  on conflict on constraint upload_parts_pkey do update
    set bytes = excluded.bytes, facts = excluded.facts, sent_at = now();
  perform private.check_upload_bytes(tenant, private.received_bytes(tenant, upload.id));
  return jsonb_build_object('part', head.part, 'bytes', octet_length(sent));
end
$$;
comment on function public.put_upload_part is
  'Stores a part of an upload: a line of JSON, {upload_id, part, facts}, then its bytes; one sent again is replaced. '
  'Returns {part, bytes}. Raises 401, 403, 404, 409 UPLOAD_NOT_OPEN, 413, 422.';
grant execute on function public.put_upload_part to authenticated;
