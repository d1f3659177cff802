-- Makes entries of the marks of minutes that are over.

create function private.sum_audit_marks_of(tenants uuid[], argument jsonb) returns bigint
language sql volatile set search_path = '' as $$
  with ended as (
    delete from private.audit_marks m
    where m.client_id = any (tenants) and m.minute < date_trunc('minute', clock_timestamp()) - interval '1 minute'
    returning m
  )
  select private.enter_marks(coalesce(array_agg((e.m)::private.audit_marks) filter (where not (e.m).is_entered), '{}'))
  from ended e
$$;

create function private.sum_audit_marks() returns bigint
language sql volatile set search_path = '' as $$
  select private.run_for_tenants('sum_audit_marks', array(
    select distinct m.client_id from private.audit_marks m
    where m.minute < date_trunc('minute', clock_timestamp()) - interval '1 minute'
  ), 'private.sum_audit_marks_of')
$$;
comment on function private.sum_audit_marks is
  'Enters what happened repeatedly in the minutes before the last, and forgets its marks. Returns how many entries.';
