/**
 * What a large file costs as an upload, end to end: parts, reading, checking, writing.
 *
 * @module
 */
import { beginUpload, completeUpload, putPart, settled } from "../fixtures/uploads.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { connect, withDatabase } from "../support/sql.ts";
import { connectWithoutDelay } from "./import/connection.ts";
import { fileParts } from "./import/large_files.ts";
import { watchProcesses } from "./import/processes.ts";
import { copySide } from "./import/sides.ts";
import { createTarget, type Target, tidy } from "./import/target.ts";
import { Measurements, milliseconds, spread } from "./measure.ts";

const rows = 100_000;
const manyRows = 1_000_000;
const pairs = 5;
const hour = 3_600_000;

const measure = new Measurements("uploads");
const admin = connect(stack.adminDatabaseUrl);
const sql = connectWithoutDelay(1);
const connection = await sql.reserve();
const target = await createTarget();
const quiet = await createTarget();
await withDatabase((sql) =>
  sql`insert into public.settings (client_id, key, value)
    values (${target.tenant.id}, 'import.max_upload_rows', '2000000'), (${target.tenant.id}, 'import.max_upload_bytes', '2000000000')`
);

// Other rows than those that COPY takes.
let seed = 1_000_000;
let lastBatch: string | null = null;
console.log(`  importing ${rows.toLocaleString("en")} rows, ${pairs} times each way`);
const copy = copySide([{ target, connection }], rows);
const ratios: number[] = [];
const times: number[] = [];
for (let pair = 0; pair < pairs; pair++) {
  const ours = await upload(target, rows);
  ratios.push(ours / await copy());
  times.push(ours);
  await tidy(admin);
}
measure.ratios("upload of 100,000 rows / COPY into the same table", ratios, 4);
await rollBack("rollback of 100,000 rows");

console.log(`  importing ${manyRows.toLocaleString("en")} rows, with another tenant at work`);
const alone = await p95(quiet, () => pause(10_000));
const watched = watchProcesses("batch-import");
const time = await upload(target, manyRows, async (promoting) => {
  measure.ratio(
    "p95 of another tenant while a promote runs / alone",
    await p95(quiet, promoting) / alone,
    1.5,
  );
});
const usage = await watched.end();
const perRow = spread(times).median / rows;
measure.ratio("time per row of 1,000,000 / of 100,000", time / manyRows / perRow, 1.3);
measure.size(
  "CPU of the function per slice of 2,000 rows",
  usage.cpuMs / (manyRows / 2_000 * 2),
  "ms",
  1_000,
);
measure.size("peak memory of the function's processes", usage.peakMb, "MB", 150);

await rollBack("rollback of 1,000,000 rows");

connection.release();
await Promise.all([sql.end(), admin.end()]);
Deno.exit(await measure.finish());

/** Takes the rows of the last upload back; the Data API gives a call 8 s. */
async function rollBack(title: string): Promise<void> {
  const { member } = target.tenant;
  const time = await milliseconds(async () => {
    const answer = await api("POST", `/batch-import/v1/batches/${lastBatch}/rollback`, { as: member });
    if (answer.status !== 200) throw new Error(`${answer}`);
  });
  measure.size(title, time, "ms", 8_000);
}

/** Milliseconds from the first part to the end; the file is made before. */
async function upload(
  { tenant: { member } }: Target,
  count: number,
  whilePromoting: (promoting: () => Promise<unknown>) => Promise<void> = async () => {},
): Promise<number> {
  const parts = [...fileParts(count, seed)];
  seed += 100;
  return await milliseconds(async () => {
    const { id } = (await beginUpload(member)).data;
    for (const [index, bytes] of parts.entries()) (await putPart(member, id, index + 1, bytes)).data;
    (await completeUpload(member, id, parts.length)).data;
    if (count === manyRows) {
      await settled(member, id, "promoting", hour);
      await whilePromoting(() => settled(member, id, "completed", hour));
    }
    const { status, error, batch_id } = await settled(member, id, undefined, hour);
    lastBatch = batch_id;
    if (status !== "completed") throw new Error(`the upload is ${status}: ${error?.message}`);
  });
}

/** Of reads that a tenant makes one after the other while the work goes on. */
async function p95({ tenant }: Target, work: () => Promise<unknown>): Promise<number> {
  const samples: number[] = [];
  let isWorking = true;
  const working = work().finally(() => isWorking = false);
  while (isWorking) {
    samples.push(await milliseconds(() => api("GET", "/batch-import/v1/batches", { as: tenant.owner })));
    await pause(20);
  }
  await working;
  return samples.sort((a, b) => a - b)[Math.floor(0.95 * (samples.length - 1))] ?? NaN;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
