/**
 * `npm run import-tenant -- <file> <tenant id> <database url>`: loads an export of `GET /accounts/v1/export` into an
 * empty tenant. All or nothing; it ends with an error if a row that was loaded differs from its line.
 *
 * @module
 */
import { connect } from "./database.ts";
import { loadTenant } from "./import_tenant/load.ts";

const [file, tenant, databaseUrl] = Deno.args;
if (!file || !tenant || !databaseUrl) {
  console.error("Usage: npm run import-tenant -- <file> <tenant id> <database url>");
  Deno.exit(2);
}

const sql = connect(databaseUrl, { max: 1 });
try {
  const loaded = await loadTenant(sql, tenant, file);
  for (const { kind, rows, checksum } of loaded) console.log(`${kind}\t${rows} rows\tsha256 ${checksum}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exitCode = 1;
} finally {
  await sql.end();
}
