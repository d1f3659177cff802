/**
 * `npm run ledger -- write <file> <database url>` keeps who was deleted and erased, next to the backups.
 * `npm run ledger -- replay <file> <database url>` deletes and erases them again in a database that was restored.
 *
 * @module
 */
import { connect } from "./database.ts";

const usage = `usage: npm run ledger -- write <file> <database url>
       npm run ledger -- replay <file> <database url>`;

const [command = "", file = "", database = Deno.env.get("SUPABASE_DB_URL"), ...rest] = Deno.args;
if (!["write", "replay"].includes(command) || file === "" || database === undefined || rest.length > 0) {
  console.error(usage);
  Deno.exit(2);
}
const sql = connect(database, { max: 1 });
try {
  if (command === "write") {
    const [{ ledger }] = await sql<[{ ledger: string }]>`select private.read_ledger()::text as ledger`;
    await Deno.writeTextFile(file, ledger, { mode: 0o600 });
    console.log(`Wrote ${file}.`);
  } else {
    const ledger = await Deno.readTextFile(file);
    const [{ found }] = await sql<[{ found: { tenants: number; erasures: number } }]>`
      select private.replay_ledger(${ledger}::text::jsonb) as found`;
    console.log(
      `${found.tenants} deleted tenants were back and are closed; ${found.erasures} erased persons were back. ` +
        "The tasks delete_tenants and run_erasures delete and erase them within minutes.",
    );
  }
} finally {
  await sql.end();
}
