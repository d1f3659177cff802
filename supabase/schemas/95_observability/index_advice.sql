-- Indexes that cost without use, and foreign keys that would use one.

create function private.unused_indexes() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('table', u.relation, 'index', u.name, 'bytes', u.bytes)
    order by u.bytes desc, u.name), '[]')
  from (
    select i.indrelid::regclass::text as relation, i.indexrelid::regclass::text as name,
      pg_relation_size(i.indexrelid) as bytes
    from pg_catalog.pg_index i join pg_catalog.pg_stat_user_indexes s using (indexrelid)
    where s.idx_scan = 0 and not i.indisunique and not i.indisexclusion
      and s.schemaname in ('public', 'private')
    order by bytes desc, name limit 100
  ) u
$$;
comment on function private.unused_indexes is
  'Indexes that no query has used since the statistics began, without those that enforce something. The 100 largest.';

create function private.duplicate_indexes() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('table', d.relation, 'indexes', d.names) order by d.names), '[]')
  from (
    select i.indrelid::regclass::text as relation,
      array_agg(i.indexrelid::regclass::text order by i.indexrelid) as names
    from pg_catalog.pg_index i
    join pg_catalog.pg_class c on c.oid = i.indexrelid
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
    group by i.indrelid, i.indkey::text, i.indclass::text, i.indoption::text, i.indcollation::text, c.relam,
      pg_get_expr(i.indexprs, i.indrelid), pg_get_expr(i.indpred, i.indrelid)
    having count(*) > 1
    limit 100
  ) d
$$;

-- Without one, each delete or change of a referenced row reads the whole table. A column that equals something is not
-- null, so an index of only such rows will do.
create function private.missing_indexes() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('table', m.relation, 'columns', m.columns, 'references', m.target,
    'rows', m.rows, 'suggestion', format('create index concurrently on %s (%s)', m.relation,
      array_to_string(m.columns, ', '))) order by m.rows desc, m.relation, m.columns), '[]')
  from (
    select k.conrelid::regclass::text as relation, k.confrelid::regclass::text as target,
      greatest(c.reltuples, 0)::bigint as rows, array(
        select quote_ident(a.attname) from unnest(k.conkey) with ordinality u (number, place)
        join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number order by u.place) as columns
    from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and k.conparentid = 0
      and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and not exists (
        select from pg_catalog.pg_index i
        where i.indrelid = k.conrelid and i.indisvalid
          and coalesce(pg_get_expr(i.indpred, i.indrelid), '(x IS NOT NULL)') ~ '^\(\w+ IS NOT NULL\)$'
          and (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] @> k.conkey)
    order by rows desc, relation, columns limit 100
  ) m
$$;
comment on function private.missing_indexes is
  'Foreign keys whose columns no index begins with: [{table, columns, references, rows, suggestion}].';
