-- What analytics adds to the registries of the kernel.

select
  private.add_scopes('viewer', 'analytics:read'),
  private.add_scopes('member', 'transactions:write');

select private.add_rate_tier('transactions', 6000,
  'Requests with transactions a minute, and at once, by one user or key');

select
  private.add_budget('rows_transactions', 'rows', 10000000, 'Transactions'),
  private.add_budget('rows_customers', 'rows', 2000000, 'Customers with transactions');
select
  private.count_rows('public.transactions', 'rows_transactions'),
  private.count_rows('public.customers', 'rows_customers');

select private.add_budget('rows_own_events', 'rows', 10000000, 'Events of the tenant''s own');
select private.count_rows('private.own_events', 'rows_own_events');

select
  private.schedule_task('sum_transactions', '* * * * *', 'select private.sum_all_tenants()'),
  private.schedule_task('sum_own_events', '*/5 * * * *', $$select private.run_for_tenants('sum_own_events',
    array(select distinct c.client_id from private.own_event_counts c where not c.is_sum), 'private.sum_own_events')$$),
  private.schedule_task('sum_request_counts', '*/5 * * * *', $$select private.run_for_tenants('sum_request_counts',
    array(select distinct c.client_id from private.request_counts c where c.grain = 'mark'),
    'private.sum_request_counts')$$),
  private.schedule_task('join_old_request_counts', '19 4 * * *',
    $$select private.join_old_request_counts(now() - interval '35 days')$$),
  private.schedule_task('reconcile_totals', '41 3 * * *', 'select private.reconcile_all_totals()',
    depends_on => 'sum_transactions');
select
  private.retain('private.own_events', '400', 'r.created_at'),
  private.retain('private.own_event_counts', '1100', 'r.quarter'),
  private.retain('private.request_counts', '400', 'r.at');

insert into private.reading_calls (path) values ('/rpc/sum_transactions');

insert into private.event_types (type, description, scope) values
  ('transactions.recorded', 'Transactions were added or changed', 'analytics:read'),
  ('transaction.refunded', 'A transaction was refunded, in part or in full', 'analytics:read'),
  ('transaction.deleted', 'A transaction was deleted', 'analytics:read');

select
  private.mark_changes('public.transactions', 'transactions'),
  private.mark_changes('public.customers', 'transactions'),
  private.mark_changes('private.own_events', 'events');

grant execute on function public.totals_state, public.record_transactions, public.list_transactions,
  public.get_transaction,
  public.update_transaction, public.delete_transaction, public.refund_transaction, public.sum_transactions,
  public.get_revenue, public.get_dashboard, public.list_customers, public.get_customer, public.list_product_revenue,
  public.get_pipeline, public.get_usage, public.record_events to authenticated;
