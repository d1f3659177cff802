/**
 * A database as a new hosted project has it: roles, schemas, extensions, pg_net and Vault, and nothing of ours.
 *
 * @module
 */
import { createVaultKey, psql, startPostgres } from "./postgres.ts";

export interface ProjectOptions {
  directory: string;
  port: number;
  durable: boolean;
  log: (line: string) => void;
}

/** Starts the cluster; a new one is set up first. */
export async function startProject({ directory, port, durable, log }: ProjectOptions): Promise<void> {
  const isNew = await startPostgres(directory, port, durable);
  if (!isNew) return;
  log("setting up a new database");
  await createVaultKey(directory);
  for (const path of ["bootstrap.sql", "../net/pg_net.sql", "vault.sql"]) {
    await psql(port, new URL(path, import.meta.url).pathname);
  }
  await Deno.writeTextFile(`${directory}/postgres.ready`, "");
}
