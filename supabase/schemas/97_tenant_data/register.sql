-- What exports hold. A table that is not here has its reason in tests/gate/tenant_data.tsv.

select
  private.export_tables(true, 'public.clients', 'public.settings', 'public.client_members', 'public.principals',
    'public.opportunity_batches', 'public.organizations', 'public.products', 'public.opportunities', 'public.agents',
    'public.sector_agents', 'public.teams', 'public.team_members', 'public.team_agent_assignments', 'public.channels',
    'public.calls', 'public.routing_decisions', 'public.customers', 'public.transactions', 'public.import_mappings',
    'public.webhook_sources', 'public.webhook_endpoints',
    'private.own_events', 'private.alerts', 'public.email_templates',
    'public.email_suppressions', 'private.archive_chunks'),
  private.export_tables(false, 'public.audit_log', 'public.api_keys', 'public.inbound_events',
    'public.webhook_attempts', 'private.invitations', 'private.searches', 'private.search_clicks',
    'private.batch_error_rows', 'private.error_groups', 'private.alert_history',
    'private.archive_holds', 'private.archive_policies');

update private.exported_tables e set hidden = '{credentials}' where e.relation = 'public.channels'::regclass;
update private.exported_tables e set hidden = '{message_id}' where e.relation = 'public.email_suppressions'::regclass;
update private.exported_tables e set hidden = '{token_hash}' where e.relation = 'private.invitations'::regclass;
update private.exported_tables e
set added = $$jsonb_build_object('email', (select u.email from auth.users u where u.id = r.user_id))$$
where e.relation = 'public.client_members'::regclass;

select private.retain('private.exports', '1', 'r.began_at');

insert into private.person_columns (relation, email, personal) values ('public.customers', 'email', 'name');

select
  private.limit_rows('private.erasures', 'limits.erasures', 10000, 'erasures'),
  private.schedule_task('run_erasures', '* * * * *', 'select private.run_erasures()');
