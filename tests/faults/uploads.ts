/**
 * Uploads whose function or database is killed at each of their steps. Leases are shortened to 2 s, so that what would
 * take a minute takes seconds.
 *
 * @module
 */
import { assertEquals } from "#assert";
import { opportunitiesCsv } from "../../supabase/local/demo/opportunities.ts";
import { restartPostgres } from "../../supabase/local/postgres/postgres.ts";
import {
  beginUpload,
  completeUpload,
  contentOf,
  cut,
  getUpload,
  putPart,
  type Upload,
} from "../fixtures/uploads.ts";
import { countsOf } from "../fixtures/imports.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { connect, withDatabase } from "../support/sql.ts";
import { createTenant, type Person, type Tenant } from "../support/tenant.ts";
import { delay } from "../support/eventually.ts";
import { functionPid, killFunction, promptly } from "./parts.ts";

export const killers = {
  function: async () => {
    if (await functionPid("batch-import") !== undefined) await killFunction("batch-import");
  },
  database: () => restartPostgres(stack.directory, "immediate"),
};
export type Killer = keyof typeof killers;

/** Three slices. */
const rows = 5_000;
const file = opportunitiesCsv(rows, 99);
const options = { create_missing: ["organizations", "products"] };

/** Runs the work with leases of 2 s. */
export async function withShortLeases(work: () => Promise<void>): Promise<void> {
  const set = (lease: number, workers: number) =>
    withDatabase((sql) =>
      sql`update private.queues set lease_seconds = ${lease}, max_workers = ${workers} where queue = 'uploads'`
    );
  await set(2, 100);
  try {
    await work();
  } finally {
    await promptly("the database takes the usual leases", () => set(5, 2).catch(() => undefined));
  }
}

/** What a tenant has after an upload that nothing disturbed. */
export async function undisturbed(): Promise<string> {
  const tenant = await createTenant();
  const id = await begin(tenant.member);
  await ended(tenant.member, id);
  return await hashOf(tenant);
}

/** Kills while a slice is being stored, one is checked, the rows are written, and while they are taken back. */
export async function killInEachStep(killer: Killer, expected: string): Promise<void> {
  const tenant = await createTenant();
  const { id, parts } = await sendFile(tenant.member, killer);
  let held = await hold("private.upload_slices");
  await acknowledged(() => completeUpload(tenant.member, id, parts));
  for (const next of ["private.upload_errors", "public.opportunities", undefined]) {
    await ringUntil(`${id} waits`, held.isWaitedFor);
    await killers[killer]();
    const following = next && await promptly(`${next} is locked`, () => hold(next).catch(() => undefined));
    await promptly("the lock is released", () => held.release().then(() => true, () => undefined));
    if (following) held = following;
  }
  const { batch_id } = await ended(tenant.member, id);
  assertEquals(await hashOf(tenant), expected);
  await killInRollback(tenant, id, `${batch_id}`, killer);
}

/** Kills while the rows are being taken back: then all are there or none, and asking again takes them back once. */
async function killInRollback(tenant: Tenant, id: string, batch: string, killer: Killer): Promise<void> {
  const rollBack = () => api("POST", `/batch-import/v1/batches/${batch}/rollback`, { as: tenant.member });
  const held = await hold("public.opportunities");
  const first = rollBack().catch(() => undefined); // its answer is lost with what is killed
  await promptly(
    "the rollback waits",
    async () => await held.isWaitedFor().catch(() => false),
  );
  await killers[killer]();
  await promptly("the lock is released", () => held.release().then(() => true, () => undefined));
  await first;
  await promptly("the rows are taken back", async () => {
    const { status } = await rollBack();
    return status === 200 || status === 409;
  }, 30_000);
  assertEquals(await countsOf(tenant), { opportunities: 0, batches: 1 });
  assertEquals((await getUpload(tenant.member, id)).data.status, "rolled_back");
}

/** Kills at some moments, wherever the upload is then. */
export async function killAtAnyMoment(killer: Killer, kills: number, expected: string): Promise<void> {
  const tenant = await createTenant();
  const id = await begin(tenant.member, killer);
  for (let kill = 0; kill < kills; kill++) {
    await ring();
    await delay(Math.random() * 500); // the moment is what is random here
    await killers[killer]();
  }
  await ended(tenant.member, id);
  assertEquals(await hashOf(tenant), expected);
}

/** Kills the function while it reads and lets nothing but the schedule ring; returns the seconds until it goes on. */
export async function secondsUntilProgress(): Promise<number> {
  const tenant = await createTenant();
  const held = await hold("private.upload_slices");
  const id = await begin(tenant.member);
  await promptly("a slice waits", async () => await held.isWaitedFor(), 30_000);
  await killFunction("batch-import");
  await held.release();
  const killed = performance.now();
  // The slice that was held may still be stored; the next one is the work of another worker.
  await promptly("the reading goes on", async () => {
    const { rows_read } = (await getUpload(tenant.member, id)).data;
    return rows_read > 2_000;
  }, 90_000);
  const seconds = (performance.now() - killed) / 1000;
  await ended(tenant.member, id);
  return seconds;
}

async function begin(as: Person, killer?: Killer): Promise<string> {
  const { id, parts } = await sendFile(as, killer);
  await acknowledged(() => completeUpload(as, id, parts));
  return id;
}

/** Sends all parts, each until it is acknowledged; a killer strikes in between. */
async function sendFile(as: Person, killer?: Killer): Promise<{ id: string; parts: number }> {
  const { id } = await acknowledged(() => beginUpload(as, { options }));
  const parts = cut(file, 200_000);
  for (const [index, bytes] of parts.entries()) {
    const sent = acknowledged(() => putPart(as, id, index + 1, bytes));
    if (killer && index === 1) await killers[killer]();
    await sent;
  }
  return { id, parts: parts.length };
}

function acknowledged<T>(call: () => Promise<{ status: number; data: T }>): Promise<T> {
  return promptly("a call is acknowledged", async () => {
    const answer = await call();
    return answer.status < 300 ? answer.data : undefined;
  }, 30_000);
}

async function ended(as: Person, id: string): Promise<Upload> {
  let found: Upload | undefined;
  await ringUntil(`${id} ends`, async () => {
    const answer = await getUpload(as, id);
    found = answer.status === 200 ? answer.data : undefined;
    return ["completed", "failed", "cancelled"].includes(found?.status ?? "");
  });
  assertEquals([found?.status, found?.rows_written, found?.error], ["completed", rows, null]);
  return found!;
}

/** All rows, one batch: nothing is there twice or half. */
async function hashOf(tenant: Tenant): Promise<string> {
  const content = JSON.stringify(await contentOf(tenant));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(content));
  const [batches] = await withDatabase((sql) =>
    sql<[{ statuses: string }]>`
      select string_agg(status::text || ' ' || created, ',') as statuses from public.opportunity_batches
      where client_id = ${tenant.id}`
  );
  return `${batches.statuses} ${new Uint8Array(digest).join(" ")}`;
}

/**
 * Rings as pg_cron does each minute, but until something happens: a ring that meets a dead process is lost. A ring may
 * wait itself for what a test holds.
 */
async function ringUntil(what: string, happened: () => Promise<boolean>): Promise<void> {
  let rungAt = -Infinity;
  let isRinging = false;
  await promptly(what, async () => {
    if (!isRinging && performance.now() - rungAt > 500) {
      rungAt = performance.now();
      isRinging = true;
      ring().finally(() => isRinging = false);
    }
    return await happened().catch(() => false);
  }, 65_000);
}

async function ring(): Promise<void> {
  await withDatabase(async (sql) => {
    await sql`update private.workers set ended_at = now() where ended_at is null and queue = 'uploads'`;
    await sql`select private.ring('uploads')`;
    await sql`select private.promote_next()`;
  }).catch(() => undefined); // while the database is away; the next ring is soon
}

interface Held {
  isWaitedFor(): Promise<boolean>;
  release(): Promise<void>;
}

/** Makes whoever writes into the table wait, until it is released or the database is killed. */
async function hold(table: string): Promise<Held> {
  const statement = `begin; lock table ${table} in share mode; select pg_sleep(120)`;
  const sql = connect(stack.adminDatabaseUrl, { max: 1 });
  // It never ends well: released is its transaction by being cancelled, or with the database.
  const holding = sql.unsafe(statement).then(() => undefined, () => undefined);
  const locks = (granted: boolean) =>
    withDatabase((other) =>
      other`select from pg_locks where relation = ${table}::regclass and granted = ${granted} and mode <> 'AccessShareLock'`
    );
  await promptly(`${table} is locked`, async () => (await locks(true)).length > 0);
  return {
    isWaitedFor: async () => (await locks(false)).length > 0,
    async release() {
      await withDatabase(
        (other) => other`select pg_cancel_backend(pid) from pg_stat_activity where query = ${statement}`,
        "superuser",
      );
      await holding;
      await sql.end({ timeout: 1 });
    },
  };
}
