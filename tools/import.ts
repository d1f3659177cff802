/**
 * `npm run import -- <file> [options]`: imports a CSV file of any size. It shows the columns, sends the file, shows its
 * progress, and goes on where it was when it is started again.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { showColumns } from "./import/columns.ts";
import { Connection } from "./import/connection.ts";
import { follow, showOutcome } from "./import/follow.ts";
import { ProgressBar } from "./import/progress_bar.ts";
import { sendParts } from "./import/send.ts";
import { fileFacts, openSession } from "./import/session.ts";

const usage = `Import a CSV file of any size.

  npm run import -- <file> [options]

Options
  --mapping <@name|JSON>   a saved mapping, or {"Deal Name": "name", ...}
  --values <JSON>          {"stage": {"Closed Won": "won"}}
  --formats <JSON>         {"number": "1.234,56", "date": "DD/MM/YYYY"}
  --set <option=value>     an option of the import, again for each: --set on_error=skip
                           on_error=abort|skip  on_conflict=error|skip|update
                           create_missing=organizations,products  round=true  force=true
  --hold                   check only, and wait for POST .../promote before anything is written
  --help                   print this

Environment
  FRONTLINE_URL            the functions' address, https://<ref>.supabase.co/functions/v1
  FRONTLINE_API_KEY        an API key (fl_live_...) with opportunities:read and opportunities:import

Ctrl-C stops the sending and loses nothing: the same command goes on from there.`;

const { values: flags, positionals: [file] } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    mapping: { type: "string" },
    values: { type: "string" },
    formats: { type: "string" },
    set: { type: "string", multiple: true, default: [] },
    hold: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (flags.help || file === undefined) {
  console.log(usage);
  Deno.exit(flags.help ? 0 : 2);
}

try {
  const connection = Connection.fromEnvironment();
  const facts = await fileFacts(file);
  await showColumns(connection, file, flags);
  const session = await openSession(connection, file, facts, {
    mapping: flags.mapping?.startsWith("@") ? flags.mapping : json("mapping", flags.mapping),
    values: json("values", flags.values),
    formats: json("formats", flags.formats),
    options: Object.fromEntries(flags.set.map(option)),
    auto_promote: !flags.hold,
  });
  if (session.isResumed) console.log("Going on with the upload that was interrupted");
  const bar = new ProgressBar();
  await sendParts(connection, session, bar);
  const upload = await follow(connection, session.id, bar);
  bar.end();
  await session.forget();
  Deno.exit(await showOutcome(connection, upload));
} catch (error) {
  console.error(error instanceof Error ? `\n${error.message}` : error);
  Deno.exit(1);
}

function json(name: string, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`--${name} must be JSON, see --help`);
  }
}

/** `on_error=skip` as an option: true and false are switches, create_missing is a list with commas. */
function option(text: string): [string, unknown] {
  const [name = "", ...rest] = text.split("=");
  const value = rest.join("=");
  if (name === "create_missing") return [name, value.split(",")];
  return [name, value === "true" ? true : value === "false" ? false : value];
}
