-- What can be found, and what search adds to the registries of the kernel.

select private.add_scopes('viewer', 'search:read');

select
  private.make_searchable('public.organizations', 'opportunities:read', 'r.name'),
  private.make_searchable('public.principals', 'opportunities:read', 'r.name'),
  private.make_searchable('public.products', 'opportunities:read', 'r.name'),
  private.make_searchable('public.opportunities', 'opportunities:read', 'r.name',
    $$concat_ws(' · ', r.external_id, r.deal_owner, r.notes)$$),
  private.make_searchable('public.agents', 'agents:read', 'r.name',
    $$concat_ws(' · ', r.role, nullif(array_to_string(r.capabilities, ', '), ''))$$, 'r.active'),
  private.make_searchable('public.teams', 'teams:read', 'r.name',
    $$concat_ws(' · ', r.sector, r.description)$$, $$r.status = 'active'$$),
  private.make_searchable('public.customers', 'analytics:read', 'coalesce(r.name, r.external_id)',
    $$concat_ws(' · ', r.external_id, r.email)$$),
  private.make_searchable('public.channels', 'channels:read', 'r.name', 'r.type');

-- pg_cron before 1.5 has no seconds.
select
  private.schedule_task(
    'enter_all_marked',
    case when string_to_array(substring(e.extversion from '^\d+\.\d+'), '.')::integer[] >= '{1,5}'
      then '10 seconds' else '* * * * *' end,
    'select private.enter_all_marked()'),
  private.schedule_task('reconcile_search', '29 3 * * *', 'select private.reconcile_search()'),
  private.schedule_task('trim_searches', '37 * * * *', 'select private.trim_searches()')
from pg_extension e where e.extname = 'pg_cron';

select private.retain('private.searches', '90', 'r.searched_at');
