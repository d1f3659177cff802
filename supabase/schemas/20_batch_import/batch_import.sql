-- Guarantees: an import is written whole or not at all, together with its batch, audit entry, event and
-- idempotency record; it respects quota and duplicates under concurrency; and it can be taken back.

create type public.batch_status as enum ('processing', 'completed', 'failed', 'cancelled', 'rolled_back');

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description) values
  ('import.max_rows', '500', 'integer', 1, 1000, 'Rows that one import may have'),
  ('import.batches_per_hour', '5', 'integer', 1, 10000, 'Imports that one user may start in an hour');

create table public.opportunity_batches (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  status public.batch_status not null,
  filename text check (length(filename) between 1 and 255),
  total_records integer not null check (total_records >= 0),
  successful_records integer not null default 0,
  failed_records integer not null default 0,
  created integer not null default 0,
  updated integer not null default 0,
  unchanged integer not null default 0,
  skipped integer not null default 0,
  unknown_columns text[] not null default '{}',
  options jsonb not null default '{}',
  errors jsonb not null default '[]',
  content_hash bytea not null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  completed_at timestamptz,
  primary key (client_id, id),
  check (successful_records = created + updated + unchanged + skipped),
  check (status <> 'completed' or successful_records + failed_records = total_records)
);
create index on public.opportunity_batches (client_id, created_at desc, id desc);
create index on public.opportunity_batches (client_id, created_by, created_at desc, id desc);
create index on public.opportunity_batches (client_id, content_hash) where status in ('processing', 'completed');

alter table public.opportunity_batches alter column client_id set statistics 0; -- as in crm

alter table public.opportunities
  add foreign key (client_id, batch_id) references public.opportunity_batches;
alter table public.organizations
  add foreign key (client_id, batch_id) references public.opportunity_batches;
alter table public.products
  add foreign key (client_id, batch_id) references public.opportunity_batches;

alter table public.opportunity_batches enable row level security;
create policy "members see their own batches, managers their tenant's" on public.opportunity_batches
  for select to authenticated
  using (
    client_id = (select private.client_id())
    and (select private.can('opportunities:read'))
    and (created_by = (select auth.uid()) or (select private.role()) >= 'manager')
  );
grant select (client_id, id, status, filename, total_records, successful_records, failed_records, created, updated,
  unchanged, skipped, unknown_columns, options, errors, created_by, created_at, completed_at)
  on public.opportunity_batches to authenticated;
select private.enable_audit('public.opportunity_batches', 'errors', 'content_hash');

-- What a row was before the batch updated it, and the version that the batch left.
create table private.batch_rows (
  client_id uuid not null,
  batch_id uuid not null,
  row integer not null,
  opportunity_id uuid not null,
  before jsonb not null,
  version integer not null,
  primary key (client_id, batch_id, row),
  foreign key (client_id, batch_id) references public.opportunity_batches
);
alter table private.batch_rows enable row level security;

-- The bad rows as they were sent: an array of cells under the batch's columns, or a JSON object.
create table private.batch_error_rows (
  client_id uuid not null,
  batch_id uuid not null,
  row integer not null,
  record jsonb not null,
  primary key (client_id, batch_id, row),
  foreign key (client_id, batch_id) references public.opportunity_batches
);
alter table private.batch_error_rows enable row level security;

create table private.batch_columns (
  client_id uuid not null,
  batch_id uuid not null,
  columns text[] not null,
  primary key (client_id, batch_id),
  foreign key (client_id, batch_id) references public.opportunity_batches
);
alter table private.batch_columns enable row level security;

-- Checking -----------------------------------------------------------------------------------------

create type private.row_action as enum ('create', 'update', 'unchanged', 'skip', 'reject');
create type private.checked_row as (
  row integer,
  action private.row_action,
  opportunity_id uuid,
  external_id text,
  name text,
  organization_id uuid,
  organization text,
  principal_id uuid,
  product_id uuid,
  product text,
  stage public.opportunity_stage,
  probability_percent numeric,
  amount numeric,
  currency text,
  expected_close_date date,
  deal_owner text,
  notes text,
  context jsonb,
  custom_context jsonb,
  errors jsonb
);

create function private.row_error(field text, code text, message text) returns jsonb
language sql immutable parallel safe set search_path = '' as $$
  select jsonb_build_object('field', field, 'code', code, 'message', message)
$$;

-- `subject` is a table of names: organizations, principals or products.
create function private.similar_name(tenant uuid, subject text, name text) returns text
language plpgsql stable set search_path = '' as $$
declare
  similar_one text;
begin
  execute format(
    'select s.name from public.%I s
     where s.client_id = $1 and lower(s.name) operator(extensions.%%) $2
     order by extensions.similarity(lower(s.name), $2) desc, s.name limit 1', subject)
  into similar_one using tenant, similar_name.name;
  return similar_one;
end
$$;

-- Dynamic, and so planned for the size that the table has now: a plan kept from when it was empty may
-- read all that a large tenant has. Lateral with a limit, so that it can only be a probe of the index.
create function private.resolve_names(tenant uuid, subject text, ids text[], names text[]) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  uuid_pattern constant text := '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
  resolved jsonb := '{}';
begin
  if names is not null then
    execute format('select coalesce(jsonb_object_agg(k.name, k.id), ''{}'') from (select distinct unnest($2) as name) x, lateral (
      select lower(s.name) as name, s.id from public.%I s where s.client_id = $1 and lower(s.name) = x.name limit 1) k', subject)
    into resolved using tenant, names;
  end if;
  if ids is not null then
    execute format('select $3 || coalesce(jsonb_object_agg(''id '' || k.id, k.id), ''{}'') from (select distinct unnest($2) as id) x, lateral (
      select s.id from public.%I s where s.client_id = $1 and s.id = x.id limit 1) k', subject)
    into resolved using tenant, (select array_agg(i::uuid) from unnest(ids) i where i ~ uuid_pattern), resolved;
  end if;
  return resolved;
end
$$;
comment on function private.resolve_names is
  'Ids of organizations, principals or products by lower-case name, and by "id <uuid>" for those given by id.';

create function private.known_opportunities(tenant uuid, external_ids text[]) returns public.opportunities[]
language plpgsql stable set search_path = '' as $$
declare
  known public.opportunities[];
begin
  execute 'select array_agg(k.opportunity) from (select distinct unnest($2) as id) x, lateral (
    select o as opportunity from public.opportunities o where o.client_id = $1 and o.external_id = x.id limit 1) k'
  into known using tenant, external_ids;
  return known;
end
$$;

-- Every value is checked here, whoever calls; `problems` are what the function found while reading the
-- request and come first, one error a field. All rows are judged, set-based, in one statement that reads no
-- table, so that its plan can be kept.
create function private.check_opportunities(tenant uuid, opportunities jsonb, problems jsonb, options jsonb)
returns private.checked_row[]
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  currencies constant jsonb := (select jsonb_object_agg(c.code, true) from private.currencies c);
  create_organizations constant boolean := options -> 'create_missing' ? 'organizations';
  create_products constant boolean := options -> 'create_missing' ? 'products';
  on_conflict constant text := options ->> 'on_conflict';
  stages constant text[] := enum_range(null::public.opportunity_stage);
  date_pattern constant text := '^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';
  number_pattern constant text := '^-?[0-9]+([.][0-9]+)?$';
begin
  return array(
  with sent as materialized (
    select
      s.ordinality::integer as row,
      nullif(btrim(s.external_id), '') as external_id, nullif(btrim(s.name), '') as name,
      nullif(btrim(s.organization_id), '') as organization_id, nullif(btrim(s.organization), '') as organization,
      nullif(btrim(s.principal_id), '') as principal_id, nullif(btrim(s.principal), '') as principal,
      nullif(btrim(s.product_id), '') as product_id, nullif(btrim(s.product), '') as product,
      nullif(s.stage, '') as stage, nullif(s.probability_percent, '') as probability_percent,
      nullif(s.amount, '') as amount, nullif(s.currency, '') as currency,
      nullif(s.expected_close_date, '') as expected_close_date, nullif(btrim(s.deal_owner), '') as deal_owner,
      nullif(s.notes, '') as notes, s.context, s.custom_context
    from rows from (jsonb_to_recordset(opportunities) as (
      external_id text, name text, organization_id text, organization text, principal_id text, principal text,
      product_id text, product text, stage text, probability_percent text, amount text, currency text,
      expected_close_date text, deal_owner text, notes text, context jsonb, custom_context jsonb
    )) with ordinality as s
  ),
  lookup as materialized (
    select
      private.resolve_names(tenant, 'organizations', array_agg(lower(s.organization_id)) filter (where s.organization_id is not null),
        array_agg(lower(s.organization)) filter (where s.organization is not null)) as organizations,
      private.resolve_names(tenant, 'principals', array_agg(lower(s.principal_id)) filter (where s.principal_id is not null),
        array_agg(lower(s.principal)) filter (where s.principal is not null)) as principals,
      private.resolve_names(tenant, 'products', array_agg(lower(s.product_id)) filter (where s.product_id is not null),
        array_agg(lower(s.product)) filter (where s.product is not null)) as products,
      private.known_opportunities(tenant, array_agg(s.external_id) filter (where s.external_id is not null)) as opportunities
    from sent s
  ),
  resolved as materialized (
    select
      s.*,
      coalesce(l.organizations ->> lower(s.organization), l.organizations ->> ('id ' || lower(s.organization_id)))::uuid as found_organization,
      coalesce(l.principals ->> lower(s.principal), l.principals ->> ('id ' || lower(s.principal_id)))::uuid as found_principal,
      coalesce(l.products ->> lower(s.product), l.products ->> ('id ' || lower(s.product_id)))::uuid as found_product,
      case when s.probability_percent ~ number_pattern and length(s.probability_percent) <= 40 then s.probability_percent::numeric end as probability,
      case when s.amount ~ number_pattern and length(s.amount) <= 40 then s.amount::numeric end as money,
      k.known, f.first_row
    from sent s
    cross join lookup l
    left join (select external_id, min(row) as first_row from sent group by external_id) f on f.external_id = s.external_id
    left join (select o as known, o.external_id from lookup, unnest(lookup.opportunities) o) k on k.external_id = s.external_id
  ),
  unknown as (
    select 'organizations' as subject, lower(r.organization) as name from resolved r
    where r.found_organization is null and not create_organizations
    union
    select 'principals', lower(r.principal) from resolved r where r.found_principal is null
    union
    select 'products', lower(r.product) from resolved r where r.found_product is null and not create_products
  ),
  hint as materialized (
    select coalesce(jsonb_object_agg(u.subject || ' ' || u.name,
      ', did you mean ' || quote_literal(private.similar_name(tenant, u.subject, u.name)) || '?'), '{}') as texts
    from unknown u where u.name is not null
  ),
  read as (
    select (p.problem ->> 'row')::integer as row,
      array_agg(p.problem - 'row' order by p.ordinality) as errors,
      array_agg(p.problem ->> 'field') as fields,
      bool_or(p.problem ->> 'field' is null) as unreadable
    from jsonb_array_elements(problems) with ordinality as p (problem, ordinality)
    group by 1
  ),
  judged as materialized (
    select r.*, array_remove(array[
      case when r.name is null then private.row_error('name', 'required', 'name is missing')
        when length(r.name) > 200 then private.row_error('name', 'length', format('name has %s characters, at most 200 are allowed', length(r.name))) end,
      case when r.organization_id is not null and r.organization is not null
          then private.row_error('organization', 'ambiguous', 'organization and organization_id are both given, give one')
        when r.organization_id is null and r.organization is null
          then private.row_error('organization', 'required', 'organization is missing, give its name or organization_id')
        when length(r.organization) > 200
          then private.row_error('organization', 'length', format('organization has %s characters, at most 200 are allowed', length(r.organization)))
        when r.found_organization is null and r.organization_id is not null
          then private.row_error('organization_id', 'unknown_reference', format('organization_id %L is not an organization of yours', left(r.organization_id, 50)))
        when r.found_organization is null and not create_organizations
          then private.row_error('organization', 'unknown_reference', format('organization %L is not known', r.organization)
            || coalesce(h.texts ->> ('organizations ' || lower(r.organization)), '; create_missing=organizations would create it')) end,
      case when r.principal_id is not null and r.principal is not null
          then private.row_error('principal', 'ambiguous', 'principal and principal_id are both given, give one')
        when r.principal_id is not null and r.found_principal is null
          then private.row_error('principal_id', 'unknown_reference', format('principal_id %L is not a principal of yours', left(r.principal_id, 50)))
        when r.principal is not null and r.found_principal is null
          then private.row_error('principal', 'unknown_reference', format('principal %L is not known', left(r.principal, 200)) || coalesce(h.texts ->> ('principals ' || lower(r.principal)), '')) end,
      case when r.product_id is not null and r.product is not null
          then private.row_error('product', 'ambiguous', 'product and product_id are both given, give one')
        when r.product_id is not null and r.found_product is null
          then private.row_error('product_id', 'unknown_reference', format('product_id %L is not a product of yours', left(r.product_id, 50)))
        when length(r.product) > 200
          then private.row_error('product', 'length', format('product has %s characters, at most 200 are allowed', length(r.product)))
        when r.product is not null and r.found_product is null and not create_products
          then private.row_error('product', 'unknown_reference', format('product %L is not known', r.product)
            || coalesce(h.texts ->> ('products ' || lower(r.product)), '; create_missing=products would create it')) end,
      case when length(r.external_id) > 200
          then private.row_error('external_id', 'length', format('external_id has %s characters, at most 200 are allowed', length(r.external_id)))
        when r.external_id is not null and r.first_row < r.row
          then private.row_error('external_id', 'duplicate_in_file', format('external_id %L is already in row %s', r.external_id, r.first_row))
        when (r.known).id is not null and on_conflict = 'error'
          then private.row_error('external_id', 'already_exists', format('external_id %L is already known; on_conflict=skip or update would accept it', r.external_id)) end,
      case when r.stage is not null and r.stage <> all (stages)
        then private.row_error('stage', 'unknown_value', format('stage is %L, must be one of %s', left(r.stage, 50), array_to_string(stages, ', '))) end,
      case when r.probability_percent is not null and r.probability is null
          then private.row_error('probability_percent', 'format', format('probability_percent is %L, must be a number', left(r.probability_percent, 50)))
        when not r.probability between 0 and 100
          then private.row_error('probability_percent', 'range', format('probability_percent is %s, must be 0–100', r.probability_percent))
        when scale(trim_scale(r.probability)) > 2
          then private.row_error('probability_percent', 'format', format('probability_percent is %s, must have at most 2 decimals', r.probability_percent)) end,
      case when r.amount is not null and r.money is null
          then private.row_error('amount', 'format', format('amount is %L, must be a number like 1234.50', left(r.amount, 50)))
        when not r.money between 0 and 999999999999.99
          then private.row_error('amount', 'range', format('amount is %s, must be 0–999999999999.99', r.amount))
        when scale(trim_scale(r.money)) > 2
          then private.row_error('amount', 'format', format('amount is %s, must have at most 2 decimals', r.amount)) end,
      case when not currencies ? r.currency
        then private.row_error('currency', 'unknown_value', format('currency is %L, must be an ISO 4217 code like EUR', left(r.currency, 50))) end,
      case when case
            when r.expected_close_date !~ date_pattern then true
            when right(r.expected_close_date, 2) > '28' then right(r.expected_close_date, 2)::integer > extract(day from
              make_date(left(r.expected_close_date, 4)::integer, substr(r.expected_close_date, 6, 2)::integer, 1) + interval '1 month - 1 day')
          end
        then private.row_error('expected_close_date', 'format', format('expected_close_date is %L, must be a date of the calendar, YYYY-MM-DD, 1900–2199', left(r.expected_close_date, 50))) end,
      case when length(r.deal_owner) > 200
        then private.row_error('deal_owner', 'length', format('deal_owner has %s characters, at most 200 are allowed', length(r.deal_owner))) end,
      case when length(r.notes) > 10000
        then private.row_error('notes', 'length', format('notes has %s characters, at most 10000 are allowed', length(r.notes))) end,
      case when jsonb_typeof(r.context) <> 'object' then private.row_error('context', 'type', 'context must be a JSON object') end,
      case when jsonb_typeof(r.custom_context) <> 'object' then private.row_error('custom_context', 'type', 'custom_context must be a JSON object') end
    ], null) as errors
    from resolved r
    cross join hint h
  ),
  merged as materialized (
    select j.*, case
      when e.row is null then j.errors
      when e.unreadable then e.errors
      else e.errors || array(select own from unnest(j.errors) own where own ->> 'field' <> all (e.fields))
    end as all_errors
    from judged j
    left join read e on e.row = j.row
  )
  select row(
    m.row,
    case
      when cardinality(m.all_errors) > 0 then 'reject'
      when (m.known).id is null then 'create'
      when on_conflict = 'skip' then 'skip'
      when ((m.known).name, (m.known).organization_id) = (m.name, m.found_organization)
        and (m.principal is null and m.principal_id is null or (m.known).principal_id is not distinct from m.found_principal)
        and (m.product is null and m.product_id is null or (m.known).product_id is not distinct from m.found_product)
        and (m.stage is null or (m.known).stage::text = m.stage)
        and (m.probability_percent is null or (m.known).probability_percent is not distinct from m.probability)
        and (m.amount is null or (m.known).amount is not distinct from m.money)
        and (m.currency is null or (m.known).currency = m.currency)
        and (m.expected_close_date is null or (m.known).expected_close_date is not distinct from m.expected_close_date::date)
        and (m.deal_owner is null or (m.known).deal_owner is not distinct from m.deal_owner)
        and (m.notes is null or (m.known).notes is not distinct from m.notes)
        and (m.context is null or (m.known).context = m.context)
        and (m.custom_context is null or (m.known).custom_context = m.custom_context) then 'unchanged'
      else 'update'
    end::private.row_action,
    (m.known).id,
    m.external_id,
    m.name,
    m.found_organization,
    m.organization,
    m.found_principal,
    m.found_product,
    m.product,
    case when cardinality(m.all_errors) = 0 then m.stage::public.opportunity_stage end,
    case when cardinality(m.all_errors) = 0 then m.probability end,
    case when cardinality(m.all_errors) = 0 then m.money end,
    m.currency,
    case when cardinality(m.all_errors) = 0 then m.expected_close_date::date end,
    m.deal_owner,
    m.notes,
    m.context,
    m.custom_context,
    case when cardinality(m.all_errors) > 0 then to_jsonb(m.all_errors) end
  )::private.checked_row from merged m);
end
$$;

create function private.check_import_arguments(opportunities jsonb, problems jsonb, options jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  defaults constant jsonb := '{"on_error": "abort", "on_conflict": "error", "create_missing": [], "dry_run": false, "force": false}';
  details jsonb;
begin
  select jsonb_agg(jsonb_build_object('path', c.path, 'code', 'invalid', 'message', c.message)) into details
  from (values
    ('opportunities', 'must be an array of objects',
      jsonb_typeof(opportunities) is distinct from 'array' or opportunities @? '$[*] ? (@.type() != "object")'),
    ('problems', 'must be an array of {row, field, code, message}',
      jsonb_typeof(problems) is distinct from 'array' or problems @? '$[*] ? (@.row.type() != "number" || @.message.type() != "string")'),
    ('options', 'must be an object with on_error, on_conflict, create_missing, dry_run, force',
      jsonb_typeof(options) is distinct from 'object' or options - array(select jsonb_object_keys(defaults)) <> '{}'),
    ('options.on_error', 'must be abort or skip', not coalesce(options ->> 'on_error', 'abort') = any ('{abort,skip}')),
    ('options.on_conflict', 'must be error, skip or update',
      not coalesce(options ->> 'on_conflict', 'error') = any ('{error,skip,update}')),
    ('options.create_missing', 'must be a list of organizations, products',
      not coalesce(options -> 'create_missing', '[]') <@ '["organizations", "products"]'
      or jsonb_typeof(coalesce(options -> 'create_missing', '[]')) <> 'array'),
    ('options.dry_run', 'must be true or false', jsonb_typeof(coalesce(options -> 'dry_run', 'false')) <> 'boolean'),
    ('options.force', 'must be true or false', jsonb_typeof(coalesce(options -> 'force', 'false')) <> 'boolean')
  ) as c (path, message, wrong)
  where c.wrong;
  if details is not null then
    perform private.fail(422, 'VALIDATION_ERROR', 'The import was not understood', jsonb_build_object('details', details));
  end if;
  return defaults || jsonb_strip_nulls(options);
end
$$;

-- Writing ------------------------------------------------------------------------------------------

create function private.batch_json(batch public.opportunity_batches) returns jsonb
language sql stable set search_path = '' as $$
  select to_jsonb(batch) - array['client_id', 'content_hash']
$$;
comment on function private.batch_json is 'A batch as the API shows it.';

-- Holds the caller's other imports, and equal content of the tenant, until this one ends: only so can
-- quota and duplicates be counted exactly.
create function private.check_import_quota(tenant uuid, content_hash bytea, force boolean) returns void
language plpgsql volatile set search_path = '' as $$
declare
  quota constant integer := private.setting(tenant, 'import.batches_per_hour');
  wait_seconds integer;
  first_batch uuid;
begin
  perform pg_advisory_xact_lock(hashtextextended(format('import by %s of %s', auth.uid(), tenant), 0));
  select ceil(extract(epoch from b.created_at + interval '1 hour' - now())) into wait_seconds
  from public.opportunity_batches b
  where b.client_id = tenant and b.created_by = auth.uid() and b.created_at > now() - interval '1 hour'
  order by b.created_at desc offset quota - 1 limit 1;
  if found then
    perform private.fail(429, 'BATCH_QUOTA_EXCEEDED', format('You may start %s imports in an hour', quota),
      jsonb_build_object('retry_after', greatest(wait_seconds, 1)));
  end if;

  if not force then
    perform pg_advisory_xact_lock(hashtextextended(format('import of %s by %s', encode(content_hash, 'hex'), tenant), 0));
    select b.id into first_batch from public.opportunity_batches b
    where b.client_id = tenant and b.content_hash = check_import_quota.content_hash
      and b.status in ('processing', 'completed') and b.created_at > now() - interval '24 hours'
    order by b.created_at limit 1;
    if found then
      perform private.fail(409, 'DUPLICATE_BATCH', 'The same content was imported in the last 24 hours; force=true imports it again',
        jsonb_build_object('batch_id', first_batch));
    end if;
  end if;
end
$$;

-- Returns the ids of the names, as private.resolve_names does; somebody else may have created them meanwhile.
create function private.create_missing_names(tenant uuid, batch uuid, subject text, names text[]) returns jsonb
language plpgsql volatile set search_path = '' as $$
begin
  if cardinality(names) is null then
    return '{}';
  end if;
  execute format('insert into public.%I (client_id, name, batch_id)
    select distinct on (lower(n)) $1, n, $2 from unnest($3) with ordinality u (n, i) order by lower(n), i
    on conflict (client_id, lower(name)) do nothing', subject)
  using tenant, batch, names;
  return private.resolve_names(tenant, subject, null, array(select lower(n) from unnest(names) n));
end
$$;

create function private.create_missing(tenant uuid, batch uuid, checked private.checked_row[]) returns private.checked_row[]
language plpgsql volatile set search_path = '' as $$
declare
  organizations constant jsonb := private.create_missing_names(tenant, batch, 'organizations', (
    select array_agg(r.organization order by r.row) from unnest(checked) r
    where r.action in ('create', 'update') and r.organization_id is null));
  products constant jsonb := private.create_missing_names(tenant, batch, 'products', (
    select array_agg(r.product order by r.row) from unnest(checked) r
    where r.action in ('create', 'update') and r.product_id is null and r.product is not null));
begin
  if organizations = '{}' and products = '{}' then
    return checked;
  end if;
  for i in 1..cardinality(checked) loop
    checked[i].organization_id := coalesce(checked[i].organization_id, (organizations ->> lower(checked[i].organization))::uuid);
    checked[i].product_id := coalesce(checked[i].product_id, (products ->> lower(checked[i].product))::uuid);
  end loop;
  return checked;
end
$$;
comment on function private.create_missing is 'Creates the organizations and products that the rows name and fills in their ids.';

-- Fields that the batch leaves out keep their value.
create function private.update_opportunities(tenant uuid, batch uuid, checked private.checked_row[]) returns bigint
language sql volatile set search_path = '' as $$
  with current as materialized (
    select o.* from public.opportunities o
    where o.client_id = tenant
      and o.id in (select r.opportunity_id from unnest(checked) r where r.action = 'update')
    order by o.id for update
  ),
  kept as (
    insert into private.batch_rows (client_id, batch_id, row, opportunity_id, before, version)
    select tenant, batch, r.row, c.id, to_jsonb(c), c.version + 1
    from current c
    join unnest(checked) r on r.opportunity_id = c.id
    returning row
  ),
  written as (
    update public.opportunities o set
      name = r.name,
      organization_id = r.organization_id,
      principal_id = coalesce(r.principal_id, c.principal_id),
      product_id = coalesce(r.product_id, c.product_id),
      stage = coalesce(r.stage, c.stage),
      probability_percent = coalesce(r.probability_percent, c.probability_percent),
      amount = coalesce(r.amount, c.amount),
      currency = coalesce(r.currency, c.currency),
      expected_close_date = coalesce(r.expected_close_date, c.expected_close_date),
      deal_owner = coalesce(r.deal_owner, c.deal_owner),
      notes = coalesce(r.notes, c.notes),
      context = coalesce(r.context, c.context),
      custom_context = coalesce(r.custom_context, c.custom_context)
    from current c
    join unnest(checked) r on r.opportunity_id = c.id
    where o.client_id = tenant and o.id = c.id
    returning o.id
  )
  select count(*) from written
$$;

-- In order of the external id, so that two imports of the same rows wait for each other instead of deadlocking.
create function private.create_opportunities(tenant uuid, batch uuid, checked private.checked_row[]) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  tenant_currency constant text := (select c.currency from public.clients c where c.id = tenant);
  creator constant uuid := auth.uid();
begin
  insert into public.opportunities
    (client_id, external_id, name, organization_id, principal_id, product_id, stage, probability_percent, amount,
     currency, expected_close_date, deal_owner, notes, context, custom_context, batch_id, batch_row, created_by)
  select
    tenant, r.external_id, r.name, r.organization_id, r.principal_id, r.product_id,
    coalesce(r.stage, 'prospecting'), r.probability_percent, r.amount, coalesce(r.currency, tenant_currency),
    r.expected_close_date, r.deal_owner, r.notes, coalesce(r.context, '{}'), coalesce(r.custom_context, '{}'),
    batch, r.row, creator
  from unnest(checked) r
  where r.action = 'create'
  order by r.external_id;
end
$$;

create function private.keep_error_rows(
  tenant uuid, batch uuid, checked private.checked_row[], opportunities jsonb, source jsonb
) returns void
language sql volatile set search_path = '' as $$
  insert into private.batch_error_rows (client_id, batch_id, row, record)
  select tenant, batch, r.row, coalesce(source -> 'rows' -> (r.row - 1), opportunities -> (r.row - 1))
  from unnest(checked) r
  where r.action = 'reject';

  insert into private.batch_columns (client_id, batch_id, columns)
  select tenant, batch, array(select jsonb_array_elements_text(source -> 'columns'))
  where jsonb_typeof(source -> 'columns') = 'array';
$$;

create function private.emit_batch_event(batch public.opportunity_batches) returns void
language plpgsql volatile set search_path = '' as $$
begin
  -- Events are sent to other systems and must stay small: the first errors say enough, the API has all.
  perform private.emit_event(batch.client_id, 'batch.' || batch.status,
    private.batch_json(batch) || jsonb_build_object('errors', jsonb_path_query_array(batch.errors, '$[0 to 19]')));
end
$$;

-- Writes a checked import: batch, opportunities, what they were, bad rows, event.
create function private.write_import(
  tenant uuid, checked private.checked_row[], batch public.opportunity_batches, opportunities jsonb, source jsonb
) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into public.opportunity_batches select batch.*;
  perform private.open_audit_group('opportunity_batches', batch.id);
  if batch.status = 'completed' then
    if batch.options -> 'create_missing' <> '[]' then
      checked := private.create_missing(tenant, batch.id, checked);
    end if;
    perform private.create_opportunities(tenant, batch.id, checked);
    if batch.updated > 0 and private.update_opportunities(tenant, batch.id, checked) < batch.updated then
      raise exception 'an opportunity was deleted during the import' using errcode = 'serialization_failure';
    end if;
  end if;
  if batch.failed_records > 0 then
    perform private.keep_error_rows(tenant, batch.id, checked, opportunities, source);
  end if;
  perform private.close_audit_group();
  perform private.emit_batch_event(batch);
end
$$;

create function private.summarize_import(
  tenant uuid, checked private.checked_row[], options jsonb, filename text, source jsonb, content_hash bytea
) returns public.opportunity_batches
language plpgsql stable set search_path = '' as $$
declare
  batch public.opportunity_batches;
begin
  select
    count(*), count(*) filter (where r.action = 'reject'),
    count(*) filter (where r.action = 'create'), count(*) filter (where r.action = 'update'),
    count(*) filter (where r.action = 'unchanged'), count(*) filter (where r.action = 'skip')
  into batch.total_records, batch.failed_records, batch.created, batch.updated, batch.unchanged, batch.skipped
  from unnest(checked) r;

  select coalesce(jsonb_agg(jsonb_build_object('row', r.row) || e order by r.row), '[]') into batch.errors
  from unnest(checked) r, jsonb_array_elements(r.errors) e
  where r.action = 'reject';

  batch.status := 'completed';
  if batch.failed_records > 0 and (options ->> 'on_error' = 'abort' or batch.failed_records = batch.total_records) then
    batch.status := 'failed';
    batch.created := 0; batch.updated := 0; batch.unchanged := 0; batch.skipped := 0;
  end if;
  batch.client_id := tenant;
  batch.id := gen_random_uuid();
  batch.filename := filename;
  batch.successful_records := batch.created + batch.updated + batch.unchanged + batch.skipped;
  batch.unknown_columns := array(select jsonb_array_elements_text(coalesce(source -> 'unknown_columns', '[]')));
  batch.options := options || coalesce(jsonb_strip_nulls(jsonb_build_object('mapping', source -> 'mapping', 'values', source -> 'values')), '{}');
  batch.content_hash := content_hash;
  batch.created_by := auth.uid();
  batch.created_at := now();
  batch.completed_at := clock_timestamp();
  return batch;
end
$$;

create function private.dry_run_json(checked private.checked_row[], batch public.opportunity_batches) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'would_create', count(*) filter (where r.action = 'create'),
    'would_update', count(*) filter (where r.action = 'update'),
    'unchanged', count(*) filter (where r.action = 'unchanged'),
    'skipped', count(*) filter (where r.action = 'skip'),
    'would_create_organizations', count(distinct lower(r.organization))
      filter (where r.action in ('create', 'update') and r.organization_id is null),
    'would_create_products', count(distinct lower(r.product))
      filter (where r.action in ('create', 'update') and r.product_id is null),
    'unknown_columns', batch.unknown_columns,
    'errors', batch.errors)
  from unnest(checked) r
$$;

-- Definer: members may not write opportunities, batches or events by hand; only this function, whole.
create function public.import_opportunities(
  opportunities jsonb, problems jsonb default '[]', options jsonb default '{}', filename text default null, source jsonb default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  settled constant jsonb := private.check_import_arguments(opportunities, problems, options);
  max_rows constant integer := private.setting(tenant, 'import.max_rows');
  content_hash constant bytea := sha256(convert_to(opportunities::text, 'UTF8'));
  checked private.checked_row[];
  batch public.opportunity_batches;
  answer jsonb;
begin
  if jsonb_array_length(opportunities) > max_rows then
    perform private.fail(413, 'BATCH_TOO_LARGE', format('The import has %s rows, at most %s are allowed', jsonb_array_length(opportunities), max_rows));
  end if;
  if jsonb_array_length(opportunities) = 0 then
    perform private.fail(422, 'VALIDATION_ERROR', 'The import has no rows', '{"details": [{"path": "opportunities", "code": "too_small", "message": "must have at least one row"}]}');
  end if;
  if not settled @> '{"dry_run": true}' then
    answer := private.replay('import_opportunities',
      sha256(content_hash || convert_to(concat_ws(' ', problems, settled, filename, source), 'UTF8')));
    if answer is not null then
      return answer;
    end if;
    perform private.check_import_quota(tenant, content_hash, settled @> '{"force": true}');
  end if;

  -- Another import may create or delete one of these rows between the check and the write: then judge anew.
  for attempt in 1..3 loop
    begin
      checked := private.check_opportunities(tenant, opportunities, problems, settled);
      batch := private.summarize_import(tenant, checked, settled, filename, source, content_hash);
      if settled @> '{"dry_run": true}' then
        return jsonb_build_object('status', 200, 'body', private.dry_run_json(checked, batch));
      end if;
      perform private.write_import(tenant, checked, batch, opportunities, source);
      exit;
    exception when unique_violation or serialization_failure then
      if attempt = 3 then
        perform private.fail(503, 'SERVICE_UNAVAILABLE', 'Other imports keep changing the same opportunities, try again', '{"retry_after": 1}');
      end if;
    end;
  end loop;

  return private.remember('import_opportunities', case batch.status
    when 'completed' then jsonb_build_object('status', 201, 'body', private.batch_json(batch))
    else jsonb_build_object('status', 422, 'body', jsonb_build_object(
      'code', 'VALIDATION_ERROR', 'batch_id', batch.id, 'details', batch.errors,
      'message', format('%s of %s rows are wrong, nothing was imported', batch.failed_records, batch.total_records)))
  end);
end
$$;
comment on function public.import_opportunities is
  'Imports up to import.max_rows opportunities in one transaction. Returns {status, body, replayed?}: 201 with the batch, 422 with '
  'every bad row and the failed batch''s id, 200 for a dry run. Raises 401, 403, 409 DUPLICATE_BATCH or IDEMPOTENCY_KEY_REUSED, '
  '413 BATCH_TOO_LARGE, 422, 429 BATCH_QUOTA_EXCEEDED. opportunities: array of objects, element i is row i + 1; problems: what reading '
  'them found, [{row, field, code, message}]; source: {columns, rows, unknown_columns, mapping, values} of a CSV file as sent.';
grant execute on function public.import_opportunities to authenticated;

-- Afterwards ---------------------------------------------------------------------------------------

-- The same sentence as the policy, for the definers below. Locks the batch when it is to be changed.
create function private.visible_batch(tenant uuid, batch_id uuid, lock boolean) returns public.opportunity_batches
language plpgsql volatile set search_path = '' as $$
declare
  batch public.opportunity_batches;
begin
  select * into batch from public.opportunity_batches b
  where b.client_id = tenant and b.id = batch_id
    and (b.created_by = auth.uid() or private.role() >= 'manager');
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such batch');
  end if;
  if lock then
    select * into batch from public.opportunity_batches b where b.client_id = tenant and b.id = batch_id for update;
  end if;
  return batch;
end
$$;

-- Definer: members may not write batches by hand.
create function public.cancel_batch(batch_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  batch public.opportunity_batches := private.visible_batch(tenant, batch_id, lock => true);
begin
  if batch.status <> 'processing' then
    perform private.fail(409, 'BATCH_NOT_PROCESSING', format('The batch is %s; only a processing batch can be cancelled', batch.status));
  end if;
  update public.opportunity_batches b set status = 'cancelled', completed_at = now()
  where b.client_id = tenant and b.id = batch.id
  returning * into batch;
  return private.batch_json(batch);
end
$$;
comment on function public.cancel_batch is 'Cancels a processing batch and returns it. Raises 401, 403, 404, 409 BATCH_NOT_PROCESSING.';
grant execute on function public.cancel_batch to authenticated;

-- Deletes what the batch created and nobody edited since.
create function private.delete_created(tenant uuid, batch uuid) returns bigint
language sql volatile set search_path = '' as $$
  with deleted as (
    delete from public.opportunities o
    where o.client_id = tenant and o.batch_id = batch and o.version = 1
    returning o.id
  )
  select count(*) from deleted
$$;

-- A restored row is what it was, its version included, so that a batch before this one can still be rolled back.
create function private.restore_updated(tenant uuid, batch uuid) returns bigint
language sql volatile set search_path = '' as $$
  with restored as (
    update public.opportunities o set
      (name, organization_id, principal_id, product_id, stage, probability_percent, amount, currency,
       expected_close_date, deal_owner, notes, context, custom_context, version, updated_at) =
      (b.name, b.organization_id, b.principal_id, b.product_id, b.stage, b.probability_percent, b.amount, b.currency,
       b.expected_close_date, b.deal_owner, b.notes, b.context, b.custom_context, b.version, b.updated_at)
    from private.batch_rows r, jsonb_populate_record(null::public.opportunities, r.before) b
    where r.client_id = tenant and r.batch_id = batch
      and o.client_id = tenant and o.id = r.opportunity_id and o.version = r.version
    returning o.id
  )
  select count(*) from restored
$$;

create function private.edited_since(tenant uuid, batch uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'opportunity_id', e.opportunity_id, 'external_id', e.external_id, 'row', e.row, 'reason', e.reason) order by e.row), '[]')
  from (
    select o.id as opportunity_id, o.external_id, o.batch_row as row, 'edited since the import' as reason
    from public.opportunities o
    where o.client_id = tenant and o.batch_id = batch and o.version > 1
    union all
    select r.opportunity_id, r.before ->> 'external_id', r.row,
      case when o.id is null then 'deleted since the import' else 'edited since the import' end
    from private.batch_rows r
    left join public.opportunities o on o.client_id = tenant and o.id = r.opportunity_id
    where r.client_id = tenant and r.batch_id = batch and o.version is distinct from r.version
  ) e
$$;

-- The lock first: a writer that refers to a name holds it until its row can be seen here.
create function private.delete_unused_names(tenant uuid, batch uuid, out organizations bigint, out products bigint)
language plpgsql volatile set search_path = '' as $$
begin
  perform from public.organizations n where n.client_id = tenant and n.batch_id = batch order by n.id for update;
  perform from public.products n where n.client_id = tenant and n.batch_id = batch order by n.id for update;
  delete from public.organizations n
  where n.client_id = tenant and n.batch_id = batch and n.version = 1
    and not exists (select from public.opportunities o where o.client_id = tenant and o.organization_id = n.id);
  get diagnostics organizations = row_count;
  delete from public.products n
  where n.client_id = tenant and n.batch_id = batch and n.version = 1
    and not exists (select from public.opportunities o where o.client_id = tenant and o.product_id = n.id);
  get diagnostics products = row_count;
end
$$;

-- Definer: members may not delete or change opportunities by hand.
create function public.rollback_batch(batch_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  batch public.opportunity_batches := private.visible_batch(tenant, batch_id, lock => true);
  kept jsonb;
  deleted bigint;
  restored bigint;
  unused record;
begin
  if batch.status = 'rolled_back' then
    perform private.fail(409, 'BATCH_ALREADY_ROLLED_BACK', 'The batch was rolled back before');
  elsif batch.status <> 'completed' then
    perform private.fail(409, 'BATCH_NOT_ROLLBACKABLE', format('The batch is %s; only a completed batch can be rolled back', batch.status));
  end if;

  perform private.open_audit_group('opportunity_batches', batch.id);
  perform from public.opportunities o
  where o.client_id = tenant
    and (o.batch_id = batch.id
      or o.id in (select r.opportunity_id from private.batch_rows r where r.client_id = tenant and r.batch_id = batch.id))
  order by o.id for update;
  kept := private.edited_since(tenant, batch.id);
  deleted := private.delete_created(tenant, batch.id);
  restored := private.restore_updated(tenant, batch.id);
  unused := private.delete_unused_names(tenant, batch.id);
  perform private.close_audit_group();

  update public.opportunity_batches b set status = 'rolled_back'
  where b.client_id = tenant and b.id = batch.id
  returning * into batch;
  return jsonb_build_object('batch', private.batch_json(batch), 'deleted', deleted, 'restored', restored, 'kept', kept,
    'organizations_deleted', unused.organizations, 'products_deleted', unused.products);
end
$$;
comment on function public.rollback_batch is
  'Takes a completed batch back, except rows edited since: {batch, deleted, restored, kept: [{opportunity_id, external_id, row, reason}], '
  'organizations_deleted, products_deleted}. Raises 401, 403, 404, 409 BATCH_ALREADY_ROLLED_BACK or BATCH_NOT_ROLLBACKABLE.';
grant execute on function public.rollback_batch to authenticated;

-- Definer: what rows were before is private; which rows a visible batch wrote is not.
create function public.list_batch_rows(batch_id uuid, after_row integer default 0, page_size integer default 20)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:read');
  batch constant public.opportunity_batches := private.visible_batch(tenant, batch_id, lock => false);
  size constant integer := least(greatest(page_size, 1), 101);
begin
  return coalesce(jsonb_agg(jsonb_build_object('row', p.row, 'action', p.action, 'opportunity', p.opportunity) order by p.row), '[]')
  from (
    select w.row, w.action, to_jsonb(o) - 'client_id' as opportunity
    from (
    (select c.batch_row as row, 'created' as action, c.id
     from public.opportunities c
     where c.client_id = tenant and c.batch_id = batch.id and c.batch_row > after_row
     order by c.batch_row limit size)
    union all
    (select u.row, 'updated', u.opportunity_id
     from private.batch_rows u
     where u.client_id = tenant and u.batch_id = batch.id and u.row > after_row and batch.status = 'completed'
     order by u.row limit size)
  ) w
  join public.opportunities o on o.client_id = tenant and o.id = w.id
  order by w.row limit size
  ) p;
end
$$;
comment on function public.list_batch_rows is
  'The opportunities that a batch created or updated, as they are now, in the order of its rows: [{row, action: created|updated, opportunity}]. Raises 401, 403, 404.';
grant execute on function public.list_batch_rows to authenticated;

-- Definer: the rows as sent are private to those who may see the batch.
create function public.batch_error_rows(batch_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:read');
  batch constant public.opportunity_batches := private.visible_batch(tenant, batch_id, lock => false);
begin
  return jsonb_build_object(
    'columns', (select to_jsonb(c.columns) from private.batch_columns c where c.client_id = tenant and c.batch_id = batch.id),
    'rows', coalesce((
      select jsonb_agg(jsonb_build_object('row', e.row, 'record', e.record, 'errors', p.errors) order by e.row)
      from private.batch_error_rows e
      join (
        select (b ->> 'row')::integer as row, jsonb_agg(b - 'row' order by n) as errors
        from jsonb_array_elements(batch.errors) with ordinality as x (b, n)
        group by 1
      ) p on p.row = e.row
      where e.client_id = tenant and e.batch_id = batch.id), '[]'));
end
$$;
comment on function public.batch_error_rows is
  'The bad rows of a batch: {columns: [header] of a CSV or null, rows: [{row, record, errors: [{field, code, message}]}]}; record is an '
  'array of cells for a CSV, the object for JSON. Raises 401, 403, 404.';
grant execute on function public.batch_error_rows to authenticated;
