/**
 * Continuous backup of a test stack into a folder: pgBackRest's repository, a base backup, and the archived log.
 *
 * @module
 */
import { restartPostgres } from "../../supabase/local/postgres/postgres.ts";
import { ownedFolder } from "../../tools/recovery/copy.ts";
import { pgbackrest, type Repository } from "../../tools/recovery/pgbackrest.ts";

const stanza = "frontline";

/** Makes the stack's Postgres archive its log at least every few seconds, and creates the repository. */
export async function startArchiving(directory: string, port: number, seconds: number): Promise<Repository> {
  const config = `${directory}/pgbackrest.conf`;
  const folder = await ownedFolder(`${directory}/backups`);
  const cluster = await Deno.realPath(`${directory}/postgres`);
  await Deno.writeTextFile(
    config,
    `[global]
repo1-path=${folder}/repository
repo1-bundle=y
repo1-retention-full=2
lock-path=${folder}/lock
spool-path=${folder}/spool
log-level-file=off
log-level-console=error
log-level-stderr=off
start-fast=y
compress-type=lz4
process-max=2

[${stanza}]
pg1-path=${cluster}/data
pg1-port=${port}
pg1-user=supabase_admin
`,
  );
  const push = `pgbackrest --config=${config} --stanza=${stanza} archive-push %p`;
  // The stack writes postgresql.auto.conf anew at each start, but not this file.
  const settings = `
archive_mode = on
archive_timeout = ${seconds}
archive_command = '${push}'
`;
  await Deno.writeTextFile(`${cluster}/data/postgresql.conf`, settings, { append: true });
  await restartPostgres(directory);
  const repository = { config, stanza };
  await pgbackrest(repository, "stanza-create");
  return repository;
}

/** Takes a full backup. It ends when its log is archived, too. */
export async function backUp(repository: Repository): Promise<void> {
  await pgbackrest(repository, "backup", ["--type=full"]);
}
