-- How the operator sees blocked callers and lifts a block.

-- Definer: the service role has no rights in private.
create function public.list_blocks(after_time timestamptz default null, after_id uuid default null,
  page_size integer default 20, with_total boolean default false) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return jsonb_build_object('rows', (
    select coalesce(jsonb_agg(private.block_json(p.caller)), '[]')
    from (
      select r as caller from private.refused_callers r
      where r.blocked_until > now() and private.after_cursor(r.blocked_at, r.subject, after_time, after_id)
      order by r.blocked_at desc, r.subject desc limit private.page_limit(page_size)
    ) p
  ), 'total', case when with_total then (
    select count(*) from private.refused_callers r where r.blocked_until > now()) end);
end
$$;
comment on function public.list_blocks is
  'Callers that are blocked now, newest first, after the cursor (after_time, after_id): {rows: [{subject, kind, '
  'client_id, blocked_at, blocked_until}], total}. For the operator.';

-- Definer: see public.list_blocks.
create function public.lift_block(subject uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  lifted private.refused_callers;
begin
  update private.refused_callers r set blocked_until = null, minutes = 0
  where r.subject = lift_block.subject and r.blocked_until > now()
  returning * into lifted;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'This caller is not blocked');
  end if;
  if lifted.client_id is not null then
    perform private.record_action(lifted.client_id, 'callers', lifted.subject, 'unblocked',
      jsonb_build_object('kind', lifted.kind));
  end if;
end
$$;
comment on function public.lift_block is 'Ends a block before its time. For the operator. Raises 404.';

revoke execute on function public.list_blocks, public.lift_block from public, anon, authenticated;
grant execute on function public.list_blocks, public.lift_block to service_role;
