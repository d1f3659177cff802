/**
 * Mails through providers that lose answers and refuse, while their worker is killed. Leases are shortened to 2 s, so that
 * what would take minutes takes seconds.
 *
 * @module
 */
import { arm, newDomain, report, requestsFor } from "../email/support.ts";
import { connect, type Database } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";
import { delay } from "../support/eventually.ts";
import { functionPid, killFunction, promptly } from "./parts.ts";

/** Runs the work with leases of so many seconds and without waiting for the heartbeats of killed workers. */
export async function withShortMailLeases(work: (sql: Database) => Promise<void>, lease = 2): Promise<void> {
  const sql = connect(undefined, { max: 6 });
  const set = (seconds: number) =>
    sql`update private.queues set lease_seconds = ${seconds} where queue like 'email%'`;
  await set(lease);
  try {
    await work(sql);
  } finally {
    await set(120);
    await sql.end();
  }
}

/** Rings at once, as cron does each minute. */
export async function ringMailWorkers(sql: Database): Promise<void> {
  await sql`update private.workers set ended_at = now() where queue like 'email%' and ended_at is null`;
  await sql`select private.ring(q.queue) from private.queues q where q.queue like 'email%'`;
}

/** Makes every provider work and forget its pace. */
export async function restProviders(sql: Database): Promise<void> {
  await sql`update private.email_providers set rests_until = '-infinity', next_at = '-infinity', failures = 0`;
}

export interface Sent {
  lost: number;
  doubled: number;
  kills: number;
  /** Requests by how they ended. */
  ends: Record<string, number>;
  seconds: number;
}

/** Sends mails while of ten requests one loses its answer and one is refused, and kills the worker meanwhile. */
export async function sendWhileKilled(sql: Database, mails: number, kills: number): Promise<Sent> {
  const began = performance.now();
  const { id: tenant } = await createTenant();
  const domain = newDomain();
  await arm(domain, { kind: "drop", every: 10 }, { kind: "refuse", every: 10 });
  await sql`
    select count(private.queue_email(${tenant}, 'welcome', 'p' || i || ${`@${domain}`}, '{"tenant": "A", "url": "/"}'))
    from generate_series(1, ${mails}::integer) i`;
  for (let kill = 0; kill < kills; kill++) {
    const share = mails * (kill + 0.5) / kills;
    await ringUntil(sql, "mails arrive", async () => (await arrived(domain)).size >= share);
    // An idle process has ended by itself; then there is nothing to kill any more.
    if (await functionPid("email") !== undefined) await killFunction("email");
  }
  await ringUntil(sql, "every mail is sent", async () => {
    await settleUnclear(sql, tenant, domain);
    const [{ open }] = await sql<[{ open: number }]>`
      select count(*)::integer as open from public.email_messages where client_id = ${tenant} and status = 'queued'`;
    return open === 0;
  }, 60_000 + mails * 60);
  const requests = await requestsFor(domain);
  const kept = new Set(requests.map(({ mail }) => mail).filter((mail) => mail !== undefined));
  const to = new Set(requests.filter(({ mail }) => mail !== undefined).map(({ to }) => to));
  const [{ failed }] = await sql<[{ failed: number }]>`
    select count(*)::integer as failed from public.email_messages
    where client_id = ${tenant} and status not in ('sent', 'delivered')`;
  return {
    lost: Math.max(mails - to.size, failed),
    doubled: kept.size - to.size,
    kills,
    ends: Object.fromEntries(
      Object.entries(Object.groupBy(requests, ({ end }) => end)).map((
        [end, all],
      ) => [end, all?.length ?? 0]),
    ),
    seconds: (performance.now() - began) / 1000,
  };
}

/** The addresses of which a provider has the mail, with its id. */
async function arrived(domain: string): Promise<Map<string, string>> {
  const kept = (await requestsFor(domain)).filter(({ mail }) => mail !== undefined);
  return new Map(kept.map(({ to, mail = "" }) => [to, mail]));
}

/**
 * What five minutes do to a mail that SendGrid may have: its event comes if it has it. Otherwise it is asked again, for
 * which the clock is moved; no request is on its way for 3 s.
 */
async function settleUnclear(sql: Database, tenant: string, domain: string): Promise<void> {
  const unclear = await sql<{ id: string; recipient: string }[]>`
    select id, recipient from public.email_messages
    where client_id = ${tenant} and status = 'queued' and provider = 'sendgrid'
      and chosen_at < clock_timestamp() - interval '3 seconds'`;
  const kept = await arrived(domain);
  for (const { recipient } of unclear) {
    const mail = kept.get(recipient);
    if (mail !== undefined) await report({ id: mail }, "delivered");
  }
  const gone = unclear.filter(({ recipient }) => !kept.has(recipient)).map(({ id }) => id);
  await sql`update public.email_messages set chosen_at = chosen_at - interval '5 minutes'
    where id = any (${gone}) and status = 'queued'`;
  // Pauses after refusals by both providers, and of providers that failed often, are over at once.
  await sql`update public.job_queue set scheduled_for = now()
    where client_id = ${tenant} and queue = 'email' and phase = 'scheduled'`;
  await restProviders(sql);
}

async function ringUntil(
  sql: Database,
  what: string,
  reached: () => Promise<boolean>,
  within = 60_000,
): Promise<void> {
  await promptly(what, async () => {
    if (await reached()) return true;
    await ringMailWorkers(sql);
    await delay(200);
  }, within);
}
