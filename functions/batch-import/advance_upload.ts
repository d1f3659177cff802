import { z } from "@hono/zod-openapi";
import type { Db } from "../../shared/context.ts";
import { adminClient, unwrap } from "../../shared/data/db.ts";
import { ApiError } from "../../shared/http/errors.ts";
import type { Job, Outcome } from "../../shared/jobs/job.ts";
import { onwardHeaders } from "../../shared/observe/scope.ts";
import { UploadChecker } from "./check_upload.ts";
import { UploadReader } from "./read_upload.ts";
import { storeTexts } from "./sheet_texts.ts";
import { OpenUpload, UploadState, type WorkedUpload } from "./upload_state.ts";
import { WriteBehind } from "./write_behind.ts";

/** How long the worker claims jobs. It then ends with the file at hand, so that the platform's limit of CPU begins anew. */
export const claimMs = 500;
/** Slices of one run: half a second of CPU, or a little more on a slow machine. */
const runSlices = 20;
/** How many slices of a CSV file one of a spreadsheet takes as long as. */
const sheetCost = 2;
/** Less than the lease of the queue. A worker whose lease ends all the same finds that its slices come too late. */
const longestRunMs = 3_000;

/** Counts the slices of one run. */
class Run {
  readonly #deadline = performance.now() + longestRunMs;
  #slices = 0;

  get isOver(): boolean {
    return this.#slices >= runSlices || performance.now() >= this.#deadline;
  }

  /** True if there is time for one more slice, which then counts. */
  goesOn(cost = 1): boolean {
    if (this.isOver) return false;
    this.#slices += cost;
    return true;
  }
}

const Payload = z.object({ upload_id: z.guid() });

/** Goes on with an upload from where it stands, for one run: reads, checks, and asks for the promote. */
export async function advanceUpload(job: Job): Promise<Outcome> {
  const { upload_id } = Payload.parse(job.payload);
  const tenant = z.guid().parse(job.client_id);
  const db = adminClient(onwardHeaders());
  const run = new Run();
  try {
    while (!run.isOver) {
      const found = unwrap(await db.rpc("open_upload", { tenant, upload_id }));
      const upload = OpenUpload.parse(found);
      switch (upload.status) {
        case "reading":
          await readFile(db, workedUpload(tenant, upload_id, upload), upload.slices, run);
          break;
        case "checking":
          await checkSlices(
            db,
            workedUpload(tenant, upload_id, upload),
            upload.slices_checked,
            upload.slices,
            run,
          );
          break;
        case "promoting":
          return await promote(db, tenant, upload_id);
        default:
          return { outcome: "completed" };
      }
    }
  } catch (error) {
    if (error instanceof ApiError && error.code === "SERVICE_UNAVAILABLE") {
      return { outcome: "postponed", retry_after: 2, error: error.message };
    }
    if (!(error instanceof ApiError) || error.status >= 500) throw error;
    unwrap(await db.rpc("fail_upload", { tenant, upload_id, code: error.code, message: error.message }));
    return { outcome: "completed" };
  }
  return { outcome: "postponed", retry_after: 0 };
}

async function readFile(db: Db, upload: WorkedUpload, done: number, run: Run): Promise<void> {
  if (await storeTexts(db, upload, () => run.goesOn(sheetCost))) await readSlices(db, upload, done, run);
}

async function readSlices(db: Db, upload: WorkedUpload, done: number, run: Run): Promise<void> {
  const cost = upload.state.sheet ? sheetCost : 1;
  const reader = new UploadReader(db, upload);
  const stores = new WriteBehind();
  try {
    for (let slice = done + 1; !reader.isAtEnd && run.goesOn(cost); slice++) {
      const store = await reader.next(slice);
      if (slice > done + 1 && await stores.result() !== "reading") return;
      stores.begin(store());
    }
    await stores.result();
  } finally {
    await stores.end();
  }
}

async function checkSlices(
  db: Db,
  upload: WorkedUpload,
  done: number,
  last: number,
  run: Run,
): Promise<void> {
  const checker = new UploadChecker(db, upload);
  const checks = new WriteBehind();
  try {
    for (let slice = done + 1; slice <= last && run.goesOn(); slice++) {
      const check = checker.next(slice, await checker.load(slice));
      if (slice > done + 1 && await checks.result() !== "checking") return;
      checks.begin(check());
    }
    await checks.result();
  } finally {
    await checks.end();
  }
}

/** A promote may take longer than the answer is waited for; it goes on in the database, and is asked for later. */
async function promote(db: Db, tenant: string, upload_id: string): Promise<Outcome> {
  const result = await db.rpc("run_promotion", { tenant, upload_id });
  const isUnanswered = result.error !== null && (result.status === 0 || result.status >= 502);
  if (isUnanswered) return { outcome: "postponed", retry_after: 5 };
  return ["busy", "again"].includes(unwrap(result))
    ? { outcome: "postponed", retry_after: 1 }
    : { outcome: "completed" };
}

function workedUpload(tenant: string, upload_id: string, upload: z.output<typeof OpenUpload>): WorkedUpload {
  return {
    tenant,
    upload_id,
    reading: upload.reading,
    state: { ...UploadState.parse(upload.state), bytes: upload.bytes },
    rows: upload.rows_read,
    maxRows: upload.max_rows,
    options: upload.options,
  };
}
