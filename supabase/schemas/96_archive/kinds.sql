-- What can be archived. A kind is a row: private.add_archive_kind adds it.

create table private.archive_kinds (
  kind text primary key check (kind ~ '^[a-z_]{1,50}$'),
  source regclass not null,
  id_type regtype not null,
  aged_by text not null,
  only_if text not null,
  keyed_by text[] not null,
  parent text,
  children jsonb not null,
  hidden text[] not null,
  picks text,
  deletes text,
  leaves text,
  returns text,
  hot_setting text references private.setting_definitions,
  hot_days integer not null,
  archive_days integer not null,
  minimum_hot_days integer not null check (minimum_hot_days > 0),
  maximum_hot_days integer not null,
  minimum_archive_days integer not null,
  maximum_archive_days integer not null,
  legal_basis text,
  check (hot_days between minimum_hot_days and maximum_hot_days),
  check (archive_days between minimum_archive_days and maximum_archive_days),
  check (keyed_by = '{}' or children = '{}')
);
alter table private.archive_kinds enable row level security;
comment on column private.archive_kinds.aged_by is
  'The time of the row r, which the days are counted from. An index on it and client_id finds the oldest rows.';
comment on column private.archive_kinds.only_if is
  'Which rows r may go. c.cutoff is the time that hot_days lead back to.';
comment on column private.archive_kinds.keyed_by is
  'The columns that private.recall_rows finds archived rows by. Empty if they never come back.';
comment on column private.archive_kinds.parent is
  'A column with the id of a row of the same kind. Rows come back with those that they refer to, and with those that '
  'refer to them.';
comment on column private.archive_kinds.children is
  '{name: {"table", "column"}}: tables whose rows end with the row that their column names, and are archived with '
  'it.';
comment on column private.archive_kinds.hidden is 'Columns that nobody reads in the archive.';
comment on column private.archive_kinds.picks is
  'A function (tenant uuid, cutoff timestamptz) that picks the rows instead of private.pick_due_rows.';
comment on column private.archive_kinds.deletes is
  'A function (tenant uuid, ids) that deletes rows and returns how many, where a plain delete is not enough.';
comment on column private.archive_kinds.leaves is
  'A function (tenant uuid, ids uuid[]) that keeps sums of rows before they leave their table. returns takes back.';
comment on column private.archive_kinds.hot_setting is
  'The setting that hot_days come from until the tenant sets a policy.';
comment on column private.archive_kinds.minimum_archive_days is 'The legal minimum where legal_basis names one.';

create function private.add_archive_kind(kind text, source regclass, definition jsonb) returns void
language sql volatile set search_path = '' as $$
  insert into private.archive_kinds
  select (jsonb_populate_record(null::private.archive_kinds, '{"only_if": "true", "keyed_by": [], "children": {},
    "hidden": [], "minimum_hot_days": 1, "maximum_hot_days": 3650, "minimum_archive_days": 1,
    "maximum_archive_days": 36500}'
    || definition || jsonb_build_object('kind', kind, 'source', source, 'id_type', (
      select a.atttypid::regtype from pg_catalog.pg_attribute a
      where a.attrelid = add_archive_kind.source and a.attname = 'id')))).*
$$;
comment on function private.add_archive_kind is
  'Adds a kind: a table with client_id and id. definition: the columns of private.archive_kinds, of which aged_by, '
  'hot_days and archive_days are required. Called by register.sql files.';

create function private.archive_kind(kind text) returns private.archive_kinds
language plpgsql stable set search_path = '' as $$
declare
  k private.archive_kinds;
begin
  select * into k from private.archive_kinds a where a.kind = archive_kind.kind;
  if not found then
    perform private.fail(404, 'NOT_FOUND', format('There is no such kind; there are %s', (
      select string_agg(a.kind, ', ' order by a.kind) from private.archive_kinds a)));
  end if;
  return k;
end
$$;
comment on function private.archive_kind is 'The kind of this name. Raises 404.';
