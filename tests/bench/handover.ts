/**
 * A long queue under the hosted limits, with no ring but the workers' own: isolates are retired one after another, and
 * each hands the queue to the next.
 *
 * @module
 */
import { connect } from "../support/sql.ts";
import { addEffect, effects, enqueue, kills, untilEnded } from "./isolates/effects.ts";
import { Measurements } from "./measure.ts";

const jobs = 50_000;

const measure = new Measurements("handover");
const sql = connect(undefined, { max: 4 });
await addEffect(sql);
await enqueue(sql, jobs);
await untilEnded(sql, "jobs", { ring: false });
const found = await effects(sql);
measure.exactly("effects of 50,000 jobs", found.all, jobs);
measure.exactly("jobs with an effect", found.jobs, jobs);
measure.exactly("isolates killed meanwhile", await kills(), 0);
const [{ workers }] = await sql<[{ workers: number }]>`
  select count(*)::int as workers from private.workers where queue = 'jobs' and completed > 0`;
measure.count("workers", workers);
measure.size("largest pause between two effects", found.largestGapMs, "ms", 1_000);
await sql.end();
Deno.exit(await measure.finish());
