/**
 * Loses a database and brings it back: backup, load, damage, kill, restore to the second before the damage, compare.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import { dataOf } from "../../client/mod.ts";
import { startPostgres } from "../../supabase/local/postgres/postgres.ts";
import { differences, readCatalog } from "../../tools/catalog.ts";
import { ownedFolder, startCopy, stopCopy } from "../../tools/recovery/copy.ts";
import type { Repository } from "../../tools/recovery/pgbackrest.ts";
import { brokenConstraints, checkIndexes, readState, stateDifferences } from "../../tools/recovery/state.ts";
import { eventually } from "../support/eventually.ts";
import { killFunction, postgresPids, signal } from "../faults/parts.ts";
import { freezeCron } from "../faults/health_parts.ts";
import { checkpoint, seal } from "../fixtures/audit.ts";
import { receive, type Receiver, register } from "../fixtures/receivers.ts";
import { createTeam } from "../fixtures/teams.ts";
import { api, clientOf } from "../support/http.ts";
import { stack } from "../support/env.ts";
import { connect, withDatabase } from "../support/sql.ts";
import type { Tenant } from "../support/tenant.ts";
import { untilArchived } from "./archive.ts";
import { backUp } from "./backups.ts";
import { createTenants, importBatches, type Write, Writer } from "./load.ts";

export interface DrillOptions {
  /** The stack's own, to which it archives its log. */
  repository: Repository;
  tenants: number;
  /** Of 500 rows, for each tenant, before the backup and again after it. */
  batches: number;
  /** At most this old is what the archive lacks. */
  archiveSeconds: number;
  log: (line: string) => void;
}

export interface Outcome {
  /** Seconds from the kill until the API served again, all comparisons included. */
  rto: number;
  /** Seconds between the last write that the archive still had and the kill. */
  rpo: number;
  /** Acknowledged in those seconds, and lost with the disk. */
  lostWrites: number;
  tables: number;
  rows: number;
}

/** Runs the whole drill on the stack that the environment names. Throws at the first difference. */
export async function drill(options: DrillOptions): Promise<Outcome> {
  const { repository, tenants: count, batches, archiveSeconds, log } = options;
  const port = stack.port + 1;
  await using receiver = receive();
  receiver.answer = () => new Response(null, { status: 503 });

  const tenants = await createTenants(count);
  await importBatches(tenants, batches);
  log("base backup under load");
  await Promise.all([backUp(repository), importBatches(tenants, batches)]);
  const [first] = tenants;
  assert(first);
  const waiting = await leaveDeliveriesWaiting(first, receiver);
  const signed = await checkpoint(first);

  log("marker, then a damaging statement");
  const before = await settledState();
  const target = await damage();
  const writer = new Writer(first);
  await untilArchived();
  await delayUntilNextSegment(archiveSeconds);

  log("Postgres is killed and its data folder deleted");
  const killedAt = Date.now();
  await loseDisk();
  await writer.stop();
  const sent = receiver.requests;
  const folder = await Deno.realPath(`${stack.directory}/postgres`);
  await startCopy({ repository, folder, port: port + 5, at: target });
  await compare(port + 5, before, log);
  assertEquals(receiver.requests, sent, "the copy sent something");
  await stopCopy(folder);

  log("the restored database takes over");
  receiver.answer = () => new Response(null, { status: 204 });
  await startPostgres(stack.directory, port, true);
  await serves(first);
  const rto = (Date.now() - killedAt) / 1000;
  await sentOnce(receiver, waiting);
  await logVerifies(first, signed.size);
  const { rpo, lostWrites } = await lossOf(repository, writer.writes, killedAt, port + 6);
  return { rto, rpo, lostWrites, tables: Object.keys(before.state).length, rows: rowsOf(before.state) };
}

/** Events whose deliveries fail until the database is back. Returns their ids. */
async function leaveDeliveriesWaiting(tenant: Tenant, receiver: Receiver): Promise<string[]> {
  await register(tenant.manager, receiver, { event_types: ["team.created"] });
  for (let team = 0; team < 3; team++) await createTeam(tenant.manager);
  const ids = await withDatabase((sql) =>
    sql<
      { id: string }[]
    >`select id from private.outbox where client_id = ${tenant.id} and type = 'team.created'`
  );
  await eventually("each delivery failed once", () => receiver.requests >= ids.length, 60_000);
  return ids.map(({ id }) => id);
}

async function snapshot(address: string) {
  const sql = connect(address);
  try {
    return { state: await readState(sql), catalog: await readCatalog(sql) };
  } finally {
    await sql.end();
  }
}

/** Stops what writes by itself, and returns the state when it has not changed for a second. */
async function settledState() {
  await freezeCron();
  const response = await fetch(`${stack.url}/_internal/processes`);
  await Promise.all(Object.keys(await response.json()).map(killFunction));
  return await eventually("the database is at rest", async () => {
    const first = await snapshot(stack.adminDatabaseUrl);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const { state } = await snapshot(stack.adminDatabaseUrl);
    return stateDifferences(first.state, state).length === 0 ? first : undefined;
  }, 60_000);
}

/** Deletes what must come back, and returns the second before. */
async function damage(): Promise<string> {
  return await withDatabase(async (sql) => {
    const [row] = await sql<[{ target: string }]>`
      select (clock_timestamp() - interval '1 second')::text as target`;
    await sql`delete from public.opportunities`;
    return row.target;
  }, "superuser");
}

/** The disk is lost in the middle between two archived files, as it would be on average. */
async function delayUntilNextSegment(seconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 500));
}

async function loseDisk(): Promise<void> {
  signal(await postgresPids(), "SIGKILL");
  await Deno.remove(`${stack.directory}/postgres/data`, { recursive: true });
}

async function compare(
  port: number,
  before: Awaited<ReturnType<typeof snapshot>>,
  log: (line: string) => void,
) {
  const address = `postgresql://supabase_admin:postgres@127.0.0.1:${port}/postgres`;
  const { state, catalog } = await snapshot(address);
  assertEquals(stateDifferences(before.state, state), []);
  assertEquals(differences(before.catalog, catalog), []);
  const sql = connect(address);
  try {
    assertEquals(await brokenConstraints(sql), []);
    const indexes = await checkIndexes(sql);
    const cron = await sql`select from pg_stat_activity where backend_type like 'pg_cron%'`;
    assertEquals(cron.length, 0, "the copy runs cron");
    log(
      `${Object.keys(state).length} tables, all constraints and ${indexes} indexes are as before the damage`,
    );
  } finally {
    await sql.end();
  }
}

async function serves(tenant: Tenant): Promise<void> {
  await eventually("the API serves", async () => {
    const { text } = await api("GET", "/health/v1/ready");
    if (JSON.parse(text).checks.database[0].status !== "pass") return undefined;
    const { status } = await api("GET", "/batch-import/v1/batches", { as: tenant.member });
    return status === 200;
  }, 60_000);
}

/** Each waiting delivery arrives after the recovery, under one id and once. Its pause of some minutes is ended here. */
async function sentOnce(receiver: Receiver, expected: string[]): Promise<void> {
  await withDatabase((sql) =>
    sql`update public.job_queue set scheduled_for = now()
    where queue = 'webhooks' and phase = 'scheduled'`, "superuser");
  await eventually("the waiting deliveries arrive", async () => {
    await withDatabase((sql) => sql`select private.ring('webhooks')`, "superuser");
    await new Promise((resolve) => setTimeout(resolve, 250));
    return new Set(receiver.messages.map(({ id }) => id)).size >= expected.length;
  }, 120_000);
  assertEquals(receiver.messages.map(({ id }) => id).sort(), expected.toSorted());
}

/** The audit log begins with what was signed before the loss, and goes on behind it. */
async function logVerifies(tenant: Tenant, signed: number): Promise<void> {
  await createTeam(tenant.manager);
  await seal(tenant);
  const found = dataOf(await clientOf(tenant.owner).GET("/audit/v1/verify"));
  assertEquals(found.first_fault, null);
  assert(found.proven >= signed && found.entries > signed, JSON.stringify(found));
}

/** What the lost disk took along: writes that were acknowledged and not archived yet. */
async function lossOf(repository: Repository, writes: Write[], killedAt: number, port: number) {
  const folder = await ownedFolder(`${stack.directory}/latest`);
  await startCopy({ repository, folder, port });
  const sql = connect(`postgresql://supabase_admin:postgres@127.0.0.1:${port}/postgres`);
  try {
    const found = await sql<{ id: string }[]>`
      select id from public.opportunity_batches where id in ${sql(writes.map(({ batch }) => batch))}`;
    const kept = new Set(found.map(({ id }) => id));
    const last = Math.max(...writes.filter(({ batch }) => kept.has(batch)).map(({ at }) => at));
    const lostWrites = writes.filter(({ batch }) => !kept.has(batch)).length;
    return { lostWrites, rpo: lostWrites === 0 ? 0 : (killedAt - last) / 1000 };
  } finally {
    await sql.end();
    await stopCopy(folder);
  }
}

function rowsOf(state: Record<string, string>): number {
  return Object.values(state).reduce((sum, text) => sum + Number.parseInt(text), 0);
}
