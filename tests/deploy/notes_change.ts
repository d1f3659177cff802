/**
 * An example of a change to the database: it adds, alters and drops one of each kind of object.
 *
 * @module
 */

/** The schema file as released. */
export const before = `
create type public.note_kind as enum ('call', 'visit');
create type private.note_mark as (word text);
create sequence private.note_numbers;

create table public.notes (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null references public.clients,
  kind public.note_kind not null default 'call',
  body text not null constraint notes_body check (length(body) < 100),
  rating text not null,
  draft text constraint notes_draft check (draft <> '')
);
alter table public.notes enable row level security;
comment on table public.notes is 'Notes on calls.';
comment on column public.notes.draft is 'Not sent yet.';
create index notes_by_body on public.notes (body);
create index notes_by_draft on public.notes (draft);
create table private.note_drafts (id uuid primary key);
alter table private.note_drafts enable row level security;

create policy "members read notes" on public.notes for select to authenticated
  using (client_id = (select private.client_id()));
create policy "members read drafts" on public.notes for select to authenticated using (draft is not null);
grant select on public.notes to authenticated;
grant delete on public.notes to authenticated;

create function private.note_length(body text) returns integer
language sql immutable set search_path = '' as $$ select length(body) $$;
create function private.note_words(body text) returns integer
language sql immutable set search_path = '' as $$ select 1 $$;
create function private.note_changed() returns trigger
language plpgsql set search_path = '' as $$ begin return new; end $$;
create trigger note_saved before insert on public.notes
  for each row execute function private.note_changed();
create trigger note_drafted before update on public.notes
  for each row execute function private.note_changed();

create view public.note_bodies with (security_invoker = true) as select id, body from public.notes;
create view public.note_drafts with (security_invoker = true) as select id, draft from public.notes;

select cron.schedule('count_notes', '5 1 * * *', 'select 1');
select cron.schedule('delete_drafts', '6 1 * * *', 'select 2');
insert into private.setting_definitions (key, default_value, type, minimum, maximum, description) values
  ('notes.length', '100', 'integer', 1, 1000, 'Letters of a note'),
  ('notes.drafts', '5', 'integer', 1, 10, 'Drafts of a user');
`;

/** The same file as changed. */
export const after = `
create type public.note_kind as enum ('call', 'visit', 'mail');
create type private.note_range as (first_word text, last_word text);
create sequence private.note_pages;

create table public.notes (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null references public.clients,
  kind public.note_kind not null default 'visit',
  body text not null constraint notes_body check (length(body) < 1000),
  rating smallint not null,
  pinned boolean not null default false constraint notes_pinned check (not pinned or body <> '')
);
alter table public.notes enable row level security;
comment on table public.notes is 'Notes on calls and visits.';
comment on column public.notes.pinned is 'Shown first.';
create index notes_by_body on public.notes (client_id, body);
create index notes_by_kind on public.notes (kind);
create table private.note_readers (id uuid primary key);
alter table private.note_readers enable row level security;

create policy "members read notes" on public.notes for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('calls:write')));
create policy "members delete notes" on public.notes for delete to authenticated
  using (client_id = (select private.client_id()));
grant select (id, body) on public.notes to authenticated;
grant delete on public.notes to authenticated;

create function private.note_length(body text) returns integer
language sql immutable set search_path = '' as $$ select char_length(trim(body)) $$;
create function private.note_title(body text) returns text
language sql immutable set search_path = '' as $$ select left(body, 20) $$;
create function private.note_changed() returns trigger
language plpgsql set search_path = '' as $$ begin return new; end $$;
create trigger note_saved before insert or update on public.notes
  for each row execute function private.note_changed();
create trigger note_deleted after delete on public.notes
  for each row execute function private.note_changed();

create view public.note_bodies with (security_invoker = true) as select id, body, pinned from public.notes;
create view public.note_titles with (security_invoker = true) as
  select id, private.note_title(body) as title from public.notes;

select cron.schedule('count_notes', '7 1 * * *', 'select 1');
select cron.schedule('count_readers', '8 1 * * *', 'select 3');
insert into private.setting_definitions (key, default_value, type, minimum, maximum, description) values
  ('notes.length', '1000', 'integer', 1, 1000, 'Letters of a note'),
  ('notes.pins', '3', 'integer', 1, 10, 'Pinned notes of a tenant');
`;

/** What an engineer writes below the list of changes. */
export const statements = `
alter type public.note_kind add value 'mail';
drop type private.note_mark;
create type private.note_range as (first_word text, last_word text);
drop sequence private.note_numbers;
create sequence private.note_pages;

drop policy "members read drafts" on public.notes;
drop view public.note_drafts;
drop trigger note_drafted on public.notes;
alter table public.notes
  alter kind set default 'visit',
  alter rating type smallint using rating::smallint,
  drop constraint notes_body, add constraint notes_body check (length(body) < 1000),
  drop draft,
  add pinned boolean not null default false constraint notes_pinned check (not pinned or body <> '');
comment on table public.notes is 'Notes on calls and visits.';
comment on column public.notes.pinned is 'Shown first.';
drop index public.notes_by_body;
create index notes_by_body on public.notes (client_id, body);
create index notes_by_kind on public.notes (kind);
drop table private.note_drafts;
create table private.note_readers (id uuid primary key);
alter table private.note_readers enable row level security;

alter policy "members read notes" on public.notes
  using (client_id = (select private.client_id()) and (select private.can('calls:write')));
create policy "members delete notes" on public.notes for delete to authenticated
  using (client_id = (select private.client_id()));
revoke select on public.notes from authenticated;
grant select (id, body) on public.notes to authenticated;

create or replace function private.note_length(body text) returns integer
language sql immutable set search_path = '' as $$ select char_length(trim(body)) $$;
drop function private.note_words;
create function private.note_title(body text) returns text
language sql immutable set search_path = '' as $$ select left(body, 20) $$;
drop trigger note_saved on public.notes;
create trigger note_saved before insert or update on public.notes
  for each row execute function private.note_changed();
create trigger note_deleted after delete on public.notes
  for each row execute function private.note_changed();

create or replace view public.note_bodies with (security_invoker = true) as
  select id, body, pinned from public.notes;
create view public.note_titles with (security_invoker = true) as
  select id, private.note_title(body) as title from public.notes;

select cron.schedule('count_notes', '7 1 * * *', 'select 1');
select cron.unschedule('delete_drafts');
select cron.schedule('count_readers', '8 1 * * *', 'select 3');
update private.setting_definitions set default_value = '1000' where key = 'notes.length';
delete from private.setting_definitions where key = 'notes.drafts';
insert into private.setting_definitions (key, default_value, type, minimum, maximum, description) values
  ('notes.pins', '3', 'integer', 1, 10, 'Pinned notes of a tenant');
`;

/** What the new migration lists: of each kind one object that is added, one that is changed, one that is dropped. */
export const changes = `
dropped: column private.note_drafts.id
dropped: column private.note_mark.word
added: column private.note_range.first_word
added: column private.note_range.last_word
added: column private.note_readers.id
added: column public.note_bodies.pinned
dropped: column public.note_drafts.draft
dropped: column public.note_drafts.id
added: column public.note_titles.id
added: column public.note_titles.title
dropped: column public.notes.draft
changed: column public.notes.kind
added: column public.notes.pinned
changed: column public.notes.rating
dropped: comment column public.notes.draft
added: comment column public.notes.pinned
changed: comment relation public.notes
dropped: constraint private.note_drafts.note_drafts_pkey
added: constraint private.note_readers.note_readers_pkey
changed: constraint public.notes.notes_body
dropped: constraint public.notes.notes_draft
added: constraint public.notes.notes_pinned
changed: cron job count_notes
added: cron job count_readers
dropped: cron job delete_drafts
changed: function private.note_length(text)
added: function private.note_title(text)
dropped: function private.note_words(text)
dropped: index private.note_drafts_pkey
added: index private.note_readers_pkey
changed: index public.notes_by_body
dropped: index public.notes_by_draft
added: index public.notes_by_kind
added: policy public.notes.members delete notes
dropped: policy public.notes.members read drafts
changed: policy public.notes.members read notes
added: rights column public.notes.body
added: rights column public.notes.id
added: rights function private.note_title(text)
dropped: rights function private.note_words(text)
dropped: rights relation private.note_drafts
dropped: rights relation private.note_numbers
added: rights relation private.note_pages
added: rights relation private.note_readers
dropped: rights relation public.note_drafts
added: rights relation public.note_titles
changed: rights relation public.notes
dropped: rights type private.note_mark
added: rights type private.note_range
dropped: row private.setting_definitions notes.drafts
changed: row private.setting_definitions notes.length
added: row private.setting_definitions notes.pins
dropped: sequence private.note_numbers
added: sequence private.note_pages
dropped: table private.note_drafts
added: table private.note_readers
added: trigger public.notes.note_deleted
dropped: trigger public.notes.note_drafted
changed: trigger public.notes.note_saved
dropped: type private.note_mark
added: type private.note_range
changed: type public.note_kind
changed: view public.note_bodies
dropped: view public.note_drafts
added: view public.note_titles
`.trim().split("\n");
