/**
 * Damages one tenant among others, brings it back from the backup, and takes that back, comparing every row.
 *
 * @module
 */
import { assertEquals } from "#assert";
import type { Repository } from "../../tools/recovery/pgbackrest.ts";
import { restoreTenant, undoRestore } from "../../tools/recovery/restore_tenant.ts";
import { tenantTables } from "../../tools/recovery/tenant_tables.ts";
import { createTeam } from "../fixtures/teams.ts";
import { stack } from "../support/env.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";
import { untilArchived } from "./archive.ts";
import { createTenants, importBatches } from "./load.ts";

/** Rows and checksum by table. */
type Content = Record<string, string>;

const damages = [
  "delete from public.opportunities where client_id = $1 and id::text ~ '[0-4]$'",
  "update public.opportunities set name = 'Wrong' where client_id = $1 and id::text ~ '[5-9]$'",
  "update public.clients set name = 'Wrong' where id = $1",
  "delete from public.teams where client_id = $1",
  // A person was erased after the time to restore to, and one of their rows is gone.
  "insert into private.erasures (client_id, subject, email) values ($1, private.erased_subject($1, 'da@erase.test'), 'da@erase.test')",
  "select private.run_erasures_of(array[$1]::uuid[], null)",
  "delete from public.customers where client_id = $1 and external_id = 'c2'",
];

/** The addresses of the erased person's rows. */
async function erasedRows(client: string): Promise<string[]> {
  return await withDatabase(async (sql) => {
    const rows = await sql<{ email: string }[]>`
      select email from public.customers where client_id = ${client} order by external_id`;
    return rows.map(({ email }) => email.replace(/^erased-[\da-f-]+/, "erased"));
  }, "superuser");
}

/** The tenant's content: what versions and times of the last change say does not count. */
async function contentOf(client: string, exact: boolean): Promise<Content> {
  return await withDatabase(async (sql) => {
    const bookkeeping = exact ? "'{}'" : "'{version,updated_at,updated_by}'";
    const content: Content = {};
    for (const { name, tenantColumn } of await tenantTables(sql, sql)) {
      const [row] = await sql.unsafe<[{ content: string }]>(
        `select count(*) || ' rows, ' || coalesce(sum(hashtextextended((to_jsonb(t) - ${bookkeeping}::text[])::text, 0)), 0)
          as content from ${name} t where t.${tenantColumn} = $1`,
        [client],
      );
      content[name] = row.content;
    }
    return content;
  }, "superuser");
}

async function now(): Promise<string> {
  return await withDatabase(async (sql) => {
    const [row] = await sql<[{ at: string }]>`
      select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`;
    return row.at;
  }, "superuser");
}

/** Runs the whole drill on the stack that the environment names. Returns the rows put back and the seconds it took. */
export async function tenantDrill(
  options: { repository: Repository; others: number; batches: number },
): Promise<{ rows: number; seconds: number }> {
  const { repository, batches } = options;
  const hurt = await createTenant();
  const neighbours: Tenant[] = await createTenants(options.others);
  await importBatches([hurt], batches);
  await importBatches(neighbours, 1);
  await createTeam(hurt.manager);
  await withDatabase(
    (sql) =>
      sql`insert into public.customers (client_id, external_id, name, email)
    values (${hurt.id}, 'c1', 'Da', 'da@erase.test'), (${hurt.id}, 'c2', 'Da', 'da@erase.test')`,
    "superuser",
  );
  const before = await contentOf(hurt.id, false);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const at = await now();
  await new Promise((resolve) => setTimeout(resolve, 20));
  await withDatabase(async (sql) => {
    for (const damage of damages) await sql.unsafe(damage, [hurt.id]);
  }, "superuser");
  await createTeam(hurt.manager, { name: "Made since" });
  await untilArchived();

  const damaged = await contentOf(hurt.id, false);
  const exactly = await contentOf(hurt.id, true);
  const untouched = await Promise.all(neighbours.map(({ id }) => contentOf(id, true)));
  const restore = (name: string, apply: boolean) =>
    restoreTenant({
      database: stack.adminDatabaseUrl,
      repository,
      client: hurt.id,
      at,
      folder: `${stack.directory}/${name}`,
      apply,
    });

  const dry = await restore("dry", false);
  assertEquals(await contentOf(hurt.id, true), exactly, "a dry run changed something");
  const began = performance.now();
  const { differences, undo = "" } = await restore("applied", true);
  const seconds = (performance.now() - began) / 1000;
  assertEquals(differences, dry.differences);
  const restored = await contentOf(hurt.id, false);
  const others = { "public.teams": "", "public.customers": "" };
  assertEquals({ ...restored, ...others }, { ...before, ...others });
  assertEquals(await erasedRows(hurt.id), ["erased@erased.invalid", "erased@erased.invalid"]);
  const teams = differences.find(({ table }) => table === "public.teams");
  assertEquals([teams?.missing, teams?.changed, teams?.newer], [1, 0, 1]);
  await undoRestore(stack.adminDatabaseUrl, undo);
  assertEquals(
    await contentOf(hurt.id, false),
    damaged,
    "undoing a restore did not bring back what it replaced",
  );
  assertEquals(await Promise.all(neighbours.map(({ id }) => contentOf(id, true))), untouched);
  return { seconds, rows: differences.reduce((sum, { missing, changed }) => sum + missing + changed, 0) };
}
