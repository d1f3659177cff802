import { assert } from "#assert";
import type postgres from "postgres";
import { checkPlans, type Planned } from "../../support/plans.ts";
import type { Claims } from "../../support/sql.ts";

/** Of 10 tenants: what grows has 100,000 rows, what has a limit for each tenant 10,000. */
const grown: Record<string, string> = {
  "public.opportunity_batches": `(client_id, status, total_records, content_hash, created_by, created_at)
    select t.id, 'failed', 1, sha256(n::text::bytea), u.user_id, now() - n * interval '1 minute'`,
  "public.opportunities": `(client_id, name, organization_id, currency, batch_id, batch_row)
    select t.id, 'Deal ' || n, t.id, 'USD', t.batch, n`,
  "public.routing_decisions":
    `(client_id, id, agent_id, sector, team_id, score, terms, considered, candidates, created_at)
    select t.id, gen_random_uuid(), md5('a' || n % 100)::uuid, 'sales', md5('t' || n % 20)::uuid, 1, row(1, 0, 0, 0, 0)::private.routing_terms, 1,
      '{}', now() - n * interval '1 minute'`,
  "public.job_queue": `(client_id, id, queue, type, payload, lane, status, completed_at, created_at)
    select t.id, gen_random_uuid(), 'webhooks', 'webhook.deliver', jsonb_build_object('event_id', t.id, 'event_type',
      'team.created', 'endpoint_id', t.endpoint), case n % 100 when 1 then t.endpoint else gen_random_uuid() end,
      case n % 100 when 0 then 'dead' else 'completed' end, now(), now() - n * interval '1 minute'`,
  "public.webhook_attempts":
    `(client_id, delivery_id, endpoint_id, event_type, attempt, succeeded, duration_ms, attempted_at)
    select t.id, gen_random_uuid(), t.endpoint, 'team.created', 1, true, n % 100, now() - n * interval '1 hour'`,
  "public.audit_log": `(client_id, action, resource, record_id, request_id, occurred_at)
    select t.id, 'update', 'resource_' || n % 20, md5(n::text)::uuid, 'request ' || n, now() - n * interval '1 minute'`,
  "public.email_messages": `(id, client_id, template, recipient, status, link_key, created_at)
    select gen_random_uuid(), t.id, 'invitation', 'a' || n || '@x.test', 'delivered', sha256(''), now() - n * interval '1 minute'`,
  "private.log_lines": `(id, at, client_id, level, function, request_id, line, words)
    select gen_random_uuid(), now() - n * interval '1 second', t.id, 'info', 'teams', 'request ' || n,
      '{"action": "GET /teams"}', to_tsvector('simple', 'word' || n % 500)`,
  "private.error_groups":
    `(client_id, fingerprint, function, code, action, message, category, severity, last_seen)
    select t.id, 'f' || n, 'teams', 'X', 'GET /', 'm', 'internal', 'critical', now() - n * interval '1 minute'`,
  "public.transactions":
    `(client_id, id, external_id, customer_id, occurred_at, amount, currency, status, product)
    select t.id, gen_random_uuid(), 'e' || n, md5('c' || n % 500)::uuid, now() - n * interval '1 minute', 5, 'USD',
      case n % 50 when 0 then 'pending' else 'completed' end, 'product ' || n % 100`,
  "private.customer_totals":
    `(client_id, customer_id, currency, search_key, lifetime_value, transactions, first_purchase, last_purchase)
    select t.id, md5('c' || n)::uuid, 'USD', 'customer ' || n, n, n, now(), now() - n * interval '1 minute'`,
  "private.search_entries": `(client_id, kind, id, title, body, title_key, title_terms, terms, updated_at)
    select t.id, 'team', gen_random_uuid(), 'Team ' || n, '', 'team ' || n,
      private.tagged_terms(array['team', 'w' || n % 500], private.tenant_tag(t.id)),
      private.tagged_terms(array['team', 'w' || n % 500], private.tenant_tag(t.id)), now()`,
};
const bounded: Record<string, string> = {
  "public.customers": `(client_id, id, external_id) select t.id, md5('c' || n)::uuid, 'c' || n`,
  "private.product_totals": `(client_id, currency, product, revenue, quantity, transactions)
    select t.id, 'USD', 'product ' || n, n, n, n`,
  "private.product_days":
    `(client_id, currency, day, product, revenue, quantity, completed, pending, cancelled, refunded)
    select t.id, 'USD', current_date - n / 10, 'product ' || n % 10, n, n, n, 0, 0, 0`,
  "private.revenue_periods":
    `(client_id, currency, group_by, period, revenue, completed, pending, cancelled, refunded, customers)
    select t.id, 'USD', 'day', current_date - n, n, n, 0, 0, 0, 1`,
  "public.email_suppressions": `(client_id, email, reason, created_at)
    select t.id, 'a' || n || '@x.test', 'bounced', now() - n * interval '1 minute'`,
  "public.channels":
    `(client_id, type, name, created_at) select t.id, 'voice', 'Channel ' || n, now() - n * interval '1 minute'`,
  "public.webhook_endpoints":
    `(client_id, url, created_at) select t.id, 'https://x.test/' || n, now() - n * interval '1 minute'`,
  "public.webhook_sources":
    `(client_id, name, scheme, created_at) select t.id, 'Source ' || n, 'standard', now() - n * interval '1 minute'`,
  "public.api_keys": `(client_id, name, prefix, scopes, created_by, created_at)
    select t.id, 'Key ' || n, left(md5(t.id::text || n), 16), '{}', u.user_id, now() - n * interval '1 minute'`,
  "private.invitations": `(client_id, email, role, token_hash, expires_at, invited_by, created_at)
    select t.id, 'a' || n || '@x.test', 'viewer', sha256((t.id::text || n)::bytea), now(), u.user_id, now() - n * interval '1 minute'`,
  "private.uploads":
    `(client_id, id, filename, target, options, reading, auto_promote, caller_id, created_by, created_at)
    select t.id, gen_random_uuid(), 'a.csv', 'opportunities', '{}', '{}', false, u.user_id, u.user_id, now() - n * interval '1 minute'`,
  "private.alerts": `(client_id, name, metric, comparison, threshold, for_minutes, created_at)
    select t.id, 'A', 'errors', 'above', 1, 1, now() - n * interval '1 minute'`,
  "private.alert_history": `(client_id, alert_id, from_state, to_state, told)
    select t.id, md5(n::text)::uuid, 'ok', 'firing', true`,
  "private.archive_runs":
    `(client_id, id, kind, status, hot_days, archive_days, moved, removed, started_at, finished_at)
    select t.id, gen_random_uuid(), 'calls', 'completed', 1, 1, 0, 0, now() - n * interval '1 minute', now()`,
  "private.archive_holds": `(client_id, id, kind, from_time, to_time, reason, created_at)
    select t.id, gen_random_uuid(), 'calls', now(), now() + interval '1 day', 'Case', now() - n * interval '1 minute'`,
  "private.audit_checkpoints": `(client_id, size, root, last_entry_id, sealed_until, key_id, signature)
    select t.id, n, repeat('0', 64), n, now(), 'k', 's'`,
  "private.searches": `(client_id, id, query, caller_id, hits, searched_at)
    select t.id, gen_random_uuid(), 'q' || n % 50, u.user_id, 1, now() - n * interval '1 hour'`,
};

const cursor = "after_time => now() - interval '5 days', after_id => gen_random_uuid()";
const count = "with_total => true";
const batches = "select id from public.opportunity_batches where";
const newest = "order by created_at desc, id desc limit 21";
const jobs = "select id from public.job_queue where client_id = (select client_id from one) and";

const statements: Planned[] = [
  [`${batches} true ${newest}`],
  [`${batches} status = 'failed' and created_at >= now() - interval '2 days' ${newest}`],
  [`${batches} created_at <= now() - interval '3 days' and (created_at < now() - interval '3 days' or id < gen_random_uuid()) ${newest}`],
  ["list_batch_rows(one.batch)", "opportunities_"],
  [`${jobs} true ${newest}`, "job_queue_"],
  [`${jobs} queue in ('webhooks') and status = 'dead' ${newest}`, "job_queue_"],
  ["job_stats()"],
  [`list_webhook_deliveries(${cursor})`, "job_queue_"],
  ["list_webhook_deliveries(endpoint_id => one.endpoint)", "job_queue_deliveries"],
  [`list_webhook_deliveries(status => 'failed', ${count})`],
  ["list_webhook_deliveries(event_type => 'team.created')"],
  ["webhook_metrics()", "webhook_attempts_"],
  [`list_webhook_endpoints(${cursor})`],
  [`list_webhook_sources(${cursor})`],
  [`list_channels(type => 'voice', enabled => true, ${count})`],
  [`list_api_keys(${cursor})`],
  [`list_decisions(${cursor})`, "routing_decisions_newest"],
  ["list_decisions(agent_id => md5('a7')::uuid)", "routing_decisions_agent"],
  [`list_decisions(team_id => md5('t7')::uuid, ${count})`, "routing_decisions_team"],
  ["list_decisions(from_time => now() - interval '1 day', to_time => now())", "routing_decisions_newest"],
  ["routing_health()"],
  ["list_load()"],
  [`list_audit_entries(${count})`, "audit_log_"],
  ["list_audit_entries(resource => 'resource_7')", "audit_log_"],
  ["list_audit_entries(request_id => 'request 77')", "audit_log_request_id_client_id"],
  ["list_audit_entries(resource => 'resource_7', record_id => md5('7'))", "audit_log_"],
  ["list_audit_entries(since => now() - interval '1 hour', until => now())", "audit_log_"],
  ["list_audit_entries(actor_id => gen_random_uuid())", "audit_log_"],
  ["list_audit_checkpoints()", "audit_checkpoints_pkey"],
  ["list_setting_changes(key => 'currency')", "audit_log_"],
  [`list_emails(${cursor})`, "email_messages_newest"],
  ["list_emails(recipient => 'a77@x.test')", "email_messages_recipient"],
  [`list_emails(status => 'bounced', template => 'invitation', ${count})`, "email_messages_"],
  [`list_email_suppressions(${count})`, "email_suppressions_"],
  [`find_logs(${cursor})`, "log_lines_"],
  [`find_logs(q => 'word77', ${count})`, "log_lines_"],
  ["find_logs(request_id => 'request 77')", "log_lines_"],
  ["find_logs(level => 'error', function => 'teams', since => now() - interval '1 hour')", "log_lines_"],
  [
    "get_timeline('request 77')",
    "log_lines_",
    "audit_log_request_id_client_id",
    "job_queue_request_id_client_id",
  ],
  [`list_errors(${cursor})`, "error_groups_client_id_last_seen"],
  [`list_errors(status => 'open', severity => 'low', ${count})`, "error_groups_"],
  ["request_stats(group_by => 'route')"],
  ["dependency_stats()"],
  ["list_alerts()", "alerts_client_id"],
  [`list_transactions(${cursor})`, "transactions_newest"],
  [`list_transactions(status => 'pending', ${count})`, "transactions_status"],
  ["list_transactions(product => 'product 7')", "transactions_product"],
  ["list_transactions(customer => 'c7')", "transactions_customer"],
  ["list_transactions(from_time => now() - interval '1 day', to_time => now())", "transactions_newest"],
  ["list_customers()", "customer_totals_value"],
  ["list_customers(sort => '-last_purchase')", "customer_totals_last"],
  ["list_customers(search => 'customer 77')", "customer_totals_"],
  ["list_product_revenue()", "product_"],
  ["list_product_revenue(first_day => current_date - 7, last_day => current_date)", "product_days_"],
  ["get_revenue()", "revenue_periods_pkey"],
  ["get_dashboard()"],
  ["get_pipeline()", "opportunities_"],
  ["search('team w77')", "search_entries_"],
  ["suggest_titles('team 77')", "search_entries_"],
  ["get_search_analytics()", "searches_"],
  [`list_uploads(${count})`, "uploads_client_id"],
  [`list_invitations(${cursor})`, "invitations_newest"],
  [`list_members(${cursor})`, "client_members_"],
  [`list_archive_runs(kind => 'calls', ${count})`, "archive_runs_"],
  [`list_archive_holds(${cursor})`, "archive_holds_newest"],
  ["list_usage()"],
];

/** Written without triggers, because the test is about plans. */
async function fill(sql: postgres.TransactionSql): Promise<Claims> {
  await sql`set local session_replication_role = replica`;
  await sql`create temp table tenant as select gen_random_uuid() as id, gen_random_uuid() as owner,
    gen_random_uuid() as batch, gen_random_uuid() as endpoint from generate_series(1, 10) n`;
  await sql`insert into public.clients (id, name) select id, 'Bulk' from tenant`;
  await sql`insert into public.client_members (client_id, user_id, role)
    select id, case n when 1 then owner else gen_random_uuid() end, case n when 1 then 'owner' else 'viewer' end::public.member_role
    from tenant, generate_series(1, 1000) n`;
  await sql`select private.require_partition('log_lines', '1 day', d) from generate_series(now() - interval '3 hours', now(), '3 hours') d`;
  for (const [rows, tables] of [[10_000, grown], [1_000, bounded]] as const) {
    for (const [table, select] of Object.entries(tables)) {
      await sql.unsafe(
        `insert into ${table} ${select} from tenant t, generate_series(1, ${rows}) n, lateral (select t.owner as user_id) u`,
      );
    }
  }
  await sql`insert into public.opportunity_batches (client_id, id, status, total_records, content_hash, created_by)
    select id, batch, 'failed', 1, '', owner from tenant`;
  await sql`set local session_replication_role = origin`;
  await sql.unsafe(`analyze public.client_members, ${Object.keys({ ...grown, ...bounded }).join(", ")}`);
  await sql`create temp table one as select id as client_id, owner, batch, endpoint from tenant limit 1`;
  await sql`grant select on one to authenticated`;
  const [one] = await sql<{ client_id: string; owner: string }[]>`select client_id, owner from one`;
  assert(one, "there is no tenant");
  const app_metadata = { client_id: one.client_id, role: "owner" };
  return { sub: one.owner, role: "authenticated", app_metadata };
}

Deno.test("at 100,000 rows no list and no filter of the API scans a whole table", async (t) => {
  const names = Object.keys({ ...grown, ...bounded }).map((name) => name.split(".")[1]!);
  // A partition is scanned under its own name.
  const tables = [...names, "client_members", "log_lines_\\d+"];
  await checkPlans(t, { tables, statements, fill });
});
