-- Guarantees: a tenant keeps at most its budget of log lines a day, and nobody reads another tenant's.

create table private.log_lines (
  id uuid not null default private.uuidv7(),
  at timestamptz not null,
  client_id uuid,
  level text not null check (level in ('debug', 'info', 'warn', 'error')),
  function text not null check (length(function) <= 100),
  request_id text check (length(request_id) <= 200),
  user_id uuid,
  line jsonb not null check (pg_column_size(line) <= 65536),
  words tsvector not null
) partition by range (at);
create index on private.log_lines (client_id, at desc, id desc);
create index on private.log_lines (at desc, id desc);
create index on private.log_lines (request_id) where request_id is not null;
create index on private.log_lines using gin (client_id, words);
alter table private.log_lines enable row level security;
comment on table private.log_lines is
  'Log lines, masked before they leave the function. Without client_id they are the system''s, which only the secret '
  'key reads.';

-- Lines are added up by marks, so that writers never wait for each other.
create table private.log_marks (
  client_id uuid,
  day date not null,
  lines bigint not null,
  bytes bigint not null,
  dropped bigint not null
);
create index on private.log_marks (client_id, day);
alter table private.log_marks enable row level security;

create function private.log_bytes_left(tenant uuid) returns bigint
language sql stable set search_path = '' as $$
  select private.setting(tenant, 'limits.log_bytes')::bigint - coalesce(sum(m.bytes), 0)
  from private.log_marks m
  where m.client_id is not distinct from tenant and m.day = (now() at time zone 'UTC')::date
$$;

create function private.words_of(line text) returns tsvector
language sql immutable set search_path = '' as $$
  select to_tsvector('simple', regexp_replace(line, '[^[:alnum:]]+', ' ', 'g'))
$$;

create function private.uuid_or_null(value text) returns uuid
language sql immutable set search_path = '' as $$
  select case when value ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then value::uuid end
$$;

create function private.enter_logs(function text, lines jsonb) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.require_partition('log_lines', '1 day', now());
  with sent as (
    select private.uuid_or_null(l.value ->> 'client_id') as client_id, (l.value ->> 'line')::jsonb as line,
      octet_length(l.value ->> 'line') as bytes, l.place
    from jsonb_array_elements(lines) with ordinality l (value, place)
  ), tenants as (
    select t.client_id, private.log_bytes_left(t.client_id) as bytes_left
    from (select distinct s.client_id from sent s) t
  ), judged as (
    select s.*, sum(s.bytes) over (partition by s.client_id order by s.place) <= t.bytes_left as fits
    from sent s join tenants t on t.client_id is not distinct from s.client_id
  ), added as (
    insert into private.log_lines (at, client_id, level, function, request_id, user_id, line, words)
    select greatest(least((j.line ->> 'timestamp')::timestamptz, now()), date_trunc('day', now(), 'UTC')), j.client_id,
      j.line ->> 'level', coalesce(j.line ->> 'function', enter_logs.function), left(j.line ->> 'requestId', 200),
      private.uuid_or_null(j.line ->> 'userId'), j.line, private.words_of(j.line::text)
    from judged j where j.fits
  )
  insert into private.log_marks (client_id, day, lines, bytes, dropped)
  select j.client_id, (now() at time zone 'UTC')::date, count(*) filter (where j.fits),
    coalesce(sum(j.bytes) filter (where j.fits), 0), count(*) filter (where not j.fits)
  from judged j group by j.client_id;
end
$$;
comment on function private.enter_logs is
  'Keeps lines, [{client_id, line}] with the line as JSON text, up to the tenant''s budget of the day.';

create function private.sum_log_marks() returns bigint
language sql volatile set search_path = '' as $$
  with many as (
    select m.client_id, m.day from private.log_marks m group by 1, 2 having count(*) > 10
  ), gone as (
    delete from private.log_marks m using many
    where m.client_id is not distinct from many.client_id and m.day = many.day
    returning m.*
  ), summed as (
    insert into private.log_marks (client_id, day, lines, bytes, dropped)
    select g.client_id, g.day, sum(g.lines), sum(g.bytes), sum(g.dropped) from gone g group by 1, 2
    returning 1
  )
  select count(*) from summed
$$;
comment on function private.sum_log_marks is
  'Replaces the marks of a tenant and day by their sum, where there are many.';
