/**
 * A database of its own that stands for a new hosted project, for tests that build or upgrade one.
 *
 * @module
 */
import { databaseUrl } from "../supabase/local/addresses.ts";
import { startDataApi } from "../supabase/local/data_api/data_api.ts";
import { removeCluster } from "../supabase/local/postgres/postgres.ts";
import { startProject } from "../supabase/local/postgres/project.ts";
import { freePorts } from "./ports.ts";
import { connect, type Database } from "./database.ts";

export interface EmptyProject extends AsyncDisposable {
  /** As `postgres`, which is not a superuser. */
  url: string;
  sql: Database;
}

/** Starts a cluster of its own, because pg_cron runs in only one database of a cluster. */
export async function emptyProject(): Promise<EmptyProject> {
  const directory = await Deno.makeTempDir({ prefix: "frontline-project-" });
  await Deno.chmod(directory, 0o755); // Postgres runs as another user when we are root
  const port = freePorts();
  await startProject({ directory, port, durable: false, log: () => {} });
  await createAuthSchema(directory, port);
  const url = databaseUrl(port, "postgres");
  const sql = connect(url, { max: 1 });
  return {
    url,
    sql,
    async [Symbol.asyncDispose]() {
      await sql.end();
      await removeCluster(directory);
      await Deno.remove(directory, { recursive: true });
    },
  };
}

async function createAuthSchema(directory: string, port: number): Promise<void> {
  const dataApi = await startDataApi({
    databaseUrl: databaseUrl(port, "supabase_admin"),
    directory,
    origin: "http://127.0.0.1",
    note: () => {},
  });
  await dataApi.stop();
}
