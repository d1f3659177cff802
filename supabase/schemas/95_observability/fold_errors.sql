-- Marks of errors are added up, and a resolved group that happens again in a later release is regressed.

-- Without a named release every later occurrence counts.
create function private.is_regression(error_group private.error_groups, mark private.error_marks) returns boolean
language sql stable set search_path = '' as $$
  select error_group.status = 'resolved' and mark.at > error_group.resolved_at and (mark.release = ''
    or (select r.first_seen from private.releases r where r.release = mark.release)
      > (select r.first_seen from private.releases r where r.release = coalesce(error_group.resolved_release, '')))
$$;

create function private.fold_errors() returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  marks private.error_marks[];
begin
  with gone as (
    delete from private.error_marks m where m.ctid = any (array(
      select k.ctid from private.error_marks k for update skip locked limit 100000))
    returning m
  )
  select array_agg(g.m) into marks from gone g;
  insert into private.error_hours as h (client_id, group_id, hour, count, users)
  select m.client_id, m.group_id, date_trunc('hour', m.at, 'UTC'), sum(m.count),
    (array(select distinct u from unnest(marks) o cross join unnest(o.users) u where o.group_id = m.group_id))[:10000]
  from unnest(marks) m join private.error_groups g on g.id = m.group_id group by 1, 2, 3 order by 2, 3
  on conflict on constraint error_hours_pkey do update
    set count = h.count + excluded.count,
      users = (array(select distinct u from unnest(h.users || excluded.users) u))[:10000];
  update private.error_groups g
  set count = g.count + s.count, last_seen = greatest(g.last_seen, s.last_seen),
    status = case when s.regressed then 'regressed' else g.status end
  from (
    select m.group_id, sum(m.count) as count, max(m.at) as last_seen, bool_or(private.is_regression(e, m)) as regressed
    from unnest(marks) m join private.error_groups e on e.id = m.group_id group by 1
  ) s
  where g.id = s.group_id;
  return coalesce(cardinality(marks), 0);
end
$$;
comment on function private.fold_errors is 'Adds the marks to the hours and groups.';

create function private.trim_occurrences() returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  trimmed bigint;
begin
  delete from private.error_occurrences o using (
    select k.id, row_number() over (partition by k.group_id order by k.id desc) as place
    from private.error_occurrences k
  ) p
  where p.id = o.id and p.place > 20;
  get diagnostics trimmed = row_count;
  return trimmed;
end
$$;
comment on function private.trim_occurrences is 'Keeps the newest 20 occurrences of each group.';
