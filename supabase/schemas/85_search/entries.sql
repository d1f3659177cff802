-- Guarantees: a committed change is found by the next search, and writers do not wait for the index. A writer leaves a
-- mark that names its rows; the next search of the tenant, or a task, enters them.

create table private.search_entries (
  client_id uuid not null references public.clients on delete cascade,
  kind text not null references private.search_kinds,
  id uuid not null,
  title text not null check (length(title) <= 200),
  body text not null check (length(body) <= 2000),
  title_key text collate "C" not null check (length(title_key) <= 1000),
  title_terms tsvector not null,
  terms tsvector not null,
  updated_at timestamptz not null,
  primary key (client_id, kind, id)
);
comment on column private.search_entries.terms is
  'Of title and body; the shortened words of the title, with ~ before them; the kind, with ! before it. All begin with '
  'private.tenant_tag, those of title_terms too.';
create index search_entries_title on private.search_entries (client_id, kind, title_key);
-- Without a list of pending terms, which each search would read from end to end.
create index search_entries_terms on private.search_entries using gin (terms) with (fastupdate = off);
alter table private.search_entries enable row level security;

-- The index has a tenant's terms apart from others', so that a search need not intersect a word with the tenant's rows.
-- Short, because each term has it. Tenants may share one: a search compares client_id too. Without search_path, so that
-- it can be inlined. Its body was parsed when it was created.
create function private.tenant_tag(tenant uuid) returns text
language sql immutable parallel safe
return encode(substring(uuid_send(tenant) from 14), 'base64');

create function private.tagged_terms(terms text[], tag text) returns tsvector
language sql immutable parallel safe set search_path = '' as $$
  select array_to_tsvector(array(select tag || t.term from unnest(terms) t (term)))
$$;

create table private.search_marks (
  id bigint generated always as identity primary key,
  client_id uuid not null references public.clients on delete cascade,
  kind text not null references private.search_kinds,
  ids uuid[] not null check (cardinality(ids) between 1 and 1000),
  marked_at timestamptz not null default clock_timestamp()
);
create index on private.search_marks (client_id, id desc);
alter table private.search_marks enable row level security;

-- Definer: callers may not write marks.
create function private.mark_for_search() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.search_marks (client_id, kind, ids)
  select c.client_id, tg_argv[0], array_agg(c.id)
  from (select r.client_id, r.id, (row_number() over (partition by r.client_id) - 1) / 1000 as part
    from changed_rows r) c
  group by c.client_id, c.part;
  return null;
end
$$;

-- Rows that do not exist any more, or that nobody should find, lose their entries.
create function private.enter_rows(tenant uuid, kind text, ids uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  about constant private.search_kinds := (select k from private.search_kinds k where k.kind = enter_rows.kind);
begin
  execute format($sql$
    with source as (
      select r.id, left(%s, 200) as title, left(%s, 2000) as body, r.updated_at
      from %s r where r.client_id = $1 and r.id = any ($3) and (%s)
    ),
    gone as (
      delete from private.search_entries e
      where e.client_id = $1 and e.kind = $2 and e.id = any ($3) and not exists (
        select from source s where s.id = e.id)
    )
    insert into private.search_entries as e
      (client_id, kind, id, title, body, title_key, title_terms, terms, updated_at)
    select $1, $2, s.id, s.title, s.body, array_to_string(t.words, ' '), private.tagged_terms(t.terms, $4),
      private.tagged_terms(t.terms || t.shortened || private.search_terms(s.body) || array['!' || $2], $4),
      s.updated_at
    from source s
    cross join lateral (
      select private.search_words(s.title) as words, private.search_terms(s.title) as terms,
        array(select '~' || h.word from unnest(private.shortened(private.search_words(s.title))) h (word)) as shortened
      offset 0
    ) t
    on conflict on constraint search_entries_pkey do update set
      title = excluded.title, body = excluded.body, title_key = excluded.title_key,
      title_terms = excluded.title_terms, terms = excluded.terms, updated_at = excluded.updated_at
    $sql$, about.title, about.body, about.source, about.only_if)
  using tenant, kind, ids, private.tenant_tag(tenant);
end
$$;

-- One at a time for each tenant, so that an older state never replaces a newer one. Newest marks first.
create function private.enter_marked(tenant uuid, at_most integer) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  part record;
  entered bigint := 0;
begin
  perform pg_advisory_xact_lock(hashtext('search'), hashtext(tenant::text));
  for part in
    with taken as (
      delete from private.search_marks d
      where d.id in (
        select n.id from (
          select m.id, sum(cardinality(m.ids)) over (order by m.id desc) - cardinality(m.ids) as before
          from (select * from private.search_marks a where a.client_id = tenant order by a.id desc limit at_most) m
        ) n
        where n.before < at_most)
      returning d.kind, d.ids
    )
    select t.kind, array_agg(distinct i.id) as ids from taken t cross join lateral unnest(t.ids) i (id) group by t.kind
  loop
    perform private.enter_rows(tenant, part.kind, part.ids);
    entered := entered + cardinality(part.ids);
  end loop;
  return entered;
end
$$;
comment on function private.enter_marked is
  'Brings the entries of the tenant''s marked rows up to date and returns how many; stops after about `at_most`.';
