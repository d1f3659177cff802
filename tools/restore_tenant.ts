/**
 * `npm run restore-tenant -- --client <id> --at <time>`: compares one tenant's rows with those of a time in the past, out
 * of the pgBackRest repository. `--apply` puts them back, `--undo <folder>` takes that back.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { RecoveryError } from "./recovery/pgbackrest.ts";
import { restoreTenant, undoRestore } from "./recovery/restore_tenant.ts";
import type { Difference } from "./recovery/tenant_rows.ts";

const usage = `usage: npm run restore-tenant -- --client <id> --at <time> [--apply] [--folder <new folder>]
       npm run restore-tenant -- --undo <folder>
  --database <url>  production; default: SUPABASE_DB_URL
  --config <file>   pgBackRest's; default: /etc/pgbackrest.conf
  --stanza <name>   default: frontline`;

function readArguments() {
  try {
    const text = { type: "string" } as const;
    return parseArgs({
      args: Deno.args,
      options: {
        client: text,
        at: text,
        apply: { type: "boolean", default: false },
        undo: text,
        folder: text,
        database: text,
        config: { ...text, default: "/etc/pgbackrest.conf" },
        stanza: { ...text, default: "frontline" },
      },
    }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new RecoveryError(`${error.message}\n${usage}`);
  }
}

function print({ table, missing, changed, newer, examples }: Difference): void {
  if (missing + changed + newer === 0) return;
  console.log(`${table}: ${missing} missing, ${changed} different, ${newer} newer than that`);
  for (const example of examples) console.log(`  ${example}`);
}

async function run(): Promise<void> {
  const { client, at, apply, undo, folder, database = Deno.env.get("SUPABASE_DB_URL"), config, stanza } =
    readArguments();
  if (database === undefined) throw new RecoveryError(`Name production's database.\n${usage}`);
  if (undo !== undefined) {
    console.log(`The restore of tenant ${await undoRestore(database, undo)} was taken back.`);
    return;
  }
  if (client === undefined || at === undefined) throw new RecoveryError(usage);
  const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
  const restored = await restoreTenant({
    database,
    repository: { config, stanza },
    client,
    at,
    folder: folder ?? `/var/tmp/restore-${client.slice(0, 8)}-${stamp}`,
    apply,
  });
  restored.differences.forEach(print);
  const rows = restored.differences.reduce((sum, { missing, changed }) => sum + missing + changed, 0);
  if (rows === 0) console.log("Nothing is missing or different.");
  else if (restored.undo === undefined) {
    console.log(
      `${rows} rows would be put back; newer rows stay. Nothing was changed: repeat it with --apply.`,
    );
  } else {
    console.log(
      `${rows} rows were put back; newer rows stayed. To take it back: ` +
        `npm run restore-tenant -- --undo ${restored.undo}`,
    );
  }
}

try {
  await run();
} catch (error) {
  console.error(error instanceof RecoveryError ? error.message : error);
  Deno.exit(error instanceof RecoveryError && error.message.includes("usage:") ? 2 : 1);
}
