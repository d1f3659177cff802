-- Guarantees: what ends is announced 90 days before, in one place: headers, OpenAPI document, events and the 410 come
-- from these rows. The part that code needs is generated into shared/http/deprecations.ts.

create table private.deprecations (
  deprecation text primary key check (deprecation ~ '^[a-z][a-z0-9-]{0,99}$'),
  routes text[] not null check (cardinality(routes) between 1 and 100),
  deprecated_at timestamptz not null,
  sunset_at timestamptz not null,
  successor text not null check (successor ~ '^/[a-z-]+/v[1-9][0-9]*$'),
  began_at timestamptz,
  forced boolean not null default false,
  check (sunset_at >= deprecated_at + interval '90 days')
);
alter table private.deprecations enable row level security;
comment on column private.deprecations.began_at is 'Since when the routes answer 410. Null before the sunset begins.';
comment on column private.deprecations.forced is 'True if the sunset began although tenants still called.';

create function private.deprecate(deprecation text, deprecated_at timestamptz, sunset_at timestamptz, successor text,
  variadic routes text[]) returns void
language sql volatile set search_path = '' as $$
  insert into private.deprecations (deprecation, routes, deprecated_at, sunset_at, successor)
  values (deprecation, routes, deprecated_at, sunset_at, successor)
$$;
comment on function private.deprecate is
  'Announces that the routes, such as GET /teams/v1/{team}, end at sunset_at. Called by register.sql files.';

-- Definer: the service role has no rights in private.
create function public.begun_sunsets() returns text[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(d.deprecation), '{}') from private.deprecations d where d.began_at <= clock_timestamp()
$$;
comment on function public.begun_sunsets is 'For functions: the deprecations whose routes answer 410.';
revoke execute on function public.begun_sunsets from public, anon, authenticated;
grant execute on function public.begun_sunsets to service_role;
