import { parse } from "csv-parse/sync";
import { type Connection, pause } from "./connection.ts";
import type { ProgressBar } from "./progress_bar.ts";
import type { Schemas } from "../../client/mod.ts";

type Upload = Schemas["Upload"];

const working = ["uploading", "reading", "checking", "promoting"];
const pollMs = 500;
const shownErrors = 10;

/** Watches an upload until nothing more happens by itself. */
export async function follow(connection: Connection, id: string, bar: ProgressBar): Promise<Upload> {
  while (true) {
    const upload = await connection.call<Upload>("GET", `/uploads/${id}`);
    const left = upload.eta_seconds === null ? "" : `, about ${upload.eta_seconds} s left`;
    bar.show(upload.status, upload.progress, `${upload.rows_read.toLocaleString("en")} rows${left}`);
    if (!working.includes(upload.status)) return upload;
    await pause(pollMs);
  }
}

/** Says how it went, with the first bad rows; returns the exit code. */
export async function showOutcome(connection: Connection, upload: Upload): Promise<number> {
  console.log(sentence(upload));
  for (const { message } of upload.warnings) console.log(`Look at: ${message}`);
  if (upload.unknown_columns.length > 0) console.log(`Left out: ${upload.unknown_columns.join(", ")}`);
  if (upload.rows_bad > 0) await showErrors(connection, upload);
  return ["completed", "ready"].includes(upload.status) ? 0 : 1;
}

function sentence(upload: Upload): string {
  const { would_create, would_update, unchanged, skipped, rows_bad, batch_id } = upload;
  const counts =
    `${would_create} created, ${would_update} updated, ${unchanged} unchanged, ${skipped} skipped`;
  switch (upload.status) {
    case "completed":
      return `Imported: ${counts}, ${rows_bad} bad. The batch is ${batch_id}.`;
    case "ready":
      return `Checked, nothing is written yet: ${counts}, ${rows_bad} bad. POST /uploads/${upload.id}/promote writes it.`;
    default:
      return `Not imported: ${upload.error?.message ?? `the upload is ${upload.status}`}`;
  }
}

async function showErrors(connection: Connection, { id, rows_bad }: Upload): Promise<void> {
  const path = `/uploads/${id}/errors.csv`;
  const response = await connection.send("GET", path);
  const rows = parse(await beginning(response), {
    bom: true,
    delimiter: [",", ";", "\t", "|"],
    relax_column_count: true,
    to: shownErrors + 1,
  });
  const [header = [], ...bad] = rows;
  const error = header.lastIndexOf("error");
  for (const cells of bad) {
    console.log(`  ${cells[error]}   (${cells.slice(0, Math.min(3, error)).join(" | ")})`);
  }
  if (rows_bad > bad.length) console.log(`  … and ${rows_bad - bad.length} more`);
  console.log("All bad rows, to correct and import again (kept for a day):");
  console.log(
    `  curl -H "x-api-key: $FRONTLINE_API_KEY" ${connection.url}/batch-import/v1${path} -o errors.csv`,
  );
}

/** Whole lines from the beginning, enough for the rows that are shown. */
async function beginning(response: Response): Promise<string> {
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (text.length > 1_000_000) break;
  }
  return text;
}
