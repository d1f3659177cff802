-- Guarantees: an export holds every row of the exported tables that was there all the time, in pages of about 1 MB.

create table private.exports (
  client_id uuid not null references public.clients,
  caller_id uuid not null,
  began_at timestamptz not null default now(),
  primary key (client_id, caller_id)
);
alter table private.exports enable row level security;
comment on table private.exports is 'When a caller began an export. Pages within a day belong to it.';

create function private.note_export(tenant uuid, anew boolean) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into private.exports as e (client_id, caller_id) values (tenant, private.caller_id())
  on conflict on constraint exports_pkey do update set began_at = now()
    where anew or e.began_at < now() - interval '1 day';
  if found then
    perform private.lock_archive(tenant), private.note_action(tenant, 'clients', tenant, 'exported');
  end if;
end
$$;

create function private.export_cursor(kind text, key jsonb) returns text
language sql immutable set search_path = '' as $$
  select translate(encode(convert_to(jsonb_build_array(kind, key)::text, 'UTF8'), 'base64'), E'+/=\n', '-_')
$$;

create function private.read_export_cursor(after text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  position jsonb;
begin
  if after is null then
    return null;
  end if;
  if length(after) <= 1000 then
    position := convert_from(decode(rpad(translate(after, '-_', '+/'), (length(after) + 3) / 4 * 4, '='), 'base64'),
      'UTF8');
  end if;
  if jsonb_typeof(position -> 1) = 'object' and exists (
    select from private.export_order() o where o.kind = position ->> 0)
  then
    return position;
  end if;
  raise invalid_parameter_value;
exception when data_exception then
  perform private.fail(400, 'BAD_REQUEST', 'after must be the field "after" of a line of the export');
  return null; -- never reached
end
$$;

-- The rows of one table after a key, as a query with the tenant as $1. Only rows that fit are made into JSON.
create function private.export_query(kind text, key text[], rule private.exported_tables, after jsonb) returns text
language sql stable set search_path = '' as $$
  with k as (
    select string_agg(format('r.%I', n.name), ', ' order by n.place) as columns,
      string_agg(format('%L::%s', after ->> n.name, format_type(a.atttypid, a.atttypmod)), ', ' order by n.place)
        as values,
      string_agg(format('%L, r.%I', n.name, n.name), ', ' order by n.place) as pairs
    from unnest(key) with ordinality n (name, place)
    join pg_catalog.pg_attribute a on a.attrelid = rule.relation and a.attname = n.name
  )
  select format(
    'with rows as (
       select r.*::%1$s as r, sum(pg_column_size(r.*)) over (order by %2$s) - pg_column_size(r.*) as before
       from (select * from %1$s r where r.%3$I = $1 and %4$s order by %2$s limit 2000) r
     )
     select string_agg(jsonb_build_object(''kind'', %5$L, ''record'', to_jsonb(r) - %6$L::text[] || %7$s,
       ''after'', private.export_cursor(%5$L, jsonb_build_object(%8$s)))::text, E''\n'' order by %2$s)
     from (select (s.r).* from rows s where s.before < 600000) r',
    rule.relation, k.columns, case when rule.relation = 'public.clients'::regclass then 'id' else 'client_id' end,
    case when after is null then 'true' else format('(%s) > (%s)', k.columns, k.values) end, kind, rule.hidden,
    rule.added, k.pairs)
  from k
$$;

create function private.export_lines(exported private.exported_tables, kind text, key text[], tenant uuid, after jsonb)
returns text
language plpgsql volatile set search_path = '' as $$
declare
  lines text;
begin
  if exported.relation = 'private.archive_chunks'::regclass then
    return private.archived_lines(tenant, after);
  end if;
  execute private.export_query(kind, key, exported, after) into lines using tenant;
  return lines;
end
$$;

-- Definer: an export also holds tables that callers may not read.
create function public.export_page(after text default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('account:export');
  position constant jsonb := private.read_export_cursor(after);
  exported record;
  lines text;
begin
  perform private.require_time(tenant), private.note_export(tenant, after is null);
  for exported in
    select o.*, e as rule from private.export_order() o join private.exported_tables e on e.relation = o.relation
    where o.place >= coalesce((select p.place from private.export_order() p where p.kind = position ->> 0), 1)
    order by o.place
  loop
    lines := private.export_lines(exported.rule, exported.kind, exported.key, tenant,
      case when exported.kind = position ->> 0 then position -> 1 end);
    exit when lines is not null;
  end loop;
  perform private.count_time(tenant);
  return jsonb_build_object('lines', lines, 'after', split_part(lines, E'\n', -1)::jsonb ->> 'after');
exception when invalid_text_representation or invalid_datetime_format or datetime_field_overflow then
  perform private.fail(400, 'BAD_REQUEST', 'after must be the field "after" of a line of the export');
end
$$;
comment on function public.export_page is
  'The next lines of the export of the caller''s tenant, about 1 MB of NDJSON: {lines, after}. lines is null at the '
  'end; after is where the next page begins. The first page of an export leaves an audit entry. Raises 400, 401, 403, '
  '429 CPU_BUDGET_EXCEEDED.';
grant execute on function public.export_page to authenticated;
