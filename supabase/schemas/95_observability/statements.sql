-- Guarantees: what each statement costs is known by the minute, and the counters of Postgres are never reset for it.

create table private.statements (
  query_id bigint primary key,
  query text not null default '' check (length(query) <= 2000),
  calls bigint not null,
  total_ms float8 not null,
  max_ms float8 not null,
  rows bigint not null,
  blocks_hit bigint not null,
  blocks_read bigint not null,
  seen_at timestamptz not null default now()
);
alter table private.statements enable row level security;
comment on table private.statements is
  'The counters of pg_stat_statements as they were last seen. Statement 0 stands for those that cost little.';
insert into private.statements values (0, 'All other statements', 0, 0, 0, 0, 0, 0);

create table private.statement_minutes (
  id bigint generated always as identity primary key,
  starts_at timestamptz not null,
  query_id bigint not null references private.statements on delete cascade,
  calls bigint not null,
  total_ms float8 not null,
  mean_ms float8 not null generated always as (total_ms / calls) stored,
  max_ms float8,
  rows bigint not null,
  blocks_hit bigint not null,
  blocks_read bigint not null,
  is_slow boolean not null generated always as (query_id <> 0 and greatest(total_ms / calls, max_ms) >= 100) stored
);
create index on private.statement_minutes (query_id, starts_at);
create index on private.statement_minutes (starts_at);
create index on private.statement_minutes (id) where is_slow;
alter table private.statement_minutes enable row level security;
comment on column private.statement_minutes.max_ms is
  'The longest call, known if no earlier one was longer. Null: no longer than the longest before.';

create table private.statement_hours (
  query_id bigint not null references private.statements on delete cascade,
  starts_at timestamptz not null,
  calls bigint not null,
  total_ms float8 not null,
  primary key (query_id, starts_at)
);
create index on private.statement_hours (starts_at);
alter table private.statement_hours enable row level security;

create type private.statement_count as (
  query_id bigint, calls bigint, total_ms float8, max_ms float8, rows bigint, blocks_hit bigint, blocks_read bigint
);

-- Without texts, which Postgres would read from a file each minute.
create function private.statement_counts() returns private.statement_count[]
language sql stable set search_path = '' as $$
  select array(
    select (s.queryid, sum(s.calls), sum(s.total_exec_time), max(s.max_exec_time), sum(s.rows), sum(s.shared_blks_hit),
      sum(s.shared_blks_read))::private.statement_count
    from extensions.pg_stat_statements(false) s
    where s.toplevel and s.queryid <> 0
      and s.dbid = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
    group by s.queryid)
$$;

-- Postgres replaces the constants of what it can plan. It keeps those of other statements, such as passwords.
create function private.shown_query(query text) returns text
language sql immutable set search_path = '' as $$
  select case when query ~* '^[\s(]*(select|insert|update|delete|merge|with|values)\M'
    then left(regexp_replace(query, '''(?:[^'']|'''')*''', '''…''', 'g'), 2000)
    else upper(coalesce(substring(left(query, 100) from '^\s*([A-Za-z]+)'), '')) || ' …' end
$$;
comment on function private.shown_query is
  'A statement''s text without its values; of anything but a query the first word.';

create function private.name_statements() returns void
language plpgsql volatile set search_path = '' as $$
begin
  if exists (select from private.statements s where s.query = '' and s.seen_at > now() - interval '5 minutes') then
    update private.statements s set query = private.shown_query(p.query)
    from extensions.pg_stat_statements p where p.queryid = s.query_id and s.query = '';
  end if;
end
$$;

create function private.look_at_statements() returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  kept constant bigint := private.enter_statements(private.statement_counts(), date_trunc('minute', clock_timestamp()));
begin
  perform private.name_statements();
  return kept;
end
$$;
comment on function private.look_at_statements is
  'Adds what the statements did since the last look to the current minute and hour. Returns how many are shown.';
