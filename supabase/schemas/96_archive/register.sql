-- What can be archived, and what the archive adds to the registries of the kernel.

select private.add_scopes('admin', 'archive:read', 'archive:write');

select private.add_budget('rows_archived', 'rows', 100000000, 'Archived rows');

-- A dead job stays 23 days longer, so that it can be retried.
create function private.jobs_kind(which text) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('aged_by', 'r.created_at', 'only_if', which || $a$ and r.completed_at < c.cutoff
      - case when r.status = 'dead' then interval '23 days' else interval '0' end$a$,
    'hidden', '{dedupe_key,token,lease_until}'::text[], 'hot_days', 7, 'archive_days', 7)
$$;

select
  private.add_archive_kind('calls', 'public.calls', '{"aged_by": "r.started_at", "keyed_by": ["external_id"],
    "leaves": "private.add_call_sums", "returns": "private.take_call_sums", "hot_days": 730, "archive_days": 3650}'),
  -- A sale leaves after its refunds, which it is looked up with.
  private.add_archive_kind('transactions', 'public.transactions', jsonb_build_object('aged_by', 'r.occurred_at',
    'keyed_by', '{external_id,id,refund_of}'::text[], 'parent', 'refund_of',
    'only_if', 'not exists (select from public.transactions f
      where f.client_id = r.client_id and f.refund_of = r.id)',
    'leaves', 'private.add_transaction_sums', 'returns', 'private.take_transaction_sums', 'hot_days', 1095,
    'minimum_hot_days', 30, 'archive_days', 36500, 'minimum_archive_days', 3650, 'legal_basis',
    'tax and commercial law ask for accounting records for up to ten years, such as § 147 AO and § 257 HGB')),
  private.add_archive_kind('routing_decisions', 'public.routing_decisions',
    $${"aged_by": "r.created_at", "only_if": "r.status <> 'open' or r.fallback",
    "hot_setting": "routing.retention_days", "hot_days": 90, "archive_days": 90}$$),
  private.add_archive_kind('audit', 'public.audit_log', '{"aged_by": "r.occurred_at", "hidden": ["transaction_id"],
    "picks": "private.pick_audit_entries", "deletes": "private.end_entries",
    "hot_setting": "audit.retention_days", "hot_days": 2555, "minimum_hot_days": 90, "maximum_hot_days": 36500,
    "archive_days": 2555, "minimum_archive_days": 365,
    "legal_basis": "PCI DSS 4.0, 10.5.1, asks for audit logs of at least twelve months"}');

select
  -- Replays and retries read an event, and so does an endpoint that is paused.
  private.add_archive_kind('events', 'private.outbox', jsonb_build_object('aged_by', 'r.created_at', 'only_if', $$
    not exists (select from public.job_queue j
      where j.client_id = r.client_id and j.queue = 'webhooks' and j.phase in ('scheduled', 'active', 'parked')
        and j.payload ->> 'event_id' = r.id::text)
    and not exists (select from private.parked_spans s
      where s.client_id = r.client_id and r.created_at >= s.starts_at
        and r.created_at < coalesce(s.ends_at, 'infinity'))
    $$, 'hot_days', 90, 'minimum_hot_days', 30, 'archive_days', 90, 'minimum_archive_days', 30)),
  private.add_archive_kind('deliveries', 'public.job_queue', private.jobs_kind($$r.queue = 'webhooks'$$) || '{
    "children": {"attempts": {"table": "public.webhook_attempts", "column": "delivery_id"}}}'),
  private.add_archive_kind('jobs', 'public.job_queue', private.jobs_kind($$r.queue <> 'webhooks'$$)),
  private.add_archive_kind('emails', 'public.email_messages', $${"aged_by": "r.created_at",
    "only_if": "r.status <> 'queued'", "children": {
      "attempts": {"table": "public.email_attempts", "column": "message_id"},
      "events": {"table": "public.email_events", "column": "message_id"}},
    "hidden": ["sealed", "link_key", "chosen_at", "refused_by", "provider_id"],
    "hot_days": 90, "minimum_hot_days": 30, "archive_days": 90, "minimum_archive_days": 30,
    "legal_basis": "CAN-SPAM, 15 U.S.C. 7704, asks that the link to unsubscribe works for 30 days"}$$),
  private.add_archive_kind('logs', 'private.log_lines', '{"aged_by": "r.at", "hidden": ["words"],
    "hot_setting": "observability.log_days", "hot_days": 14, "maximum_hot_days": 90, "archive_days": 14}');

select private.make_archive_partitions();
select
  private.schedule_task('archive_rows', '* 1-4 * * *', 'select private.archive_rows()'),
  private.schedule_task('make_archive_partitions', '7 0 * * *', 'select private.make_archive_partitions()');
select private.retain('private.archive_runs', '730', 'r.finished_at');

insert into private.event_types (type, description, scope) values
  ('archive_policy.updated', 'How long rows of a kind are kept was changed', 'archive:read'),
  ('archive_hold.created', 'A hold was placed: its rows are not deleted', 'archive:read'),
  ('archive_hold.deleted', 'A hold was released', 'archive:read'),
  ('archive.completed', 'A run moved or deleted rows of a kind', 'archive:read');
