/**
 * The start of pg_cron's schedules.
 *
 * @module
 */
import postgres from "postgres";

/** pg_cron looks once a second whether its jobs have changed. */
const looks = { every: 100, times: 20 };

/**
 * Tells pg_cron of its jobs until it has read them: it misses what a migration adds, see private.announce_schedules,
 * and may miss what is told it together with that. Takes the superuser's address. Throws after some ten seconds.
 */
export async function startSchedules(database: string): Promise<void> {
  const sql = postgres(database, { max: 1, onnotice: () => {} });
  try {
    for (let told = 0; told < 5; told++) {
      const [row] = await sql<[{ at: Date }]>`select private.announce_schedules() as at`;
      for (let look = 0; look < looks.times; look++) {
        const readers = await sql`
          select from pg_stat_activity
          where application_name = 'pg_cron scheduler' and state_change >= ${row.at}`;
        if (readers.length > 0) return;
        await new Promise((resolve) => setTimeout(resolve, looks.every));
      }
    }
    throw new Error("pg_cron does not read its jobs; see postgres.log in the stack's folder");
  } finally {
    await sql.end();
  }
}
