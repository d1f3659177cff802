-- What a policy would do.

-- Only chunks with a hold in their time are unpacked.
create function private.count_held(tenant uuid, kind text, kept_from timestamptz) returns bigint
language sql stable set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
  select count(*) from private.archive_chunks a cross join jsonb_array_elements(a.content) e
  where a.client_id = tenant and a.kind = count_held.kind and a.first_at < kept_from
    and exists (select from private.archive_holds h where h.client_id = tenant and h.kind = a.kind
      and h.from_time <= a.last_at and h.to_time > a.first_at)
    and (e.value ->> 'at')::timestamptz < kept_from
    and private.is_held(tenant, a.kind, (e.value ->> 'at')::timestamptz)
$$;
comment on function private.count_held is 'Archived rows that are older than kept_from and stay because of a hold.';

-- Counts up to a hundred thousand rows, so that a question costs no more than some hundred milliseconds.
create function private.preview_rows(tenant uuid, k private.archive_kinds, period private.archive_period)
returns jsonb
language plpgsql stable set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
declare
  counted jsonb;
begin
  execute format(
    'select jsonb_build_object(
       ''would_move'', count(*) filter (where p.at >= $3 or p.held), ''would_remove'', count(*) filter (where p.at < $3
         and not p.held), ''held'', count(*) filter (where p.at < $3 and p.held), ''complete'', count(*) <= 100000)
     from (
       select %2$s as at, case when %2$s < $3 then private.is_held($1, $4, %2$s) end as held
       from %1$s r cross join (select $2 as cutoff offset 0) c
       where r.client_id = $1 and %2$s < $2 and (%3$s) order by %2$s limit 100001) p',
    k.source, k.aged_by, k.only_if)
  into counted using tenant, private.days_back(period.hot_days), private.days_back(period.archive_days), k.kind;
  return counted;
end
$$;

-- Definer: callers may not read the archive.
create function public.preview_archive_policy(kind text, hot_days integer default null,
  archive_days integer default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('archive:read');
  k constant private.archive_kinds := private.archive_kind(kind);
  period private.archive_period := private.archive_policy(tenant, k);
  kept_from timestamptz;
begin
  period := (coalesce(hot_days, period.hot_days), coalesce(archive_days, period.archive_days));
  perform private.check_archive_policy(k, period.hot_days, period.archive_days);
  kept_from := private.days_back(period.archive_days);
  return jsonb_build_object('kind', k.kind, 'hot_days', period.hot_days, 'archive_days', period.archive_days)
    || private.preview_rows(tenant, k, period)
    || jsonb_build_object('would_remove_archived', private.count_archived(tenant, k.kind, '-infinity', kept_from)
        - private.count_held(tenant, k.kind, kept_from),
      'archived_held', private.count_held(tenant, k.kind, kept_from));
end
$$;
comment on function public.preview_archive_policy is
  'What the policy, or one with other days, would do in its next run: {kind, hot_days, archive_days, would_move, '
  'would_remove, held, complete, would_remove_archived, archived_held}. Raises 401, 403, 404, 422.';
grant execute on function public.preview_archive_policy to authenticated;
