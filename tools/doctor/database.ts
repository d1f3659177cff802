/**
 * Checks in the database: migrations, extensions, schedules, doorbell, heartbeats.
 *
 * @module
 */
import { connect, type Database } from "../database.ts";
import { builtBeforeRelease } from "../before_release.ts";
import { filesUnder } from "../command.ts";
import type { Deployment } from "./deployment.ts";

type Check = (sql: Database, deployment: Deployment, now: Date) => Promise<string[]>;

/** Each check's sentences; none when the database is complete. */
export async function examineDatabase(deployment: Deployment, now = new Date()): Promise<string[]> {
  if (deployment.SUPABASE_DB_URL === undefined) return [];
  const sql = connect(deployment.SUPABASE_DB_URL, { max: 1 });
  try {
    const run = async (checks: Check[]) => {
      const findings: string[] = [];
      for (const check of checks) findings.push(...await check(sql, deployment, now));
      return findings;
    };
    for (const stage of stages) {
      const findings = await run(stage);
      if (findings.length > 0) return findings;
    }
    return [];
  } finally {
    await sql.end();
  }
}

const checkVersion: Check = async (sql) => {
  const [found] = await sql<{ version: string; number: number }[]>`
    select current_setting('server_version') as version, current_setting('server_version_num')::int as number`;
  if (found !== undefined && found.number >= 150_000) return [];
  return [`PostgreSQL is ${found?.version}, must be 15 or later.`];
};

/** Looks for what each provides, because the local stack replaces two of them with stand-ins. */
const checkExtensions: Check = async (sql) => {
  const rows = await sql<{ name: string }[]>`
    select name from (values
      ('pg_cron', to_regclass('cron.job') is not null),
      ('pg_net', to_regclass('net.http_request_queue') is not null),
      ('supabase_vault', to_regclass('vault.secrets') is not null),
      ('pgcrypto', exists (select from pg_extension where extname = 'pgcrypto')),
      ('pg_trgm', exists (select from pg_extension where extname = 'pg_trgm')),
      ('btree_gin', exists (select from pg_extension where extname = 'btree_gin'))
    ) e (name, is_there) where not is_there`;
  return rows.map(({ name }) => `The extension ${name} is not installed.`);
};

/** The versions of the migration files, and of those that the database has. */
async function migrationVersions(sql: Database): Promise<{ local: string[]; applied: string[] }> {
  const files = await filesUnder("migrations", ".sql");
  const [found] =
    await sql`select to_regclass('supabase_migrations.schema_migrations') is not null as has_history`;
  const applied = found?.has_history
    ? await sql<{ version: string }[]>`select version from supabase_migrations.schema_migrations`
    : [];
  return {
    local: files.map((path) => /(\d+)_[^/]*$/.exec(path)?.[1] ?? path),
    applied: applied.map(({ version }) => version),
  };
}

const checkAge: Check = async (sql) => {
  const { local: [baseline = ""], applied } = await migrationVersions(sql);
  return applied.some((version) => version < baseline) ? [`${builtBeforeRelease}.`] : [];
};

const checkMigrations: Check = async (sql) => {
  const { local, applied } = await migrationVersions(sql);
  return [
    ...local.filter((v) => !applied.includes(v)).map((v) =>
      `The migration ${v} is not applied: run db push.`
    ),
    ...applied.filter((v) => !local.includes(v))
      .map((v) => `The database has the migration ${v}, which this version does not know.`),
  ];
};

const checkSchedules: Check = async (sql) => {
  const rows = await sql<{ name: string; exists: boolean }[]>`
    select t.name, j.jobid is not null as exists
    from private.scheduled_tasks t
    left join cron.job j on j.jobname = t.name
    where j.jobid is null or not j.active or j.schedule <> t.schedule
    order by t.name`;
  return rows.map(({ name, exists }) =>
    exists
      ? `The scheduled task ${name} is off or has another schedule in pg_cron.`
      : `The scheduled task ${name} has no job in pg_cron.`
  );
};

const checkDoorbell: Check = async (sql, { SUPABASE_URL, SUPABASE_SECRET_KEY }) => {
  const rows = await sql<{ name: string; secret: string }[]>`
    select name, decrypted_secret as secret from vault.decrypted_secrets where name in ('functions_url', 'secret_key')`;
  const kept = new Map(rows.map(({ name, secret }) => [name, secret]));
  const url = kept.get("functions_url");
  const key = kept.get("secret_key");
  if (url === undefined || key === undefined) {
    return ["The doorbell is not connected: call private.set_doorbell."];
  }
  return [
    ...(url === `${SUPABASE_URL}/functions/v1`
      ? []
      : [`The doorbell rings at ${url}, not at this project's functions.`]),
    ...(key === SUPABASE_SECRET_KEY ? [] : ["The doorbell has another secret key than this project."]),
  ];
};

/** pg_cron records each run. A server that has just started had no time for one. */
const checkCron: Check = async (sql, _deployment, now) => {
  const [found] = await sql<{ last: string | null; is_late: boolean }[]>`
    select max(start_time)::text as last,
      greatest(max(start_time), pg_postmaster_start_time()) < ${now}::timestamptz - interval '3 minutes' as is_late
    from cron.job_run_details`;
  return found?.is_late
    ? [
      found.last === null
        ? "pg_cron never ran a job; it runs one each minute."
        : `pg_cron ran its last job at ${found.last}; it runs one each minute.`,
    ]
    : [];
};

const checkWorkers: Check = async (sql, _deployment, now) => {
  const rows = await sql<{ queue: string; seen: string | null }[]>`
    select q.queue, w.seen::text
    from private.queues q
    left join lateral (select max(seen_at) as seen from private.workers where queue = q.queue) w on true
    where coalesce(w.seen, '-infinity') < ${now}::timestamptz - interval '5 minutes'
      and exists (
        select from public.job_queue j
        where j.queue = q.queue and j.status in ('scheduled', 'pending')
          and j.scheduled_for < ${now}::timestamptz - interval '5 minutes')`;
  return rows.map(({ queue, seen }) =>
    `Jobs of the queue ${queue} wait for a worker; ${
      seen === null ? "none was ever there" : `the last heartbeat was at ${seen}`
    }.`
  );
};

/** A stage relies on the one before it, so it only runs if that one found nothing. */
const stages: Check[][] = [
  [checkAge],
  [checkVersion, checkExtensions, checkMigrations],
  [checkSchedules, checkDoorbell, checkCron, checkWorkers],
];
