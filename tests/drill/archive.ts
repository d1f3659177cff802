/**
 * Waiting for the stack's log to be archived.
 *
 * @module
 */
import { eventually } from "../support/eventually.ts";
import { withDatabase } from "../support/sql.ts";

/** Waits until the log up to now lies in the repository, so that a time before now can be reached. */
export async function untilArchived(): Promise<void> {
  await withDatabase(async (sql) => {
    const [now] = await sql<[{ file: string }]>`select pg_walfile_name(pg_current_wal_lsn()) as file`;
    await eventually("the damaging statement is archived", async () => {
      const [archiver] = await sql<{ last: string | null }[]>`
        select last_archived_wal as last from pg_stat_archiver`;
      return archiver?.last && archiver.last >= now.file ? true : undefined;
    }, 120_000);
  }, "superuser");
}
