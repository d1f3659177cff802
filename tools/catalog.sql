-- One text per object of the schemas public and private, so that two databases compare and a difference names the object.
-- The order of columns is left out: a migration can only add at the end.

with
schemas as (
  select oid, nspname as name, nspowner, nspacl from pg_namespace where nspname in ('public', 'private')
),
own_relations as (
  select c.*, s.name || '.' || c.relname as name
  from pg_class c
  join schemas s on s.oid = c.relnamespace
  where not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
),
own_functions as (
  select p.*, p.oid::regprocedure::text as name
  from pg_proc p
  join schemas s on s.oid = p.pronamespace
  where not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
),
own_types as (
  select t.*, s.name || '.' || t.typname as name
  from pg_type t
  join schemas s on s.oid = t.typnamespace
  left join pg_class c on c.oid = t.typrelid
  where t.typtype in ('e', 'd', 'r') or c.relkind = 'c'
),
-- Rights as they hold, with the defaults written out; the owner's own are left out.
rights (kind, name, acl, owner) as (
  select 'schema', name, coalesce(nspacl, acldefault('n', nspowner)), nspowner from schemas
  union all
  select 'relation', name, coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner)), relowner
  from own_relations where relkind in ('r', 'v', 'm', 'p', 'S')
  union all
  select 'column', r.name || '.' || a.attname, a.attacl, r.relowner
  from own_relations r join pg_attribute a on a.attrelid = r.oid where a.attacl is not null
  union all
  select 'function', name, coalesce(proacl, acldefault('f', proowner)), proowner from own_functions
  union all
  select 'type', name, coalesce(typacl, acldefault('T', typowner)), typowner from own_types
  union all
  select 'default', coalesce(n.nspname, '(all schemas)') || ' ' || d.defaclobjtype::text, d.defaclacl, 0
  from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
  where d.defaclrole = 'postgres'::regrole and (n.oid is null or n.oid in (select oid from schemas))
),
comments (kind, name, oid, class, part) as (
  select 'schema', name, oid, 'pg_namespace'::regclass, 0 from schemas
  union all
  select 'relation', name, oid, 'pg_class', 0 from own_relations
  union all
  select 'column', r.name || '.' || a.attname, r.oid, 'pg_class', a.attnum
  from own_relations r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0
  union all
  select 'function', name, oid, 'pg_proc', 0 from own_functions
  union all
  select 'type', name, oid, 'pg_type', 0 from own_types
),
objects (object, definition) as (
  select 'extension ' || e.extname, n.nspname::text
  from pg_extension e join pg_namespace n on n.oid = e.extnamespace
  union all
  select 'schema ' || name, 'owner ' || nspowner::regrole from schemas
  union all
  select case relkind when 'S' then 'sequence ' when 'v' then 'view ' when 'm' then 'view ' else 'table ' end || name,
    concat_ws(', ', relkind, 'owner ' || relowner::regrole, 'persistence ' || relpersistence::text,
      case when relrowsecurity then 'row security' end, case when relforcerowsecurity then 'forced' end,
      reloptions::text, case when relkind in ('v', 'm') then pg_get_viewdef(oid) end)
  from own_relations where relkind in ('r', 'p', 'v', 'm', 'S')
  union all
  select 'column ' || r.name || '.' || a.attname,
    concat_ws(' ', format_type(a.atttypid, a.atttypmod), 'collate ' || nullif(a.attcollation, 0)::regcollation,
      case when a.attnotnull then 'not null' end, 'identity ' || nullif(a.attidentity::text, ''),
      'generated ' || nullif(a.attgenerated::text, ''), 'default ' || pg_get_expr(d.adbin, d.adrelid),
      'statistics ' || nullif(a.attstattarget, -1), 'storage ' || a.attstorage::text)
  from own_relations r
  join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where r.relkind in ('r', 'p', 'v', 'm', 'c')
  union all
  select 'constraint ' || coalesce(r.name, t.name) || '.' || o.conname,
    pg_get_constraintdef(o.oid) || case when o.convalidated then '' else ' not valid' end
  from pg_constraint o
  left join own_relations r on r.oid = o.conrelid
  left join own_types t on t.oid = o.contypid
  where (r.oid is not null or t.oid is not null) and o.contype <> 't'
  union all
  select 'index ' || s.name || '.' || c.relname, pg_get_indexdef(i.indexrelid) || case when i.indisvalid then '' else ' invalid' end
  from pg_index i join pg_class c on c.oid = i.indexrelid join schemas s on s.oid = c.relnamespace
  union all
  select 'trigger ' || r.name || '.' || g.tgname, g.tgenabled::text || ' ' || pg_get_triggerdef(g.oid)
  from pg_trigger g join own_relations r on r.oid = g.tgrelid where not g.tgisinternal
  union all
  select 'policy ' || r.name || '.' || p.polname,
    concat_ws(' ', p.polcmd, case when p.polpermissive then 'permissive' else 'restrictive' end,
      (select 'to ' || string_agg(coalesce(u.rolname, 'public'), ', ' order by u.rolname)
       from unnest(p.polroles) o left join pg_roles u on u.oid = o),
      'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid))
  from pg_policy p join own_relations r on r.oid = p.polrelid
  union all
  select 'function ' || name, 'owner ' || proowner::regrole || e'\n' || pg_get_functiondef(oid)
  from own_functions where prokind <> 'a'
  union all
  select 'aggregate ' || f.name, concat_ws(' ', a.aggtransfn, a.aggfinalfn, a.agginitval, a.aggtranstype::regtype)
  from own_functions f join pg_aggregate a on a.aggfnoid = f.oid
  union all
  select 'type ' || t.name,
    concat_ws(' ', t.typtype, 'owner ' || t.typowner::regrole,
      (select string_agg(e.enumlabel, ', ' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
      case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end, 'default ' || t.typdefault)
  from own_types t
  union all
  select 'operator ' || o.oid::regoperator, o.oprcode::text
  from pg_operator o join schemas s on s.oid = o.oprnamespace
  union all
  select 'rights ' || kind || ' ' || r.name, coalesce(string_agg(distinct
    coalesce(u.rolname, 'public') || ' ' || lower(a.privilege_type) || case when a.is_grantable then ' with grant' else '' end,
    ', '), '')
  from rights r
  left join lateral aclexplode(r.acl) a on a.grantee <> r.owner
  left join pg_roles u on u.oid = a.grantee
  group by kind, r.name
  union all
  select 'comment ' || kind || ' ' || c.name, d.description
  from comments c join pg_description d on (d.objoid, d.classoid, d.objsubid) = (c.oid, c.class, c.part)
  union all
  select 'event trigger ' || e.evtname, e.evtevent || ' ' || e.evtfoid::regprocedure
  from pg_event_trigger e join own_functions f on f.oid = e.evtfoid
  union all
  select 'publication ' || p.pubname || ' ' || r.name, 'published'
  from pg_publication_rel l join pg_publication p on p.oid = l.prpubid join own_relations r on r.oid = l.prrelid
  union all
  select 'cron job ' || jobname, concat_ws(' ', schedule, command, database, username, case when active then 'active' end)
  from cron.job where jobname is not null
)
select object, definition from objects order by object collate "C", definition collate "C"
