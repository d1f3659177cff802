-- Finds anything of the tenant that the caller may see.

create function private.checked_query(q text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  if q is null or length(q) > 200 or q !~ '\S' then
    perform private.invalid('q', 'invalid', 'must have 1–200 characters');
  end if;
  return q;
end
$$;

-- Searches go on without the newest rows while a task enters the rows of a large import.
create function private.enter_newest(tenant uuid) returns void
language plpgsql volatile set search_path = '' set lock_timeout = '200ms' as $$
begin
  if exists (select from private.search_marks m where m.client_id = tenant) then
    perform private.enter_marked(tenant, 2000);
  end if;
exception when lock_not_available then
  raise log 'tenant % was searched without its newest rows', tenant;
end
$$;

-- Definer: the operators of text search are not leakproof, so under a policy they could not use their index. The
-- kinds are those that the caller may read.
create function public.search(
  q text, types text[] default null, after_score numeric default null, after_time timestamptz default null,
  after_id uuid default null, page_size integer default 21, with_total boolean default false
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('search:read');
  kinds constant text[] := private.kinds_to_search(types);
  asked constant text := private.checked_query(q);
  rows jsonb;
  total integer;
begin
  perform private.enter_newest(tenant);
  with hits as materialized (
    select h.* from private.find_entries(tenant, kinds, asked) h
  ),
  page as (
    select h.* from hits h
    where after_time is null or (h.score, h.updated_at, h.id) < (after_score, after_time, after_id)
    order by h.score desc, h.updated_at desc, h.id desc
    limit private.page_limit(page_size)
  )
  select (select count(*) from hits),
    coalesce(jsonb_agg(to_jsonb(p) || jsonb_build_object('body', e.body)
      order by p.score desc, p.updated_at desc, p.id desc), '[]')
  into total, rows
  from page p join private.search_entries e on e.client_id = tenant and e.kind = p.kind and e.id = p.id;
  return jsonb_build_object('rows', rows, 'total', case when with_total then total end,
    'search_id', case when after_time is null then private.keep_search(tenant, q, total) end);
end
$$;
comment on function public.search is
  'What q (words, "phrases", -not, or; 1–200 characters) finds among the types: {rows: [{kind, id, title, body, '
  'reason, score, updated_at}], total, search_id}, best first, after the cursor (after_score, after_time, after_id). '
  'Types that the caller may not read are left out. search_id is null after the first page. Raises 401, 403, 422.';

-- Definer: see public.search. A search as one types leaves no record.
create function public.suggest_titles(q text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('search:read');
  kinds constant text[] := private.kinds_to_search(null);
  asked constant text := private.checked_query(q);
begin
  perform private.enter_newest(tenant);
  return coalesce((
    select jsonb_agg(jsonb_build_object('type', s.kind, 'id', s.id, 'title', s.title)
      order by s.score desc, s.updated_at desc, s.id)
    from (
      select d.* from (
        select distinct on (private.fold_text(h.title)) h.*
        from private.find_entries(tenant, kinds, asked) h
        where h.reason <> 'text'
        order by private.fold_text(h.title), h.score desc, h.updated_at desc, h.id
      ) d
      order by d.score desc, d.updated_at desc, d.id
      limit 10
    ) s
  ), '[]');
end
$$;
comment on function public.suggest_titles is
  'Up to ten different titles, best first, that the caller may see and that q could become: [{type, id, title}]. '
  'Raises 401, 403, 422.';

grant execute on function public.search, public.suggest_titles to authenticated;
