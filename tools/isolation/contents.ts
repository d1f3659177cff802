/**
 * What a tenant of the world has: something in every table.
 *
 * @module
 */
import { actAs, type Claims, type Role, roles } from "../database.ts";
import type { ReservedSql } from "postgres";

/** The user with each role. */
export type People = Record<Role, string>;

/** What the token of a member says. */
export function claims(tenant: string, role: Role, id: string): Claims {
  return { sub: id, aud: "authenticated", role: "authenticated", app_metadata: { client_id: tenant, role } };
}

/** Adds a tenant with something in every table. */
export async function seed(sql: ReservedSql, tenant: string): Promise<People> {
  const id = (): string => crypto.randomUUID();
  const people: People = { viewer: id(), member: id(), manager: id(), admin: id(), owner: id() };
  await sql`insert into public.clients (id, name) values (${tenant}, 'Isolation')`;
  for (const role of roles) {
    const user = { id: people[role], email: `${role}@${tenant}.test`, raw_app_meta_data: {} };
    await sql`insert into auth.users ${sql(user, "id", "email", "raw_app_meta_data")}`;
    await sql`insert into public.client_members (client_id, user_id, role) values (${tenant}, ${user.id}, ${role})`;
  }
  await sql`insert into private.person_requests (user_id, route, key, fingerprint)
    values (${people.owner}, 'create_account', 'first', '')`;
  await sql`insert into private.invitations (client_id, email, role, token_hash, expires_at, invited_by)
    values (${tenant}, 'ada@example.test', 'viewer', sha256(${tenant}::bytea), now(), ${people.owner})`;
  // Over, because nothing is archived meanwhile.
  await sql`insert into private.erasures (client_id, subject, completed_at)
    values (${tenant}, sha256(${tenant}::bytea), now())`;
  await sql`insert into private.exports (client_id, caller_id, began_at)
    values (${tenant}, ${people.owner}, now() - interval '1 day')`;
  await sql`insert into private.reached_limits (client_id, key) values (${tenant}, 'limits.agents')`;
  await sql`insert into private.invitation_guesses (user_id) values (${people.owner})`;
  await sql`insert into private.seen_sessions (id, user_id) values (gen_random_uuid(), ${people.owner})`;
  await sql`select private.note_action(${tenant}, 'audit_log', null, 'searched', at_once => false)`;
  await sql`insert into public.principals (client_id, name) values (${tenant}, 'Ada')`;
  await sql`insert into public.settings (client_id, key, value) values (${tenant}, 'import.batches_per_hour', '100')`;
  await addChannel(sql, claims(tenant, "admin", people.admin));
  await addWebhooks(sql, tenant, claims(tenant, "manager", people.manager));
  await addWork(sql, tenant);
  await staffTeam(sql, tenant, people);
  await routeCall(sql, claims(tenant, "member", people.member));
  await sellSomething(sql, tenant, claims(tenant, "member", people.member));
  await addOperatorRows(sql);
  const secret = sql.json({ key_id: "old", ciphertext: btoa("0".repeat(29)) });
  await sql`select private.keep_secret(${tenant}, 'channel', gen_random_uuid(), ${secret})`;
  await addFlag(sql, tenant);
  await addTelemetry(sql, tenant);
  await sealEntry(sql, tenant);
  await sql`insert into private.audit_groups values ('1', 'opportunity_batches', 'of an earlier transaction')
    on conflict do nothing`;
  for (const importer of ["member", "owner"] as const) {
    await importSomething(sql, claims(tenant, importer, people[importer]));
    await uploadSomething(sql, tenant, claims(tenant, importer, people[importer]));
  }
  return people;
}

/** A live API key. Returns the claims of its token, which name more scopes than the key has. */
export async function addKey(
  sql: ReservedSql,
  tenant: string,
  owner: string,
  scopes: string[],
): Promise<Claims> {
  const [key_id, key_prefix] = [crypto.randomUUID(), crypto.randomUUID().slice(0, 8)];
  await sql`insert into public.api_keys (client_id, id, name, prefix, scopes, created_by)
    values (${tenant}, ${key_id}, 'Machine', ${key_prefix}, ${scopes}, ${owner})`;
  await sql`insert into private.api_key_secrets (prefix, digest, client_id, key_id)
    values (${key_prefix}, sha256(${key_prefix}::bytea), ${tenant}, ${key_id})`;
  return { ...claims(tenant, "owner", owner), key_id, key_prefix, scopes: ["teams:read", "settings:write"] };
}

async function addChannel(sql: ReservedSql, admin: Claims): Promise<void> {
  const credentials = { fingerprint: "0".repeat(16), key_id: "old", ciphertext: btoa("0".repeat(29)) };
  await actAs(sql, admin);
  await sql`select public.create_channel(gen_random_uuid(), 'voice', 'Line', '{}', ${sql.json(credentials)})`;
  await sql`reset role`;
}

/** Rows that workers leave behind. */
async function addWork(sql: ReservedSql, tenant: string): Promise<void> {
  const worker = crypto.randomUUID();
  await sql`insert into private.write_marks (client_id) values (${tenant})`;
  await sql`insert into private.workers (id, queue) values (${worker}, 'jobs')`;
  await sql`insert into private.tenant_failures (task, client_id, work, error)
    values ('isolation', ${tenant}, 'private.nothing', 'It failed')`;
  await sql`insert into private.leases (worker_id, queue, job_ids, ends_at) values (${worker}, 'jobs', '{}', now())`;
  await sql`insert into private.task_runs (name, trigger, started_at, duration_ms, succeeded)
    select name, 'manual', now(), 1, true from private.scheduled_tasks limit 1`;
  await sql`insert into private.known_keys (key_id) values ('old') on conflict do nothing`;
  await sql`insert into private.request_key (key) values ('\\x00') on conflict do nothing`;
  await sql`insert into private.time_marks (client_id, ms) values (${tenant}, 50)`;
  await sql`select private.note_refusal(gen_random_uuid(), ${tenant}, 'user')`;
  await sql`insert into private.job_throughput (queue, client_id, minute, completed) values ('jobs', ${tenant}, now(), 1)`;
}

/** An endpoint with deliveries and an attempt, and a source with an event. */
async function addWebhooks(sql: ReservedSql, tenant: string, manager: Claims): Promise<void> {
  const secret = sql.json({ key_id: "old", ciphertext: btoa("0".repeat(29)) });
  await actAs(sql, manager);
  await sql`select public.create_webhook_endpoint(gen_random_uuid(), 'https://example.com/', ${secret})`;
  await sql`select public.create_webhook_source(gen_random_uuid(), 'Shop', 'standard', ${secret})`;
  await sql`select public.test_webhook_endpoint(e.id) from public.webhook_endpoints e`;
  await sql`reset role`;
  await sql`insert into public.webhook_attempts (client_id, delivery_id, endpoint_id, event_type, attempt, succeeded, duration_ms,
      attempted_at)
    select d.client_id, d.id, d.endpoint_id, d.event_type, 1, false, 1, now() from public.webhook_deliveries d where d.client_id = ${tenant}`;
  await sql`insert into private.slow_lanes (lane) select id from public.webhook_endpoints where client_id = ${tenant}`;
  await sql`insert into private.parked_spans (client_id, endpoint_id, starts_at, ends_at)
    select client_id, id, now(), now() from public.webhook_endpoints where client_id = ${tenant}`;
  await sql`insert into public.inbound_events (client_id, source, event_id, type, payload)
    select s.client_id, s.id::text, 'first', 'order.paid', '{}' from public.webhook_sources s where s.client_id = ${tenant}`;
}

/** A team with a member and their agent, who has handled a call. */
async function staffTeam(sql: ReservedSql, tenant: string, people: People): Promise<void> {
  const [team, member, agent] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  await sql`insert into public.teams (client_id, id, name, sector) values (${tenant}, ${team}, 'Renewals', 'sales')`;
  await sql`insert into public.team_members (client_id, id, team_id, user_id)
    values (${tenant}, ${member}, ${team}, ${people.member})`;
  await sql`insert into public.agents (client_id, id, name, kind) values (${tenant}, ${agent}, 'Ada', 'ai')`;
  await sql`insert into public.sector_agents (client_id, agent_id, sector) values (${tenant}, ${agent}, 'sales')`;
  await sql`insert into public.team_agent_assignments (client_id, team_member_id, agent_id)
    values (${tenant}, ${member}, ${agent})`;
  await sql`insert into public.calls (client_id, external_id, agent_id, team_id, outcome, resolved, handling_seconds, started_at)
    values (${tenant}, 'first', ${agent}, ${team}, 'successful', true, 60, '2026-01-01')`;
  await sql`select private.aggregate_performance(${tenant})`;
  await archiveRows(sql, tenant, agent);
  await addSearches(sql, tenant, agent);
  await addMails(sql, tenant);
  await sql`insert into private.changed_buckets (client_id) values (${tenant})`;
}

/** A call and a sale that are archived, with a policy and a hold. */
async function archiveRows(sql: ReservedSql, tenant: string, agent: string): Promise<void> {
  await sql`insert into public.calls (client_id, external_id, agent_id, outcome, resolved, handling_seconds, started_at)
    values (${tenant}, 'old', ${agent}, 'failed', false, 60, '2020-01-01')`;
  await sql`insert into private.archive_policies (client_id, kind, hot_days, archive_days)
    values (${tenant}, 'calls', 2000, 36500)`;
  await sql`insert into private.archive_holds (client_id, kind, from_time, to_time, reason)
    values (${tenant}, 'calls', '2020-01-01', '2020-02-01', 'File 27')`;
  await sql`with c as (insert into public.customers (client_id, external_id) values (${tenant}, 'old') returning id)
    insert into public.transactions (client_id, external_id, customer_id, occurred_at, amount, currency, status)
    select ${tenant}, 'old', c.id, '2020-01-01', 1, 'EUR', 'completed' from c`;
  await sql`select private.archive_batch(${tenant}, k) from private.archive_kinds k
    where k.kind in ('calls', 'transactions')`;
}

/** Both tenants look for their agent; one row of each keeps its mark. */
async function addSearches(sql: ReservedSql, tenant: string, agent: string): Promise<void> {
  await sql`select private.enter_marked(${tenant}, 100)`;
  await sql`insert into private.search_marks (client_id, kind, ids) values (${tenant}, 'agents', ${[agent]})`;
  const search = crypto.randomUUID();
  await sql`insert into private.searches (client_id, id, query, caller_id, hits)
    values (${tenant}, ${search}, 'ada', ${agent}, 1)`;
  await sql`insert into private.secret_notices (client_id, kind, secret_id, expires_at, days)
    values (${tenant}, 'api_key', ${agent}, now(), 3)`;
  await sql`insert into private.search_clicks (client_id, search_id, kind, id, rank)
    values (${tenant}, ${search}, 'agents', ${agent}, 1)`;
}

/** A mail that was sent and opened, a suppressed address and a template of the tenant's own. */
async function addMails(sql: ReservedSql, tenant: string): Promise<void> {
  const message = crypto.randomUUID();
  await sql`insert into public.email_messages (id, client_id, template, recipient, status, provider)
    values (${message}, ${tenant}, 'welcome', 'grace@initech.test', 'sent', 'resend')`;
  await sql`insert into public.email_attempts (client_id, message_id, provider, status, duration_ms, attempted_at)
    values (${tenant}, ${message}, 'resend', 'taken', 5, now())`;
  await sql`insert into public.email_events (client_id, message_id, type, source, event_id, occurred_at)
    values (${tenant}, ${message}, 'opened', 'link', 'open', now())`;
  await sql`insert into public.email_suppressions (client_id, email, reason)
    values (${tenant}, 'gone@initech.test', 'bounce')`;
  await sql`insert into public.email_templates (client_id, template, subject, html)
    values (${tenant}, 'welcome', 'Welcome', '<p>Hello</p>')`;
  await sql`insert into private.weekly_digests (client_id, user_id, week)
    select client_id, user_id, '2026-01-05' from public.client_members where client_id = ${tenant}`;
  await sql`insert into private.email_providers (provider) values ('resend') on conflict do nothing`;
}

/** One call that gets an agent and one that does not. */
async function routeCall(sql: ReservedSql, member: Claims): Promise<void> {
  await actAs(sql, member);
  await sql`select public.create_decision(sector => sector) from unnest(array['sales', 'nowhere']) sector`;
  await sql`reset role`;
}

/** A sale that is counted, and one that waits for the next run. */
async function sellSomething(sql: ReservedSql, tenant: string, member: Claims): Promise<void> {
  const sale = (external_id: string) =>
    sql.json([{
      external_id,
      occurred_at: "2026-01-01",
      amount: "10",
      status: "completed",
      customer_external_id: "c-1",
    }]);
  await actAs(sql, member);
  await sql`select public.record_transactions(${sale("first")})`;
  await sql`reset role`;
  await sql`select private.sum_tenants(array[${tenant}::uuid])`;
  await actAs(sql, member);
  await sql`select public.record_transactions(${sale("second")})`;
  await sql`select public.record_events('[{"event_type": "report.opened"}]')`;
  await sql`reset role`;
  await sql`insert into private.totals_drift (client_id, checked_at, drift) values (${tenant}, now(), 0)`;
}

/** What belongs to no tenant: a bad minute, a resolved incident, maintenance, a deleted tenant and a plan. */
async function addOperatorRows(sql: ReservedSql): Promise<void> {
  await sql`insert into private.health_samples (minute, failing) values ('2026-01-01', '{redis}') on conflict do nothing`;
  await sql`with fallen as (
    insert into private.incidents (component, opened_at, resolved_at) values ('redis', '2026-01-01', '2026-01-02')
    returning id)
    insert into private.incident_entries (incident_id, kind, text) select id, 'note', 'Redis is back' from fallen`;
  await sql`insert into private.maintenance_windows (title, starts_at, ends_at)
    values ('Moving', '2026-01-01', '2026-01-02')`;
  await sql`insert into private.deleted_tenants (tenant_id) values (gen_random_uuid())`;
  await sql`insert into private.statement_plans (query_id, looked_at) values (0, now()) on conflict do nothing`;
}

/** The tenant is named by a flag. */
async function addFlag(sql: ReservedSql, tenant: string): Promise<void> {
  await sql`insert into private.flags (key, enabled) values ('seeded', true) on conflict do nothing`;
  await sql`insert into private.flag_clients (key, client_id) values ('seeded', ${tenant})`;
}

/** The tenant's first entry, sealed and under a checkpoint. */
async function sealEntry(sql: ReservedSql, tenant: string): Promise<void> {
  await sql`insert into private.audit_seal_runs (since, horizon, next_id) values ('0', '0', '0')`;
  await sql`insert into private.audit_trees (client_id, size) values (${tenant}, 1)`;
  await sql`insert into private.audit_seals (client_id, number, entry_id, occurred_at, leaf)
    select a.client_id, 0, a.id, a.occurred_at, sha256('') from public.audit_log a where a.client_id = ${tenant} limit 1`;
  await sql`insert into private.audit_nodes (client_id, level, place, hash) values (${tenant}, 1, 0, sha256(''))`;
  await sql`insert into private.audit_checkpoints (client_id, size, root, last_entry_id, sealed_until, key_id, signature)
    values (${tenant}, 1, repeat('0', 64), 1, now(), 'first', 'e30.e30.')`;
}

/** Statistics in every level, a log line, an error and an alert. */
async function addTelemetry(sql: ReservedSql, tenant: string): Promise<void> {
  const isolate = { id: crypto.randomUUID(), function: "teams", started_at: "2026-01-01", cold_start_ms: 9 };
  const report = { ...isolate, release: "", peak_memory_bytes: 1, dropped: 0 };
  const host = { kind: "dependency", function: "", version: "", name: "hooks.test", client_id: tenant };
  const stats = [{ ...host, status: 2, buckets: [56], counts: [1], total_ms: 9, max_ms: 9 }];
  const line = JSON.stringify({ timestamp: "2026-01-01", level: "info", requestId: "first" });
  const lines = [{ client_id: tenant, line }];
  const samples = [{ at: "2026-01-01", stack: "Error: lost" }];
  const lost = { fingerprint: "1-0", code: "INTERNAL_ERROR", action: "GET /", message: "lost", status: 500 };
  const errors = [{ ...lost, client_id: tenant, count: 1, users: [], samples }];
  await sql`select public.record_telemetry(${sql.json(report)}, 1, ${sql.json(stats)}, ${sql.json(lines)}, ${
    sql.json(errors)
  }, ${sql.json([{ version: "v1", client_id: tenant, route: "", kind: "user", requests: 1, refused: 0 }])})`;
  await sql`insert into private.version_uses select * from private.version_marks where client_id = ${tenant}`;
  await sql`insert into private.error_hours (client_id, group_id, hour, count, users)
    select client_id, id, now(), 1, '{}' from private.error_groups where client_id = ${tenant}`;
  await sql`with made as (
      insert into private.alerts (client_id, name, metric, comparison, threshold, for_minutes)
      values (${tenant}, 'Errors', 'errors', 'above', 1, 1) returning *)
    insert into private.alert_history (client_id, alert_id, from_state, to_state, told)
    select client_id, id, 'ok', 'firing', true from made`;
  await sql`with made as (
      insert into private.incidents (component, opened_at, resolved_at) values ('redis', now(), now()) returning *)
    insert into private.incident_clients (incident_id, client_id) select id, ${tenant} from made`;
  for (const level of ["minutes", "hours", "days"]) {
    await sql`insert into ${
      sql(`private.stat_${level}`)
    } select * from private.stat_marks where client_id = ${tenant}`;
  }
  await sql`insert into private.stat_totals select min(id), 2, 1, 1, array_fill(1, array[12]) from private.series
    on conflict do nothing`;
  await sql`insert into private.statement_hours values (0, '2026-01-01', 1, 1) on conflict do nothing`;
  await sql`insert into private.statement_minutes (starts_at, query_id, calls, total_ms, rows, blocks_hit, blocks_read)
    values ('2026-01-01', 0, 1, 1, 0, 0, 0)`;
}

/** A batch that creates, one that updates, one that fails and keeps its bad row, and calls that do the same. */
async function importSomething(sql: ReservedSql, importer: Claims): Promise<void> {
  const row = {
    external_id: importer.sub,
    name: "Deal",
    organization: `Initech ${importer.sub}`,
    product: `Stapler ${importer.sub}`,
  };
  const options = { create_missing: ["organizations", "products"], on_conflict: "update" };
  const source = {
    columns: ["name"],
    rows: [[""]],
    unknown_columns: [],
    warnings: [],
    mapping: {},
    values: {},
  };
  await actAs(sql, importer, { "idempotency-key": "first" });
  await sql`select public.import_opportunities(${sql.json([row])}, '[]', ${sql.json(options)})`;
  await actAs(sql, importer);
  const changed = { ...row, name: "Bigger deal" };
  await sql`select public.import_opportunities(${sql.json([changed])}, '[]', ${sql.json(options)})`;
  await sql`select public.import_opportunities('[{}]', '[]', '{}', 'empty.csv', ${sql.json(source)})`;
  const saved = { mapping: { Deal: "name" }, values: {}, formats: {}, options: {} };
  await sql`select public.put_import_mapping('crm', ${sql.json(saved)})`;
  await sql`select public.record_calls('[{}]', '[]', '{}', ${sql.json(source)})`;
  await sql`reset role`;
}

/** An upload with everything that a worker keeps of a file. */
async function uploadSomething(sql: ReservedSql, tenant: string, importer: Claims): Promise<void> {
  await actAs(sql, importer);
  const [{ id }] = await sql<[{ id: string }]>`
    select public.create_upload('deals.csv') -> 'body' ->> 'id' as id`;
  await sql`select public.put_upload_part(convert_to(${
    JSON.stringify({ upload_id: id, part: 1 })
  } || E'\nname', 'UTF8'))`;
  await sql`reset role`;
  await sql`insert into private.upload_slices (client_id, upload_id, slice, first_row, row_count, lines, external_ids)
    values (${tenant}, ${id}, 1, 1, 1, '{2}', '{""}')`;
  await sql`insert into private.upload_errors (client_id, upload_id, row, line, record, errors)
    values (${tenant}, ${id}, 1, 2, '[""]', '[]')`;
  await sql`insert into private.upload_duplicates values (${tenant}, ${id}, 'A', 1)`;
  await sql`insert into private.upload_texts values (${tenant}, ${id}, 0, 'A shared text')`;
}
