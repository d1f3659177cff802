-- What was searched and what was opened, so that a team sees what its people do not find. What one or two people typed
-- stays theirs.

create table private.searches (
  client_id uuid not null references public.clients on delete cascade,
  id uuid not null default private.uuidv7(),
  query text not null check (length(query) <= 200),
  caller_id uuid not null,
  hits integer not null,
  searched_at timestamptz not null default now(),
  primary key (client_id, id)
);
create index on private.searches (client_id, searched_at);
create index on private.searches (searched_at);
comment on column private.searches.query is 'As private.fold_text writes it, without what follows 200 characters.';
alter table private.searches enable row level security;

create table private.search_clicks (
  client_id uuid not null references public.clients on delete cascade,
  search_id uuid not null,
  kind text not null references private.search_kinds,
  id uuid not null,
  rank integer not null check (rank between 1 and 1000),
  clicked_at timestamptz not null default now(),
  primary key (client_id, search_id, kind, id),
  foreign key (client_id, search_id) references private.searches on delete cascade
);
create index on private.search_clicks (client_id, clicked_at);
alter table private.search_clicks enable row level security;

create function private.keep_search(tenant uuid, q text, hits integer) returns uuid
language plpgsql volatile set search_path = '' as $$
declare
  kept constant uuid := private.uuidv7();
begin
  insert into private.searches (client_id, id, query, caller_id, hits)
  values (tenant, kept, left(array_to_string(private.search_words(q), ' '), 200), private.caller_id(),
    keep_search.hits);
  return kept;
end
$$;

-- A tenant keeps at most a number of them: the oldest end first, so that searching never fails for it.
create function private.trim_searches_of(tenants uuid[], argument jsonb) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  trimmed bigint;
begin
  delete from private.searches s
  using (
    select t.id, (select k.id from private.searches k where k.client_id = t.id order by k.id desc
      offset 100000 limit 1) as oldest
    from unnest(tenants) t (id)
  ) o
  where s.client_id = o.id and s.id <= o.oldest;
  get diagnostics trimmed = row_count;
  return trimmed;
end
$$;

create function private.trim_searches() returns bigint
language sql volatile set search_path = '' as $$
  select private.run_for_tenants('trim_searches', array(
    select distinct s.client_id from private.searches s where s.searched_at > now() - interval '2 hours'
  ), 'private.trim_searches_of')
$$;
comment on function private.trim_searches is
  'Leaves the newest 100,000 searches of each tenant that searched lately. Returns how many it deleted.';

-- Definer: callers may not write clicks.
create function public.record_search_click(search_id uuid, type text, id uuid, rank integer) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('search:read');
begin
  if not exists (select from private.searches s
    where s.client_id = tenant and s.id = record_search_click.search_id and s.caller_id = private.caller_id()) then
    perform private.fail(404, 'NOT_FOUND', 'You made no such search; search_id is in the answer to GET /search/v1');
  end if;
  if not exists (select from private.search_kinds k where k.kind = record_search_click.type) then
    perform private.invalid('type', 'invalid', 'is not a type that can be found');
  end if;
  insert into private.search_clicks as c (client_id, search_id, kind, id, rank)
  values (tenant, record_search_click.search_id, record_search_click.type, record_search_click.id,
    record_search_click.rank)
  on conflict do nothing;
  return jsonb_build_object('search_id', record_search_click.search_id, 'type', record_search_click.type,
    'id', record_search_click.id, 'rank', record_search_click.rank);
exception when check_violation then
  perform private.invalid('rank', 'invalid', 'must be 1–1000');
  return null;
end
$$;
comment on function public.record_search_click is
  'Keeps that the caller opened a hit of their search, once for each hit: {search_id, type, id, rank}. Raises 401, '
  '403, 404, 422.';

grant execute on function public.record_search_click to authenticated;
