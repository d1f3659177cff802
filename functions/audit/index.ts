import { readSigned } from "../../shared/audit/checkpoint.ts";
import { createApp } from "../../shared/http/app.ts";
import type { Job, Outcome } from "../../shared/jobs/job.ts";
import { addWorkerRoute } from "../../shared/jobs/worker.ts";
import { checkpoints } from "./checkpoints.ts";
import { entries } from "./entries.ts";
import { exported } from "./export.ts";
import { sign } from "./signatures.ts";
import { verification } from "./verify.ts";

const app = createApp("audit");

addWorkerRoute(app, { queue: "audit", handle: signCheckpoint, concurrency: 20 });

/** Signs what the database says. Its root is a fact of the database: a signature only fixes when it was so. */
async function signCheckpoint({ payload }: Job): Promise<Outcome> {
  return { outcome: "completed", result: await sign(readSigned(payload)) };
}

// Before the routes of an entry, whose id takes any word.
app.route("/", checkpoints);
app.route("/", verification);
app.route("/", exported);
app.route("/", entries);

export default app;
