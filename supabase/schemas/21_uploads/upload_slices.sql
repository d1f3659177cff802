-- Slices of an upload: some thousand rows each, as sent, then as checked. They are gone a day after the upload has
-- ended.

create table private.upload_slices (
  client_id uuid not null,
  upload_id uuid not null,
  slice integer not null,
  first_row integer not null,
  row_count integer not null,
  rows jsonb,
  lines integer[] not null,
  external_ids text[] not null,
  opportunities jsonb,
  checked private.checked_row[],
  known_mark bigint,
  error_kinds jsonb not null default '[]',
  primary key (client_id, upload_id, slice),
  foreign key (client_id, upload_id) references private.uploads
);
comment on column private.upload_slices.rows is 'The cells as sent, until the slice is checked.';
comment on column private.upload_slices.external_ids is 'By row; empty for a row without one.';
comment on column private.upload_slices.opportunities is 'The rows as private.check_opportunities takes them.';
comment on column private.upload_slices.checked is 'What the check decided; the promote writes it as it is.';
comment on column private.upload_slices.known_mark is
  'What private.known_mark was before the check: another mark means that the rows have to be checked again.';
comment on column private.upload_slices.error_kinds is '[{field, code, count, first_row}].';
alter table private.upload_slices enable row level security;

create table private.upload_errors (
  client_id uuid not null,
  upload_id uuid not null,
  row integer not null,
  line integer not null,
  record jsonb not null,
  errors jsonb not null,
  primary key (client_id, upload_id, row),
  foreign key (client_id, upload_id) references private.uploads
);
comment on table private.upload_errors is 'The bad rows of uploads with their cells as sent.';
alter table private.upload_errors enable row level security;

create table private.upload_duplicates (
  client_id uuid not null,
  upload_id uuid not null,
  external_id text not null,
  first_row integer not null,
  primary key (client_id, upload_id, external_id),
  foreign key (client_id, upload_id) references private.uploads
);
comment on table private.upload_duplicates is 'The external ids that a file has more than once.';
alter table private.upload_duplicates enable row level security;

create function private.find_upload_duplicates(tenant uuid, upload_id uuid) returns void
language sql volatile set search_path = '' as $$
  insert into private.upload_duplicates (client_id, upload_id, external_id, first_row)
  select tenant, find_upload_duplicates.upload_id, x.id, min(s.first_row + x.place - 1)
  from private.upload_slices s, unnest(s.external_ids) with ordinality x (id, place)
  where s.client_id = tenant and s.upload_id = find_upload_duplicates.upload_id and x.id <> ''
  group by x.id having count(*) > 1
$$;

-- Where a slice stands in its file, as private.check_opportunities takes it.
create function private.slice_place(slice private.upload_slices) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('first_row', slice.first_row, 'first_rows', coalesce((
    select jsonb_object_agg(d.external_id, d.first_row) from private.upload_duplicates d
    where d.client_id = slice.client_id and d.upload_id = slice.upload_id
      and d.external_id = any (slice.external_ids)), '{}'))
$$;
